// Small helpers, and what comes from outside brought into shape.

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

/** Saves a file. @param {Blob} blob @param {string} name @param {Element} parent that it is done in */
function saveFile(blob, name, parent) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: name, hidden: true });
  parent.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
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
const newId = () =>
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
    .filter((m) => m.text || m.buttons.length || shownItems(m).length || asTraining(m.custom));
}

/**
 * What the staff said, or that they came or went; null for anything else.
 * @param {any} value of the stream, or of storage @returns {Heard | null}
 */
function asHeard(value) {
  const who = value?.by ?? value?.who;
  const known = who === "staff" ? asText(value.text) : who === "notice" && ["joined", "left", "ended"].includes(value.text);
  if (!known || !Number.isSafeInteger(value.id)) return null;
  return { who, id: value.id, text: value.text, name: asText(value.name) };
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

/** Numbers are made callable where a reply names people to call. @param {Message} message */
const callable = (message) => ["safety", "handoff", "triage"].includes(message.custom.type) || Array.isArray(message.custom.services);

/**
 * A step of the intake has no advice in it, and may repeat what the person told. Training is no advice: what it is about
 * is invented. @param {Message} message
 */
const holdsAdvice = (message) => {
  if (message.custom.type === "training") return false;
  if (message.custom.type === "triage" && message.custom.step !== "done") return false;
  return ["guidance", "item"].includes(message.custom.type) || shownItems(message).length > 0 || callable(message);
};
