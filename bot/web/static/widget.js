/**
 * <common-ground-chat>: the Common Ground conversation, for any page.
 *
 *   <script src="https://chat.example.org/widget.js" defer></script>
 *   <common-ground-chat country="GB" heading="Talk it through"></common-ground-chat>
 *
 * Attributes
 *   service    base address of the service; default: where this script came from
 *   country    two-letter code of where the page is shown, for helplines and emergency numbers; default:
 *              the service's country
 *   emergency, limit   the number to call in danger and the characters of a message; default: asked of
 *              the service, which writes them into its own page
 *   heading    heading of the widget; default "Common Ground"
 *   leave-url  where "Leave this page quickly" goes; default https://www.wikipedia.org/
 *   dir, lang  as in any element; `lang` tells the language of the widget's own words (see `strings`)
 * Inside the element, each element with `data-example` is offered as an example to press.
 *
 * From a script: `element.ask(text)` sends a message, `element.leave()` wipes everything and leaves,
 * `element.strings = {send: "…"}` replaces words of the widget (keys: see STRINGS).
 *
 * Look: CSS custom properties, set on the element or above it
 *   --cg-accent --cg-on-accent   buttons, links, marks / text on them
 *   --cg-surface --cg-ink        background and text     --cg-muted  quieter text
 *   --cg-line                    borders                 --cg-own    what the person wrote, background
 *   --cg-safety --cg-safety-surface   replies about safety: edge and background
 *   --cg-font --cg-heading-font --cg-font-size --cg-radius --cg-height
 * Light or dark follows the page's `color-scheme`.
 *
 * Promises, each held by a test in tests/browser: texts are set as text, never as HTML; links lead to
 * http, https or tel only; nothing is kept in the browser unless the person ticks the box; no request
 * goes anywhere but to the service; a Content-Security-Policy without "unsafe-inline" is enough.
 */
