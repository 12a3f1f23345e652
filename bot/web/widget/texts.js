// Text to elements.

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
