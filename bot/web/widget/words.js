// Constants, and the words of the widget.

const COUNT_FROM = 0.9; // the counter shows from this share of the limit
const SPOKEN_MS = 2000; // how long an announcement stays in the live region
const ANSWER_MS = 45000; // after this a message counts as not answered
const PAUSES = [2, 3, 5, 8, 13, 20, 30]; // seconds between looks at a service that is down
const ESCAPES_MS = 2000; // three presses of Esc within this leave the page
const KEPT_DAYS = 30;
const SILENCE_MS = 40000; // a stream without even a heartbeat for so long is taken to be dead
const NARROW_PX = 520;
const WHOLE = 0.95; // share of the way out that must be in sight, or it floats above the page
const LEAVE_URL = "https://www.wikipedia.org/";
const KINDS = ["lesson", "challenge", "case", "concept", "own"];

/** Words of the widget. `{n}` and `{text}` are filled in. */
const STRINGS = {
  heading: "Common Ground",
  greeting:
    "Hello. Tell me what is happening where you live or work, in your own words. I look for lessons " +
    "and case studies that fit, and say where each one comes from.",
  greetingPrivacy: "Please leave out names, numbers and addresses.",
  privacy: "What is kept",
  danger: "If anyone is in danger now, call {number}.",
  dangerUnknown: "If anyone is in danger now, call the emergency number.",
  examples: "Or start from one of these",
  conversation: "Conversation",
  you: "You",
  bot: "Common Ground",
  label: "Your message",
  send: "Send",
  hint: "Enter sends. Shift and Enter starts a new line. Esc three times leaves this page.",
  left: "{n} characters left",
  over: "{n} characters too many. Please shorten your message.",
  options: "Options",
  startAgain: "Start again",
  confirm: "Clear this conversation?",
  confirmYes: "Yes, clear it",
  confirmNo: "No, keep it",
  cleared: "The conversation is cleared.",
  download: "Download the advice",
  downloadHint: "Your own words are left out of the file.",
  downloaded: "The advice is saved as a file.",
  remember: "Remember this conversation",
  rememberHint: "on this device, if nobody else uses it",
  remembered: "This conversation is now kept on this device, for 30 days at most.",
  notRemembered: "What was kept on this device is erased.",
  cannotRemember: "This browser does not let the page keep anything.",
  restored: "This conversation was kept on this device because you asked for it. Untick the box to erase it.",
  leave: "Leave this page quickly",
  typing: "Looking for what fits",
  choices: "{n} suggestions to choose from follow.",
  oneChoice: "1 suggestion to choose from follows.",
  spokenSources: "From: {text}.",
  sources: "Where this comes from",
  nearest: "This may still help",
  says: "What the paper says",
  saysOwn: "What it says, word for word",
  steps: "What you can do",
  why: "Why it helps",
  place: "Where it stands",
  inPart: "In the part “{text}”",
  inOwn: "In “{text}”",
  inPartNumber: "In the part “{text}”, {n}",
  links: "Links",
  newTab: "(opens in a new tab)",
  loadCards: "Show the sources",
  cardsFailed: "The sources could not be loaded.",
  lesson: "Lesson",
  challenge: "Challenge",
  case: "Case study",
  concept: "Idea",
  own: "Own paper",
  other: "Source",
  safety: "Safety first",
  worry: "You are not alone with this",
  call: "Call {number}",
  waiting: "Waiting to be sent",
  failed: "Not sent.",
  again: "Send again",
  edit: "Change it",
  down: "The service cannot be reached just now. I keep trying, and what you wrote stays here.",
  starting: "The service is not ready yet.",
  held: "Not sent yet: the service is not back. Your words are kept in the box.",
  back: "The service is back. You can go on.",
  backUnsent: "The service is back. You can send your message again.",
  tryNow: "Try now",
  unknown: "Something went wrong on our side. Please try again.",
  noAnswer: "No answer came in time. Your message may have arrived all the same.",
  step: "Step {n} of {all}",
  team: "{name} from our team",
  somebody: "Somebody",
  joined: "{name} from our team has joined. The program is silent until they leave.",
  gone: "{name} from our team has left. The program answers again.",
  ended: "{name} from our team has ended this conversation. The program answers again.",
  delivered: "Delivered",
  contact: "How may we reach you?",
  contactHow: "How",
  contactPhone: "By phone",
  contactText: "By text message",
  contactEmail: "By e-mail",
  contactOther: "Another way",
  contactDetail: "Number, address, or how else",
  contactWhen: "When is it safe?",
  contactWhenHint: "For example: weekdays before four, and please leave no message.",
  contactConsent: "You may keep this and use it to reach me.",
  contactKept: "Only our team sees it. It is erased with your case: {n} days after the case has ended at the latest.",
  contactKeptAWhile: "Only our team sees it. It is erased with your case.",
  contactSend: "Give this to the team",
  contactNot: "Rather not",
  contactGiven: "This is with our team now.",
  key: "To come back to your case",
  code: "Your code",
  secret: "Your secret words",
  keyHint: "Write them down, or copy them. Nobody can look up the words for you.",
  copy: "Copy both",
  copied: "Both are copied.",
  cannotCopy: "This browser does not let the page copy. Please write them down.",
  comeBack: "Open the page for coming back",
  question: "Question {n} of {all}",
  give: "Give this answer",
  choose: "Choose…",
  chooseSome: "Please choose at least one.",
  chooseEach: "Please choose one for each.",
  chosenTwice: "Each can be chosen once only.",
  moveUp: "Move up: {text}",
  moveDown: "Move down: {text}",
  moved: "Place {n} of {all}: {text}",
  right: "Right",
  wrong: "Not right",
  missing: "Missing",
  unsure: "Open",
  situation: "Before you start",
  practice: "{name} (practice)",
  helps: "This helps",
  depends: "It depends",
  hurts: "This can hurt",
  talkOver: "This practice talk is over.",
  takeAway: "Take it with you:",
  fileComing: "One moment, the file is being made.",
  fileSaved: "The file is saved: {text}",
  fileFailed: "The file could not be made just now. Please try again in a moment, or copy the text.",
  copyText: "Copy",
  textCopied: "The text is copied.",
  cannotCopyText: "This browser does not let the page copy. Please take one of the files.",
  fileKey: "Your code: {code}. Your secret words: {words}. With both you can come back to your case at {url}",
  fileTitle: "Advice from Common Ground",
  fileAbout:
    "Based on the paper “Strengthening community resilience to polarisation and radicalisation” (RAN YF&C). " +
    "This is guidance, not an emergency service.",
};

/** Address of this script, the default service. Modules have no currentScript, hence the search. */
const SCRIPT =
  /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src ||
  /** @type {HTMLScriptElement | null} */ (document.querySelector('script[src*="widget.js"]'))?.src ||
  location.href;

/**
 * @typedef {{title: string, payload: string, shown?: string}} Choice
 *   shown: what the transcript shows in place of the title
 * @typedef {{text: string, buttons: Choice[], custom: Record<string, any>}} Message
 * @typedef {{label: string, url: string}} Link
 * @typedef {{id: string, kind: string, number: string, title: string, says: string[], steps: string[],
 *   why: string, section: string, links: Link[]}} Item
 * @typedef {{who: "you", id: string, text: string, payload?: string, shown?: string, state: "waiting" | "sent" | "failed",
 *   reason?: string, delivered?: boolean}} Own
 *   shown: what the transcript shows in place of the text; reason: the whole note under a message that failed, where it
 *   is not the usual one; delivered: to the staff
 * @typedef {{who: "bot", messages: Message[]}} Answer
 * @typedef {{who: "staff" | "notice", id: number, text: string, name: string}} Heard
 *   what the staff said, or whether they came or went (text: "joined", "left" or "ended")
 * @typedef {Own | Answer | Heard} Turn
 */