(() => {
  "use strict";

  // ------------------------------------------------------------------ constants

  const COUNT_FROM = 0.9; // the counter shows from this share of the limit
  const SPOKEN_MS = 2000; // how long an announcement stays in the live region
  const ANSWER_MS = 45000; // after this a message counts as not answered
  const PAUSES = [2, 3, 5, 8, 13, 20, 30]; // seconds between looks at a service that is down
  const ESCAPES_MS = 2000; // three presses of Esc within this leave the page
  const KEPT_DAYS = 30;
  const NARROW_PX = 520;
  const LEAVE_URL = "https://www.wikipedia.org/";
  const KINDS = ["lesson", "challenge", "case", "concept"];

  /** Words of the widget. `{n}` and `{text}` are filled in. */
  const STRINGS = {
    heading: "Common Ground",
    greeting:
      "Hello. Tell me what is happening where you live or work, in your own words. I look for lessons " +
      "and case studies that fit, and say where each one comes from.",
    greetingPrivacy: "Please leave out names, numbers and addresses.",
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
    steps: "What you can do",
    why: "Why it helps",
    place: "Where it stands",
    inPart: "In the part “{text}”",
    inPartNumber: "In the part “{text}”, {n}",
    links: "Links",
    newTab: "(opens in a new tab)",
    loadCards: "Show the sources",
    cardsFailed: "The sources could not be loaded.",
    lesson: "Lesson",
    challenge: "Challenge",
    case: "Case study",
    concept: "Idea",
    other: "Source",
    safety: "Safety first",
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
   * @typedef {{title: string, payload: string}} Choice
   * @typedef {{text: string, buttons: Choice[], custom: Record<string, any>}} Message
   * @typedef {{label: string, url: string}} Link
   * @typedef {{id: string, kind: string, number: string, title: string, says: string[], steps: string[],
   *   why: string, section: string, links: Link[]}} Item
   * @typedef {{who: "you", text: string, payload?: string, state: "waiting" | "sent" | "failed", reason?: string}} Own
   *   reason: the whole note under a message that failed, where it is not the usual one
   * @typedef {{who: "bot", messages: Message[]}} Answer
   * @typedef {Own | Answer} Turn
   */

  // ------------------------------------------------------------------ style

  const CSS = `
:host {
  --_accent: var(--cg-accent, #17605f); --_on-accent: var(--cg-on-accent, #fff);
  --_surface: var(--cg-surface, #fff); --_ink: var(--cg-ink, #20292b); --_muted: var(--cg-muted, #55625f);
  --_line: var(--cg-line, #d5dad4); --_own: var(--cg-own, #e6f0ee); --_edge: #7d8a86;
  --_safety: var(--cg-safety, #9a3412); --_safety-surface: var(--cg-safety-surface, #fff4ec);
  --_radius: var(--cg-radius, 14px);
  --_heading-font: var(--cg-heading-font, inherit);
  display: block; box-sizing: border-box;
  /* Where the log does not scroll yet, browsers keep its old content in place when a reply comes, and move the page. */
  overflow-anchor: none;
  font-family: var(--cg-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif);
  font-size: var(--cg-font-size, 1rem); line-height: 1.55; color: var(--_ink); text-align: start;
}
@supports (color: light-dark(#000, #fff)) {
  :host {
    --_accent: var(--cg-accent, light-dark(#17605f, #8fd3c9)); --_on-accent: var(--cg-on-accent, light-dark(#fff, #0d2422));
    --_surface: var(--cg-surface, light-dark(#fff, #1b2225)); --_ink: var(--cg-ink, light-dark(#20292b, #e9edea));
    --_muted: var(--cg-muted, light-dark(#55625f, #a9b5b1)); --_line: var(--cg-line, light-dark(#d5dad4, #37423f));
    --_own: var(--cg-own, light-dark(#e6f0ee, #24393a)); --_edge: light-dark(#7d8a86, #83918c);
    --_safety: var(--cg-safety, light-dark(#9a3412, #f5b48a));
    --_safety-surface: var(--cg-safety-surface, light-dark(#fff4ec, #33241b));
  }
}
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, h4, h5, p, ul, ol { margin: 0; }
ul, ol { padding: 0; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
.hidden { position: absolute; inline-size: 1px; block-size: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; border: 0; padding: 0; }
:focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
h3:focus-visible { outline-offset: 4px; border-radius: 2px; }

/* As high as asked, and higher where a long message, bad news and the options need it: nothing is cut off. */
.frame { display: flex; flex-direction: column; min-block-size: var(--cg-height, min(46rem, 92vh)); background: var(--_surface); overflow: hidden;
  border: 1px solid var(--_line); border-radius: var(--_radius); position: relative; }
.head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5em;
  padding: .75em 1.1em; border-block-end: 1px solid var(--_line); }
.head, .bar, form, .tools { flex: none; }
h2 { font-family: var(--_heading-font); font-weight: 600; font-size: 1.2em; line-height: 1.3; flex: 1 1 6em; overflow-wrap: anywhere; }
.exit { min-block-size: 46px; }

button { min-block-size: 44px; min-inline-size: 44px; padding: .5em 1em; border: 1px solid var(--_edge); border-radius: 10px;
  background: var(--_surface); cursor: pointer; text-align: start; overflow-wrap: anywhere; line-height: 1.35; }
button:hover { border-color: var(--_accent); color: var(--_accent); }
button.primary { background: var(--_accent); border-color: var(--_accent); color: var(--_on-accent); font-weight: 600; }
button.primary:hover { filter: brightness(1.12); }
.leave { font-weight: 600; border: 2px solid var(--_ink); }
.leave.floating { position: fixed; inset-block-start: 10px; inset-inline-end: 10px; z-index: 2147483000;
  box-shadow: 0 2px 14px rgb(0 0 0 / .28); }

.log { flex: 1 1 0; min-block-size: 11em; overflow-y: auto; overflow-x: hidden; padding: 1.1em; display: flex;
  flex-direction: column; gap: 1.25em; overscroll-behavior: contain; position: relative; }
.log:focus-visible { outline-offset: -3px; }
.turn { max-inline-size: 100%; }
h3 { font-weight: 600; font-size: .84em; line-height: 1.4; color: var(--_muted); margin-block-end: .3em; inline-size: fit-content; }
.text { overflow-wrap: anywhere; max-inline-size: 68ch; }
.text > * + *, .text + .text { margin-block-start: .7em; }
.text ol, .text ul, .card ol, .card ul { padding-inline-start: 1.5em; }
.text li + li, .card li + li { margin-block-start: .35em; }
.text li::marker { color: var(--_accent); font-weight: 600; }
a { color: var(--_accent); text-underline-offset: .18em; overflow-wrap: anywhere; }
.you { align-self: flex-end; max-inline-size: min(88%, 60ch); }
.you h3 { margin-inline-start: auto; }
.you .text { background: var(--_own); border: 1px solid transparent; padding: .6em .95em; border-radius: 14px; border-end-end-radius: 4px;
  white-space: pre-wrap; }
.you.failed .text { border: 1px dashed var(--_safety); background: transparent; }
.note { font-size: .9em; color: var(--_muted); margin-block-start: .35em; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: .5em; align-items: center; }
.you .row { justify-content: flex-end; }
.you .note { text-align: end; }
.danger { display: inline-block; }

.choices { list-style: none; display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: .9em; }
.choices button { border-color: var(--_accent); color: var(--_accent); border-radius: 22px; padding-inline: 1.1em; }
.choices button:hover { background: var(--_own); }
.examples { flex-direction: column; align-items: stretch; }
.examples button { inline-size: 100%; border-radius: 12px; color: inherit; border-color: var(--_edge); }
.small { font-size: .9em; color: var(--_muted); }

.safety { border: 1px solid var(--_safety); border-inline-start-width: 6px; border-radius: 10px;
  background: var(--_safety-surface); padding: 1em 1.1em; max-inline-size: 68ch; }
.safety + .text, .text + .safety, .safety + .safety { margin-block-start: .9em; }
.safety h4 { color: var(--_safety); font-size: 1em; margin-block-end: .4em; }
.safety a { color: var(--_safety); font-weight: 600; display: inline-block; }
.safety .text a[href^="tel:"] { min-block-size: 24px; }
.safety a.call { display: flex; align-items: center; justify-content: center; min-block-size: 64px; margin-block: .5em .9em;
  padding: .3em .8em; font-size: 1.75em; font-weight: 700; line-height: 1.2; border-radius: 10px; text-decoration: none;
  background: var(--_safety); color: var(--_safety-surface); border: 2px solid var(--_safety); font-variant-numeric: tabular-nums; }
.safety.urgent a.call { font-size: 1.35em; min-block-size: 52px; background: transparent; color: var(--_safety); margin-block: .9em 0; }

.cards { margin-block-start: 1em; max-inline-size: 72ch; }
.cards > h4 { font-size: .86em; color: var(--_muted); margin-block-end: .4em; }
.cards ul.list { list-style: none; display: grid; gap: .45em; }
.card ul { list-style: disc; }
.card { border: 1px solid var(--_line); border-radius: 10px; overflow-wrap: anywhere; }
.card summary { cursor: pointer; padding: .6em .9em; min-block-size: 48px; border-radius: 10px; display: flex; gap: .7em;
  align-items: center; list-style: none; }
.card summary::-webkit-details-marker { display: none; }
.card summary::after { content: ""; flex: none; margin-inline-start: auto; inline-size: .55em; block-size: .55em;
  border: solid currentColor; border-width: 0 2px 2px 0; transform: translateY(-.12em) rotate(45deg); }
.card[open] summary::after { transform: translateY(.12em) rotate(225deg); }
.card summary:hover { color: var(--_accent); }
.kind { display: block; font-size: .84em; color: var(--_accent); font-weight: 600; }
.inside { padding: 0 .9em .9em; }
.inside h5 { font-size: .9em; margin-block: .85em .25em; }
.inside .links a { display: inline-block; min-block-size: 24px; padding-block: .2em; }

.typing { display: flex; align-items: center; gap: .6em; color: var(--_muted); }
.dots { display: inline-flex; gap: .3em; }
.dots i { inline-size: .45em; block-size: .45em; border-radius: 50%; background: var(--_accent); }
@media (prefers-reduced-motion: no-preference) {
  .log { scroll-behavior: smooth; }
  .dots i { animation: sway 1.6s ease-in-out 3; }
  .dots i:nth-child(2) { animation-delay: .2s; }
  .dots i:nth-child(3) { animation-delay: .4s; }
  @keyframes sway { 30% { transform: translateY(-.3em); } 60% { transform: none; } }
}

.bar { display: flex; flex-wrap: wrap; gap: .4em .9em; align-items: center; padding: .6em 1.1em; border-block-start: 1px solid var(--_line);
  background: var(--_safety-surface); }
.bar p { flex: 1 1 14em; overflow-wrap: anywhere; }
.bar.good { background: var(--_own); }
form { padding: .7em 1.1em .5em; border-block-start: 1px solid var(--_line); }
label.for { font-weight: 600; font-size: .9em; display: block; margin-block-end: .25em; }
.entry { display: flex; gap: .6em; align-items: flex-end; }
textarea { flex: 1 1 0; inline-size: 100%; min-inline-size: 0; contain: inline-size; resize: none; field-sizing: content; min-block-size: 3.6em; max-block-size: 10em;
  padding: .55em .8em; border: 1px solid var(--_edge); border-radius: 10px; background: var(--_surface); line-height: 1.45; }
textarea:focus-visible { outline-offset: 0; border-color: var(--_accent); }
textarea[aria-invalid="true"] { border-color: var(--_safety); }
.under { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1em; font-size: .84em; color: var(--_muted); margin-block-start: .3em; }
.over { color: var(--_safety); font-weight: 600; }
.tools { display: flex; flex-wrap: wrap; gap: .3em .6em; align-items: center; padding: .1em 1.22em .7em; font-size: .9em; }
.tools button { border-color: var(--_line); padding-inline: .8em; }
.check { display: flex; gap: .55em; align-items: center; min-block-size: 44px; cursor: pointer; padding-inline-end: .3em; }
.check input { inline-size: 22px; block-size: 22px; flex: none; accent-color: var(--_accent); margin: 0; }
.check small { display: block; font-size: .93em; color: var(--_muted); line-height: 1.3; }
.options { display: none; }
.narrow .options { display: inline-block; }
.narrow .exit { flex: 1 0 100%; }
.narrow .leave:not(.floating) { inline-size: 100%; text-align: center; }
.narrow .tools:not(.open) { display: none; }
.narrow .head, .narrow .log, .narrow form, .narrow .tools, .narrow .bar { padding-inline: .85em; }
.narrow .you { max-inline-size: 94%; }
.narrow .hint { position: absolute; clip-path: inset(50%); inline-size: 1px; block-size: 1px; overflow: hidden; }
.gone { position: fixed; inset: 0; z-index: 2147483647; background: Canvas; }

/* Low windows and great zoom: one scrollbar, the page's own. */
@media (max-height: 34em) {
  .frame { overflow: visible; min-block-size: 0; }
  .log { overflow: visible; flex-basis: auto; }
}
@media (forced-colors: active) {
  button, .card, .frame, .you .text { border: 1px solid ButtonBorder; }
  button.primary { border: 2px solid ButtonText; }
  .safety a.call { border: 2px solid LinkText; background: Canvas; color: LinkText; }
  .safety { border: 3px solid CanvasText; }
  .dots i { background: CanvasText; forced-color-adjust: none; }
  :focus-visible { outline-color: Highlight; }
}
`;

  // ------------------------------------------------------------------ small helpers

  /**
   * An element with attributes, listeners (functions) and children; strings become text, never HTML.
   * @param {string} tag
   * @param {Record<string, any>} [attributes]
   * @param {...(Node | string | null | undefined)} children
   * @returns {any}
   */
  function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value != null) node.setAttribute(name, String(value));
    }
    for (const child of children) if (child != null) node.append(child);
    return node;
  }

  /** @param {unknown} value @returns {string} */
  const asText = (value) => (typeof value === "string" ? value : "");

  /** @param {unknown} value @returns {string[]} */
  const asTexts = (value) => (Array.isArray(value) ? value.filter((v) => typeof v === "string") : []);

  /** Length as the service counts it, in characters and not UTF-16 units. @param {string} text */
  const length = (text) => [...text].length;

  /** The address if it leads to http or https and hides no user name. @param {string} url */
  function webAddress(url) {
    try {
      const parsed = new URL(url);
      const fine = /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.password;
      return fine ? parsed.href : null;
    } catch {
      return null;
    }
  }

  /** 128 random bits. */
  const newConversation = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

  /**
   * Messages of any origin (service, storage) brought into the expected shape.
   * @param {unknown} value @returns {Message[]}
   */
  function asMessages(value) {
    if (!Array.isArray(value)) return [];
    return value
      .filter((m) => m && typeof m === "object")
      .map((m) => ({
        text: asText(m.text),
        buttons: (Array.isArray(m.buttons) ? m.buttons : [])
          .filter((/** @type {any} */ b) => b && asText(b.title) && asText(b.payload))
          .map((/** @type {any} */ b) => ({ title: b.title, payload: b.payload })),
        custom: m.custom && typeof m.custom === "object" ? m.custom : {},
      }))
      .filter((m) => m.text || m.buttons.length || shownItems(m).length);
  }

  /** Ids of the items a message stands on. @param {Message} message */
  function shownItems(message) {
    const custom = message.custom;
    return [...new Set(asTexts(custom.type === "out_of_scope" ? custom.nearest : custom.sources))];
  }

  /** @param {unknown} value @returns {Item | null} */
  function asItem(value) {
    const v = /** @type {any} */ (value);
    if (!v || typeof v !== "object" || !asText(v.id)) return null;
    return {
      id: v.id,
      kind: asText(v.kind),
      number: asText(v.number),
      title: asText(v.title) || v.id,
      says: asTexts(v.says),
      steps: asTexts(v.steps),
      why: asText(v.why),
      section: asText(v.section),
      links: (Array.isArray(v.links) ? v.links : [])
        .map((/** @type {any} */ l) => ({ label: asText(l?.label), url: webAddress(asText(l?.url)) ?? "" }))
        .filter((/** @type {Link} */ l) => l.label && l.url),
    };
  }

  // ------------------------------------------------------------------ text to elements

  const WEB = /https?:\/\/[^\s<>"'“”]+/gi;
  // Three digits or more, set apart by spaces at most, no part of a word, a sum, a time or a year.
  const PHONE = /(?<![\w.,:/+–-])\+?\d(?: ?\d){2,14}(?![\w:/–-]|[.,]\d)/g;
  const YEAR = /^(19|20)\d\d$/;

  /** @param {string} text @returns {string[]} */
  const phones = (text) => (text.match(PHONE) ?? []).filter((n) => !YEAR.test(n));

  /** @param {string} number as written @param {string} shown @param {string} [style] */
  const phoneLink = (number, shown, style) =>
    el("a", { href: `tel:${number.replace(/[^\d+]/g, "")}`, class: style, dir: "ltr" }, shown);

  /**
   * A line with its links: web addresses, and phone numbers where `calls` is set.
   * @param {string} line @param {boolean} calls @param {string} newTab
   * @returns {(Node | string)[]}
   */
  function inline(line, calls, newTab) {
    /** @type {{at: number, end: number, node: Node}[]} */
    const found = [];
    for (const match of line.matchAll(WEB)) {
      const shown = match[0].replace(/[.,;:!?)\]]+$/, "");
      const url = webAddress(shown);
      if (url) found.push({ at: match.index, end: match.index + shown.length, node: webLink(url, shown, newTab) });
    }
    for (const match of calls ? line.matchAll(PHONE) : []) {
      const end = match.index + match[0].length;
      const inside = found.some((f) => match.index < f.end && end > f.at);
      if (!inside && !YEAR.test(match[0])) found.push({ at: match.index, end, node: phoneLink(match[0], match[0]) });
    }
    found.sort((a, b) => a.at - b.at);
    /** @type {(Node | string)[]} */
    const parts = [];
    let from = 0;
    for (const { at, end, node } of found) {
      parts.push(line.slice(from, at), node);
      from = end;
    }
    return [...parts, line.slice(from)];
  }

  /** @param {string} url @param {string} shown @param {string} newTab */
  const webLink = (url, shown, newTab) =>
    el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shown, el("span", { class: "hidden" }, ` ${newTab}`));

  /**
   * Plain text as elements: blank lines part paragraphs, "1. " and "- " open list entries.
   * @param {string} text @param {boolean} calls @param {string} newTab
   */
  function prose(text, calls, newTab) {
    const box = el("div", { class: "text", dir: "auto" });
    for (const block of text.trim().split(/\n\s*\n/)) {
      /** @type {any} */
      let open = null;
      for (const line of block.split("\n")) {
        const step = /^\s*(\d{1,3})\. +(.*)$/.exec(line);
        const point = step ? null : /^\s*- +(.*)$/.exec(line);
        const tag = step ? "ol" : point ? "ul" : "p";
        const content = inline((step ? step[2] : point ? point[1] : line) ?? "", calls, newTab);
        if (open?.localName !== tag) {
          open = el(tag, step && step[1] !== "1" ? { start: step[1] } : {});
          box.append(open);
        } else if (tag === "p") open.append(el("br"));
        if (tag === "p") open.append(...content);
        else open.append(el("li", {}, ...content));
      }
    }
    return box;
  }

  // ------------------------------------------------------------------ talking to the service

  /** What went wrong with a request, in words for the person. `down`: nothing can be sent just now. */
  class ServiceError extends Error {
    /** @param {string} message @param {boolean} down @param {string} [code] */
    constructor(message, down, code = "") {
      super(message);
      this.down = down;
      this.code = code;
    }
  }

  /**
   * @param {string} url @param {RequestInit} options @param {Record<string, string>} words
   * @returns {Promise<any>}
   */
  async function request(url, options, words) {
    /** @type {Response} */
    let response;
    try {
      response = await fetch(url, { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer", ...options });
    } catch (error) {
      const late = error instanceof DOMException && error.name === "TimeoutError";
      throw new ServiceError((late ? words.noAnswer : words.down) ?? "", !late, late ? "timeout" : "");
    }
    const body = await response.json().catch(() => null);
    if (response.ok && body) return body;
    const code = asText(body?.error?.code);
    const down = code ? code === "not_ready" || code === "unavailable" : response.status >= 502;
    throw new ServiceError(asText(body?.error?.message) || (down ? words.down : words.unknown) || "", down, code);
  }

  // ------------------------------------------------------------------ the element

  class CommonGroundChat extends HTMLElement {
    static observedAttributes = ["heading", "lang"];

    /** @type {Turn[]} */ #turns = [];
    /** @type {Own[]} */ #queue = [];
    /** @type {Map<Own, HTMLElement>} */ #views = new Map();
    /** @type {Map<string, Item>} */ #items = new Map();
    /** @type {Record<string, string>} */ #words = { ...STRINGS };
    #conversation = newConversation();
    #busy = false;
    #down = ""; // what is wrong, while something is
    #asking = false; // whether the bar holds the question about clearing
    #emergency = ""; // the number to call where the page is shown
    #limit = Infinity; // characters of a message, as the service counts them
    #abort = new AbortController();
    #pause = 0;
    #pollTimer = 0;
    /** @type {number[]} */ #escapes = [];
    /** @type {HTMLElement | null} */ #pressed = null;
    /** @type {Record<string, any>} */ #ui = {};
    /** @type {ResizeObserver | null} */ #sizes = null;
    /** @type {IntersectionObserver | null} */ #sight = null;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      try {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(CSS);
        root.adoptedStyleSheets = [sheet];
      } catch {
        root.append(el("style", {}, CSS));
      }
    }

    connectedCallback() {
      if (!this.#ui.frame) {
        void this.#learn();
        this.#build();
        this.#restore();
        this.#showAll();
        // A script in the page's head runs before the examples inside the element are read.
        if (document.readyState === "loading")
          document.addEventListener("DOMContentLoaded", () => this.#turns.length || this.#showAll(), { once: true });
      }
      document.addEventListener("keydown", this.#onEscape, true);
      window.addEventListener("storage", this.#onStorage);
      this.#sizes = new ResizeObserver(([entry]) =>
        this.#ui.frame.classList.toggle("narrow", (entry?.contentRect.width ?? 0) < NARROW_PX),
      );
      this.#sizes.observe(this);
      // Out of sight, the way out goes along with the page.
      this.#sight = new IntersectionObserver(([entry]) =>
        this.#ui.leave.classList.toggle("floating", !entry?.isIntersecting),
      );
      this.#sight.observe(this.#ui.exit);
      this.#look();
    }

    disconnectedCallback() {
      document.removeEventListener("keydown", this.#onEscape, true);
      window.removeEventListener("storage", this.#onStorage);
      this.#sizes?.disconnect();
      this.#sight?.disconnect();
      clearTimeout(this.#pollTimer);
    }

    attributeChangedCallback() {
      if (!this.#ui.frame) return;
      this.#ui.title.textContent = this.getAttribute("heading") || this.#words.heading;
      this.#ui.frame.lang = this.lang || "en";
    }

    /** Replaces words of the widget, for a translation. @param {Record<string, string>} words */
    set strings(words) {
      for (const key of Object.keys(STRINGS)) if (asText(words[key])) this.#words[key] = asText(words[key]);
      if (!this.#ui.frame) return;
      const draft = this.#ui.box.value;
      this.#build();
      this.#ui.box.value = draft;
      this.#asking = false;
      if (this.#down) this.#showDown();
      this.#showAll();
      this.#sight?.disconnect();
      this.#sight?.observe(this.#ui.exit);
    }

    get strings() {
      return { ...this.#words };
    }

    /** Sends a message as if the person had typed it. @param {string} text */
    ask(text) {
      if (this.#down) {
        this.#ui.box.value = text;
        this.#submit();
      } else if (text.trim() && length(text) <= this.#limit) this.#enqueue({ who: "you", text: text.trim(), state: "waiting" });
    }

    /** Wipes the transcript and all that was kept, and goes to a neutral page in place of this one. */
    leave() {
      this.#abort.abort();
      clearTimeout(this.#pollTimer);
      this.#erase();
      this.#turns = [];
      this.#queue = [];
      this.shadowRoot?.replaceChildren(el("div", { class: "gone" }));
      document.title = "";
      const url = webAddress(this.getAttribute("leave-url") ?? "") ?? LEAVE_URL;
      try {
        (window.top ?? window).location.replace(url);
      } catch {
        location.replace(url);
      }
    }

    // ---------------------------------------------------------------- building

    /** @param {string} key @param {Record<string, string | number>} [values] */
    #say(key, values = {}) {
      return (this.#words[key] ?? "").replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
    }

    #build() {
      const say = (/** @type {string} */ key) => this.#say(key);
      const ui = this.#ui;
      ui.title = el("h2", { id: "title" }, this.getAttribute("heading") || say("heading"));
      ui.options = el("button", { type: "button", class: "options", "aria-expanded": "false", "aria-controls": "tools",
        click: () => this.#toggleTools() }, say("options"));
      ui.leave = el("button", { type: "button", class: "leave", click: () => this.leave() }, say("leave"));
      ui.exit = el("div", { class: "exit" }, ui.leave);
      ui.log = el("div", { class: "log", role: "region", "aria-label": say("conversation"), tabindex: "0" });
      ui.typing = el("p", { class: "typing", hidden: true },
        el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), say("typing"));
      ui.bar = el("div", { class: "bar", hidden: true });
      ui.box = el("textarea", { id: "box", rows: "2", autocomplete: "off", dir: "auto", "aria-describedby": "hint counter",
        input: () => { this.#count(); this.#save(); },
        keydown: (/** @type {KeyboardEvent} */ e) => {
          // An Enter that ends a composition (Japanese, Chinese, Korean) chooses a word; it sends nothing.
          if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
          e.preventDefault();
          if (!e.repeat) this.#submit();
        } });
      ui.counter = el("span", { id: "counter" });
      ui.form = el("form", { submit: (/** @type {Event} */ e) => { e.preventDefault(); this.#submit(); } },
        el("label", { for: "box", class: "for" }, say("label")),
        el("div", { class: "entry" }, ui.box, el("button", { type: "submit", class: "primary" }, say("send"))),
        el("div", { class: "under" }, el("span", { id: "hint" }, el("span", { class: "hint" }, say("hint"))), ui.counter));
      ui.again = el("button", { type: "button", click: () => this.#askToClear() }, say("startAgain"));
      ui.download = el("button", { type: "button", hidden: true, title: say("downloadHint"), click: () => this.#download() },
        say("download"));
      const kept = ui.remember?.checked ?? false;
      ui.remember = el("input", { type: "checkbox", change: () => this.#onRemember() });
      ui.remember.checked = kept;
      ui.tools = el("div", { class: "tools", id: "tools" }, ui.again, ui.download,
        el("label", { class: "check" }, ui.remember,
          el("span", {}, say("remember"), " ", el("small", {}, say("rememberHint")))));
      ui.live = el("div", { class: "hidden live", "aria-live": "polite" });
      ui.frame = el("section", { class: "frame", "aria-labelledby": "title", lang: this.lang || "en" },
        el("div", { class: "head" }, ui.title, ui.options, ui.exit), ui.log, ui.bar, ui.form, ui.tools, ui.live);
      const old = this.shadowRoot?.querySelector(".frame");
      if (old) old.replaceWith(ui.frame);
      else this.shadowRoot?.append(ui.frame);
    }

    #toggleTools() {
      const open = this.#ui.tools.classList.toggle("open");
      this.#ui.options.setAttribute("aria-expanded", String(open));
      if (open) this.#ui.tools.scrollIntoView({ block: "nearest" });
    }

    /** Draws the whole transcript anew. */
    #showAll() {
      this.#views.clear();
      this.#ui.log.replaceChildren();
      if (!this.#turns.length) this.#ui.log.append(this.#welcome());
      for (const turn of this.#turns) this.#ui.log.append(turn.who === "you" ? this.#own(turn) : this.#answer(turn));
      this.#ui.log.append(this.#ui.typing);
      this.#ui.download.hidden = !this.#advice().length;
      this.#count();
    }

    #welcome() {
      const examples = [...this.querySelectorAll("[data-example]")].map((e) => (e.textContent ?? "").trim()).filter(Boolean);
      return el("div", { class: "turn bot welcome" },
        el("h3", {}, this.#say("bot")),
        el("div", { class: "text" }, el("p", {}, this.#say("greeting")),
          el("p", { class: "small" }, this.#say("greetingPrivacy"), " ", el("span", { class: "danger" }, ...inline(this.#danger(), true, "")))),
        examples.length ? el("p", { class: "note" }, this.#say("examples")) : null,
        examples.length
          ? el("ul", { class: "choices examples", role: "list" },
              ...examples.map((text) => el("li", {}, el("button", { type: "button",
                click: (/** @type {Event} */ e) => this.#press(e, { title: text, payload: "" }) }, text))))
          : null);
    }

    /** Whom to call, in a sentence. */
    #danger() {
      return this.#say(this.#emergency ? "danger" : "dangerUnknown", { number: this.#emergency });
    }

    /** Takes number and limit from the attributes, else from the service. */
    async #learn() {
      const known = (/** @type {any} */ emergency, /** @type {any} */ limit) => {
        this.#emergency = asText(emergency);
        this.#limit = Number(limit) || Infinity;
      };
      const [emergency, limit] = [this.getAttribute("emergency"), this.getAttribute("limit")];
      known(emergency, limit);
      if (emergency && limit) return;
      try {
        const country = this.#country();
        const body = await request(this.#url(`/api/settings${country ? `?country=${country}` : ""}`),
          { signal: AbortSignal.timeout(8000) }, this.#words);
        known(emergency || body.emergency, limit || body.limit);
        this.shadowRoot?.querySelector(".danger")?.replaceChildren(...inline(this.#danger(), true, ""));
        this.#count();
      } catch {
        // The service is down: the sentence without a number stands, and it counts for itself.
      }
    }

    // ---------------------------------------------------------------- turns

    /** @param {Own} turn */
    #own(turn) {
      const view = el("div", { class: `turn you ${turn.state}` },
        el("h3", {}, this.#say("you")), el("div", { class: "text", dir: "auto" }, turn.text));
      if (turn.state === "waiting" && this.#queue.indexOf(turn) > 0) view.append(el("p", { class: "note" }, this.#say("waiting")));
      if (turn.state === "failed") {
        view.append(
          el("p", { class: "note" }, turn.reason || this.#say("failed")),
          el("div", { class: "row" },
            el("button", { type: "button", class: "resend", click: (/** @type {Event} */ e) => this.#resend(turn, e) }, this.#say("again")),
            turn.payload ? null : el("button", { type: "button", click: () => this.#editAgain(turn) }, this.#say("edit"))));
      }
      this.#views.get(turn)?.replaceWith(view);
      this.#views.set(turn, view);
      return view;
    }

    /** @param {Answer} turn */
    #answer(turn) {
      const view = el("div", { class: "turn bot" }, el("h3", { tabindex: "-1" }, this.#say("bot")));
      /** @type {Choice[]} */
      const choices = [];
      for (const message of turn.messages) {
        if (message.text) view.append(message.custom.type === "safety" ? this.#safety(message) : this.#prose(message.text, callable(message)));
        const ids = shownItems(message);
        if (ids.length) view.append(this.#cards(ids, message.custom.type === "out_of_scope" ? "nearest" : "sources"));
        choices.push(...message.buttons);
      }
      if (choices.length)
        view.append(el("ul", { class: "choices", role: "list" }, ...choices.map((choice) =>
          el("li", {}, el("button", { type: "button", dir: "auto", click: (/** @type {Event} */ e) => this.#press(e, choice) }, choice.title)))));
      return view;
    }

    /** @param {string} text @param {boolean} calls */
    #prose(text, calls) {
      return prose(text, calls, this.#say("newTab"));
    }

    /** A reply about safety: set apart, the number to call large. @param {Message} message */
    #safety(message) {
      const urgency = asText(message.custom.urgency);
      const named = /\bcall\s+(\+?\d(?: ?\d){2,14})/i.exec(message.text)?.[1];
      const number = urgency === "concern" ? undefined : named ?? (urgency === "emergency" ? phones(message.text)[0] : undefined);
      const call = number ? phoneLink(number, this.#say("call", { number }), "call") : null;
      return el("div", { class: `safety ${["emergency", "urgent"].includes(urgency) ? urgency : "concern"}` },
        el("h4", {}, this.#say("safety")),
        urgency === "emergency" ? call : null, this.#prose(message.text, true), urgency === "emergency" ? null : call);
    }

    // ---------------------------------------------------------------- cards

    /** @param {string[]} ids @param {string} title */
    #cards(ids, title) {
      const list = el("ul", { class: "list", role: "list" });
      const box = el("div", { class: "cards" }, el("h4", {}, this.#say(title)), list);
      const fill = async () => {
        try {
          await this.#loadItems(ids);
          list.replaceChildren(...ids.map((id) => el("li", {}, this.#card(id))));
          box.querySelector(".row")?.remove();
        } catch {
          list.replaceChildren(...ids.map((id) => el("li", {}, this.#label(id, undefined))));
          box.querySelector(".row")?.remove();
          box.append(el("div", { class: "row" }, el("p", { class: "small" }, this.#say("cardsFailed")),
            el("button", { type: "button", click: fill }, this.#say("loadCards"))));
        }
      };
      void fill();
      return box;
    }

    /** @param {string[]} ids */
    async #loadItems(ids) {
      const missing = ids.filter((id) => !this.#items.has(id));
      if (!missing.length) return;
      const url = this.#url(`/api/items?ids=${encodeURIComponent(missing.join(","))}`);
      const body = await request(url, { signal: AbortSignal.timeout(ANSWER_MS) }, this.#words);
      for (const value of Array.isArray(body.items) ? body.items : []) {
        const item = asItem(value);
        if (item) this.#items.set(item.id, item);
      }
    }

    /** "Lesson 2.3". @param {string} id @param {Item | undefined} item */
    #label(id, item) {
      const [, kind = "", number = ""] = /^([a-z]+)-([\d.]*)/.exec(id) ?? [];
      const named = item?.kind || kind;
      return `${this.#say(KINDS.includes(named) ? named : "other")} ${item?.number || number}`.trim();
    }

    /** @param {string} id */
    #card(id) {
      const item = this.#items.get(id);
      if (!item) return this.#label(id, undefined);
      const say = (/** @type {string} */ key) => this.#say(key);
      const part = (/** @type {string} */ title, /** @type {Node | null} */ content) => content ? [el("h5", {}, say(title)), content] : [];
      const list = (/** @type {string} */ tag, /** @type {string[]} */ lines) => lines.length ? el(tag, {}, ...lines.map((l) => el("li", {}, l))) : null;
      const links = item.links.map((l) => el("li", {}, webLink(l.url, l.label, say("newTab"))));
      return el("details", { class: "card", dir: "auto" },
        el("summary", {}, el("span", {}, el("span", { class: "kind" }, this.#label(id, item)), item.title)),
        el("div", { class: "inside" },
          ...part("says", list("ul", item.says)),
          ...part("steps", list("ol", item.steps)),
          ...part("why", item.why ? el("p", {}, item.why) : null),
          ...part("place", item.section ? el("p", {}, this.#place(item)) : null),
          ...part("links", links.length ? el("ul", { class: "links" }, ...links) : null)));
    }

    /** @param {Item} item */
    #place(item) {
      if (!item.number) return this.#say("inPart", { text: item.section });
      return this.#say("inPartNumber", { text: item.section, n: this.#label(item.id, item).toLowerCase() });
    }

    // ---------------------------------------------------------------- sending

    #country() {
      const country = this.getAttribute("country") ?? "";
      return /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : undefined;
    }

    /** @param {string} path */
    #url(path) {
      const own = webAddress(new URL(this.getAttribute("service") || SCRIPT, SCRIPT).href) ?? location.href;
      // The attribute may name a path in front of the service; the script's own address names none.
      const base = this.getAttribute("service") ? own.replace(/\/+$/, "") : new URL(own).origin;
      return base + path;
    }

    #submit() {
      const box = this.#ui.box;
      const text = box.value.trim();
      box.focus();
      if (!text) return;
      if (length(text) > this.#limit) return this.#announce(this.#ui.counter.textContent);
      if (this.#down) {
        this.#announce(this.#say("held"));
        return this.#look();
      }
      box.value = "";
      this.#count();
      this.#pressed = null;
      this.#enqueue({ who: "you", text, state: "waiting" });
    }

    /** @param {Event} event @param {Choice} choice */
    #press(event, choice) {
      // Pressed twice in a hurry, it is sent once.
      if (this.#queue.some((own) => own.text === choice.title && (own.payload ?? "") === choice.payload)) return;
      if (this.#down) {
        this.#announce(this.#say("held"));
        if (!choice.payload && !this.#ui.box.value) this.#ui.box.value = choice.title;
        this.#count();
        return this.#look();
      }
      this.#pressed = /** @type {HTMLElement} */ (event.currentTarget);
      this.#enqueue({ who: "you", text: choice.title, payload: choice.payload || undefined, state: "waiting" });
    }

    /** @param {Own} turn @param {Event} event */
    #resend(turn, event) {
      if (turn.state !== "failed") return;
      this.#pressed = /** @type {HTMLElement} */ (event.currentTarget);
      if (this.#down) {
        this.#announce(this.#say("held"));
        return this.#look();
      }
      this.#drop(turn);
      this.#enqueue({ who: "you", text: turn.text, payload: turn.payload, state: "waiting" });
    }

    /** Takes a message that was not sent back into the box. @param {Own} turn */
    #editAgain(turn) {
      this.#drop(turn);
      const box = this.#ui.box;
      box.value = [turn.text, box.value].filter(Boolean).join("\n\n");
      box.focus();
      this.#count();
      this.#save();
      if (!this.#turns.length) this.#showAll();
    }

    /** @param {Own} turn */
    #drop(turn) {
      this.#turns = this.#turns.filter((t) => t !== turn);
      this.#views.get(turn)?.remove();
      this.#views.delete(turn);
    }

    /** @param {Own} turn */
    #enqueue(turn) {
      this.#ui.log.querySelector(".welcome")?.remove();
      this.#closeQuestion();
      this.#turns.push(turn);
      this.#queue.push(turn);
      const view = this.#own(turn);
      this.#ui.log.insertBefore(view, this.#ui.typing);
      // A pressed button may have gone along with the welcome: keep focus in the widget, away from the keyboard's box.
      if (this.#pressed && !this.#pressed.isConnected) this.#ui.log.focus({ preventScroll: true });
      this.#ui.typing.hidden = false;
      this.#scrollTo(view);
      this.#save();
      void this.#pump();
    }

    /** Sends what waits, one message at a time. */
    async #pump() {
      const turn = this.#queue[0];
      if (this.#busy || !turn) return;
      this.#busy = true;
      const { signal } = this.#abort;
      const slow = setTimeout(() => this.#announce(this.#say("typing")), 3000);
      try {
        const body = await request(this.#url("/api/chat"), {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ conversation: this.#conversation, text: turn.text, payload: turn.payload, country: this.#country() }),
          signal: AbortSignal.any ? AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) : signal,
        }, this.#words);
        if (signal.aborted) return;
        this.#queue.shift();
        turn.state = "sent";
        this.#own(turn);
        if (this.#queue[0]) this.#own(this.#queue[0]);
        this.#reply(turn, asMessages(body.messages));
      } catch (error) {
        if (signal.aborted) return;
        const fault = error instanceof ServiceError ? error : new ServiceError(this.#say("unknown"), false);
        // The service has forgotten that it offered this button: its words go instead, as if they had been typed.
        if (fault.code === "not_offered" && turn.payload) delete turn.payload;
        else this.#failed(fault);
      } finally {
        clearTimeout(slow);
        if (!signal.aborted) {
          this.#busy = false;
          this.#ui.typing.hidden = !this.#queue.length;
          this.#save();
          void this.#pump();
        }
      }
    }

    /** @param {Own} turn that it answers @param {Message[]} messages */
    #reply(turn, messages) {
      if (!messages.length) messages = [{ text: this.#say("unknown"), buttons: [], custom: {} }];
      /** @type {Answer} */
      const answer = { who: "bot", messages };
      this.#turns.splice(this.#turns.indexOf(turn) + 1, 0, answer);
      const view = this.#answer(answer);
      const asked = this.#views.get(turn);
      if (asked) asked.after(view);
      this.#ui.download.hidden = !this.#advice().length;
      const low = asked && asked.offsetHeight < this.#ui.log.clientHeight * 0.3;
      this.#scrollTo(low ? asked : view);
      // After a button, focus goes to the reply's heading: reading goes on from there, and no keyboard pops up.
      // After typing it stays in the box. Whoever has moved on meanwhile is not disturbed.
      const at = this.shadowRoot?.activeElement;
      if (this.#pressed && (at === this.#pressed || at === this.#ui.log)) view.querySelector("h3").focus({ preventScroll: true });
      this.#pressed = null;
      this.#announce(this.#spoken(messages));
    }

    /** What the live region says of a reply. @param {Message[]} messages */
    #spoken(messages) {
      const sources = messages.flatMap((m) => shownItems(m)).map((id) => this.#label(id, this.#items.get(id)));
      const n = messages.reduce((sum, m) => sum + m.buttons.length, 0);
      return [
        `${this.#say("bot")}:`,
        ...messages.map((m) => m.text),
        sources.length ? this.#say("spokenSources", { text: [...new Set(sources)].join(", ") }) : "",
        n === 1 ? this.#say("oneChoice") : n ? this.#say("choices", { n }) : "",
      ].filter(Boolean).join("\n");
    }

    /** Nothing that waits was sent: all of it stays, with a way to send it. @param {ServiceError} error */
    #failed(error) {
      const unsent = this.#queue.splice(0);
      // What was answered too late may have been sent all the same: its note must not say otherwise.
      const note = [error.code === "timeout" ? "" : this.#say("failed"), error.down ? "" : error.message].filter(Boolean).join(" ");
      unsent.forEach((turn, n) => {
        turn.state = "failed";
        turn.reason = n ? "" : note;
        this.#own(turn);
      });
      const at = this.shadowRoot?.activeElement;
      const lost = !at || at === this.#ui.log || !at.isConnected;
      const first = unsent[0] && this.#views.get(unsent[0]);
      if (this.#pressed && lost) /** @type {HTMLElement | null} */ (first?.querySelector(".resend"))?.focus({ preventScroll: true });
      this.#pressed = null;
      if (error.down) {
        this.#announce(this.#say("failed"));
        this.#goDown(error.message);
      } else this.#announce(note);
      if (first) this.#scrollTo(first);
    }

    // ---------------------------------------------------------------- down and back

    /** Asks whether the service is ready; while it is not, asks again after longer and longer pauses. */
    async #look() {
      clearTimeout(this.#pollTimer);
      try {
        const response = await fetch(this.#url("/readyz"), { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(8000) });
        const body = await response.json().catch(() => null);
        if (!this.isConnected || !this.#ui.frame.isConnected) return;
        if (response.ok) this.#comeBack();
        else this.#goDown(asText(body?.message) || asText(body?.error?.message) || this.#say("starting"));
      } catch {
        if (this.isConnected && this.#ui.frame.isConnected) this.#goDown(this.#say("down"));
      }
    }

    /** @param {string} message */
    #goDown(message) {
      const changed = this.#down !== message;
      this.#down = message;
      if (changed) {
        if (!this.#asking) this.#showDown();
        this.#announce(message);
      }
      clearTimeout(this.#pollTimer);
      const pause = PAUSES[Math.min(this.#pause, PAUSES.length - 1)] ?? 30;
      this.#pause += 1;
      this.#pollTimer = setTimeout(() => this.#look(), pause * 1000);
    }

    #showDown() {
      const again = () => {
        this.#pause = 0;
        void this.#look();
      };
      this.#bar(this.#down, el("button", { type: "button", click: again }, this.#say("tryNow")));
    }

    #comeBack() {
      this.#pause = 0;
      if (!this.#down) return;
      this.#down = "";
      if (!this.#emergency) void this.#learn();
      const unsent = this.#turns.some((t) => t.who === "you" && t.state === "failed");
      const message = this.#say(unsent ? "backUnsent" : "back");
      const hadFocus = this.#ui.bar.contains(this.shadowRoot?.activeElement ?? null);
      this.#announce(message);
      if (this.#asking) return;
      this.#bar(message);
      this.#ui.bar.classList.add("good");
      if (hadFocus) this.#ui.box.focus();
    }

    /** @param {string} message @param {...Node} extra */
    #bar(message, ...extra) {
      this.#ui.bar.classList.remove("good");
      this.#ui.bar.removeAttribute("role");
      this.#ui.bar.removeAttribute("aria-labelledby");
      this.#ui.bar.replaceChildren(el("p", { id: "bar-text" }, message), ...extra);
      this.#ui.bar.hidden = false;
    }

    // ---------------------------------------------------------------- start again, download, remember, leave

    #askToClear() {
      if (!this.#turns.length) {
        this.#ui.box.focus();
        return;
      }
      const close = (/** @type {boolean} */ clear) => {
        this.#closeQuestion();
        if (clear) this.#clear();
        else this.#ui.again.focus();
      };
      const yes = el("button", { type: "button", click: () => close(true) }, this.#say("confirmYes"));
      const no = el("button", { type: "button", click: () => close(false) }, this.#say("confirmNo"));
      this.#bar(this.#say("confirm"), yes, no);
      this.#ui.bar.setAttribute("role", "group");
      this.#ui.bar.setAttribute("aria-labelledby", "bar-text");
      this.#asking = true;
      no.focus();
    }

    /** Takes the question (or the good news) away; bad news stays. */
    #closeQuestion() {
      this.#asking = false;
      if (this.#down) return this.#showDown();
      this.#ui.bar.hidden = true;
      this.#ui.bar.replaceChildren();
    }

    #clear() {
      this.#abort.abort();
      this.#abort = new AbortController();
      this.#busy = false;
      this.#turns = [];
      this.#queue = [];
      this.#conversation = newConversation();
      this.#ui.typing.hidden = true;
      this.#erase();
      this.#showAll();
      this.#ui.box.focus();
      this.#announce(this.#say("cleared"));
    }

    /** Messages of the replies that hold advice, or people to call. */
    #advice() {
      return this.#turns.flatMap((t) => (t.who === "bot" && t.messages.some(holdsAdvice) ? t.messages : []));
    }

    #download() {
      const messages = this.#advice();
      const ids = [...new Set(messages.flatMap((m) => shownItems(m)))];
      const sources = ids.flatMap((id) => {
        const item = this.#items.get(id);
        if (!item) return [`- ${this.#label(id, item)} (${id})`];
        return [`- ${this.#label(id, item)}: ${item.title}. ${this.#place(item)}.`, ...item.links.map((l) => `  ${l.label}: ${l.url}`)];
      });
      const text = [
        this.#say("fileTitle"), this.#say("fileAbout"), this.#danger(),
        ...messages.map((m) => m.text).filter(Boolean),
        ...(sources.length ? [[`${this.#say("sources")}:`, ...sources].join("\n")] : []),
      ].join("\n\n") + "\n";
      const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
      const link = el("a", { href: url, download: "common-ground-advice.txt", hidden: true });
      this.#ui.frame.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
      this.#announce(this.#say("downloaded"));
    }

    get #key() {
      return `common-ground-chat:${this.#url("")}`;
    }

    #onRemember() {
      if (!this.#ui.remember.checked) {
        this.#erase();
        return this.#announce(this.#say("notRemembered"));
      }
      const kept = this.#save();
      if (!kept) this.#ui.remember.checked = false;
      this.#announce(this.#say(kept ? "remembered" : "cannotRemember"));
    }

    /** Keeps the conversation, if the person has asked for it. */
    #save() {
      if (!this.#ui.remember.checked) return false;
      try {
        localStorage.setItem(this.#key, JSON.stringify({
          saved: Date.now(), conversation: this.#conversation, turns: this.#turns, draft: this.#ui.box.value,
        }));
        return true;
      } catch {
        return false;
      }
    }

    #erase() {
      try {
        localStorage.removeItem(this.#key);
      } catch {
        // No storage, nothing to erase.
      }
    }

    #restore() {
      /** @type {any} */
      let kept = null;
      try {
        kept = JSON.parse(localStorage.getItem(this.#key) ?? "null");
      } catch {
        // Not ours, or no storage.
      }
      if (!kept) return;
      const fresh = Date.now() - Number(kept.saved) < KEPT_DAYS * 86400000;
      if (!fresh || !/^[0-9a-f]{32}$/.test(asText(kept.conversation)) || !Array.isArray(kept.turns)) return this.#erase();
      this.#conversation = kept.conversation;
      this.#turns = kept.turns.flatMap((/** @type {any} */ t) => this.#revived(t));
      this.#ui.remember.checked = true;
      this.#ui.box.value = asText(kept.draft);
      this.#bar(this.#say("restored"));
      this.#ui.bar.classList.add("good");
    }

    /** @param {any} turn @returns {Turn[]} */
    #revived(turn) {
      if (turn?.who === "bot") {
        const messages = asMessages(turn.messages);
        return messages.length ? [{ who: "bot", messages }] : [];
      }
      if (turn?.who !== "you" || !asText(turn.text)) return [];
      // What was under way when the page closed may or may not have arrived: the person decides.
      return [{ who: "you", text: turn.text, payload: asText(turn.payload) || undefined, state: turn.state === "sent" ? "sent" : "failed" }];
    }

    /** Erased in another tab: not kept in this one either. */
    #onStorage = (/** @type {StorageEvent} */ event) => {
      if ((event.key === this.#key || event.key === null) && event.newValue === null) this.#ui.remember.checked = false;
    };

    #onEscape = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") this.#escapes = [];
      if (event.key !== "Escape" || event.repeat) return;
      if (this.#asking) {
        this.#closeQuestion();
        this.#ui.again.focus();
      }
      this.#escapes = [...this.#escapes.filter((t) => event.timeStamp - t < ESCAPES_MS), event.timeStamp];
      if (this.#escapes.length >= 3) this.leave();
    };

    // ---------------------------------------------------------------- saying, counting, scrolling

    /** Says something to screen readers, once; the transcript itself is silent. @param {string} text */
    #announce(text) {
      const line = el("p", {}, text);
      this.#ui.live.append(line);
      setTimeout(() => line.remove(), SPOKEN_MS);
    }

    #count() {
      const { box, counter } = this.#ui;
      const n = length(box.value.trim());
      const before = counter.textContent;
      const over = n > this.#limit;
      counter.textContent = n < COUNT_FROM * this.#limit ? "" : this.#say(over ? "over" : "left", { n: Math.abs(this.#limit - n) });
      counter.classList.toggle("over", over);
      if (over) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
      // Spoken when it appears and when the limit is passed, not at every key.
      if (counter.textContent && (!before || (over && !this.#over))) this.#announce(counter.textContent);
      this.#over = over;
    }
    #over = false;

    /** @param {HTMLElement} view */
    #scrollTo(view) {
      const log = this.#ui.log;
      if (getComputedStyle(log).overflowY === "visible") return view.scrollIntoView({ block: "nearest" });
      log.scrollTop = view.offsetTop - 12;
      // On a small screen the way out floats over what is read: the log moves down, and where it cannot, the page,
      // as far as the box stays in sight.
      requestAnimationFrame(() => requestAnimationFrame(() => {
        if (!this.#ui.leave.classList.contains("floating")) return;
        const covered = this.#ui.leave.getBoundingClientRect().bottom + 12 - log.getBoundingClientRect().top;
        const wanted = view.offsetTop - Math.max(12, covered); // where the log scrolls to, smoothly, if it can
        log.scrollTop = Math.max(0, wanted);
        const room = innerHeight - this.#ui.box.getBoundingClientRect().bottom - 12;
        if (wanted < 0 && room > 0) scrollBy({ top: -Math.min(-wanted, room), behavior: "instant" });
      }));
    }
  }

  /** Numbers are made callable where a reply names people to call. @param {Message} message */
  const callable = (message) => ["safety", "handoff", "triage"].includes(message.custom.type) || Array.isArray(message.custom.services);

  /** @param {Message} message */
  const holdsAdvice = (message) => ["guidance", "item"].includes(message.custom.type) || shownItems(message).length > 0 || callable(message);

  if (!customElements.get("common-ground-chat")) customElements.define("common-ground-chat", CommonGroundChat);
})();
