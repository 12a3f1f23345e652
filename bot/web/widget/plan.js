// A plan or a handout to take away: a sheet in the conversation, and its files.

/**
 * @typedef {{text: string, marks: string}} Statement
 *   marks: numbers of its sources, as they stand after it
 * @typedef {{heading: string, shape: string, lead: Statement | null, lines: Statement[], closing: Statement | null}} Part
 * @typedef {{made: "plan" | "handout", recipe: object, kind: string, title: string, intro: Statement[], parts: Part[]}} Sheet
 *   made, recipe: what the service makes the files of; kind: what it is, in words
 * @typedef {{say: Say, announce: (text: string) => void, save: (blob: Blob, name: string) => void,
 *   make: (body: object) => Promise<{blob: Blob, name: string}>}} SheetTools
 *   make: has the service make a file
 */

const FORMATS = { pdf: "PDF", docx: "Word", md: "Markdown" };

/** @param {any} v @returns {Statement | null} */
const asStatement = (v) => (asText(v?.text) ? { text: v.text, marks: asText(v.marks) } : null);

/** All of a list, or nothing: a step that is missing would be missed. @param {unknown} value @returns {Statement[]} */
const asStatements = (value) => {
  const found = asList(value, asStatement);
  return Array.isArray(value) && found.length === value.length ? found : [];
};

/** @param {any} v @returns {Part | null} */
function asPart(v) {
  const [heading, lines] = [asText(v.heading), asStatements(v.lines)];
  return heading && lines.length
    ? { heading, shape: asText(v.shape), lead: asStatement(v.lead), lines, closing: asStatement(v.closing) } : null;
}

/**
 * The sheet of a reply; null where its text must do, which says all of it.
 * @param {Record<string, any>} custom @returns {Sheet | null}
 */
function asSheet(custom) {
  const { kind: made, recipe, page } = asObject(custom.plan);
  const { kind, title, intro, sections } = asObject(page);
  const parts = asList(sections, asPart);
  const whole = ["plan", "handout"].includes(made) && recipe && typeof recipe === "object" && asText(kind) && asText(title)
    && parts.length && parts.length === sections.length;
  return whole ? { made, recipe, kind, title, intro: asStatements(intro), parts } : null;
}

/** What a sheet is called where it is not seen. @param {Sheet} sheet */
const sheetName = ({ kind, title }) => `${kind}: ${title}`;

/**
 * What a reply says before its sheet, and the sheet as text, which begins with its name.
 * @param {Sheet} sheet @param {string} text of the reply @returns {{before: string, whole: string}}
 */
function besideSheet(sheet, text) {
  const at = Math.max(0, text.indexOf(sheetName(sheet)));
  return { before: text.slice(0, at).trim(), whole: text.slice(at) };
}

/** @param {Sheet} sheet @param {string} text all of it, to copy @param {SheetTools} tools */
function sheetView(sheet, text, tools) {
  return el("div", { class: "sheet", dir: "auto" },
    el("p", { class: "kind" }, sheet.kind), el("h4", {}, sheet.title),
    sheet.intro.length ? el("p", {}, ...sheet.intro.flatMap((row, n) => [n ? " " : "", ...stated(row)])) : null,
    ...sheet.parts.flatMap(partView), ...takeAway(sheet, text, tools));
}

/** @param {Statement} statement @returns {(Node | string)[]} */
const stated = ({ text, marks }) => (marks ? [`${text}\u00a0`, el("small", { class: "marks" }, marks)] : [text]);

/** @param {Part} part @returns {Node[]} */
function partView({ heading, shape, lead, lines, closing }) {
  const tag = { numbered: "ol", sources: "ol", bullets: "ul" }[shape];
  const body = tag ? [el(tag, { class: shape }, ...lines.map((row) => el("li", {}, ...stated(row))))]
    : lines.map((row) => el("p", {}, ...stated(row)));
  return [el("h5", {}, heading), lead ? el("p", {}, ...stated(lead)) : null, ...body,
    closing ? el("p", { class: "small" }, ...stated(closing)) : null].filter((node) => node !== null);
}

/** Files to save, and the text to copy; how that went stands below. @param {Sheet} sheet @param {string} text @param {SheetTools} tools */
function takeAway({ made, recipe }, text, { say, announce, save, make }) {
  const note = el("p", { class: "small" });
  const row = el("div", { class: "row", role: "group", "aria-label": say("takeAway") }, el("span", { "aria-hidden": "true" }, say("takeAway")));
  let busy = false;
  /** @param {() => Promise<string>} act gives what is said of it at the end */
  const button = (/** @type {string} */ name, act) => row.append(el("button", { type: "button", click: async () => {
    if (busy) return;
    busy = true;
    note.textContent = await act();
    if (note.textContent) announce(note.textContent);
    busy = false;
  } }, name));
  for (const [format, name] of Object.entries(FORMATS))
    button(name, async () => {
      note.textContent = say("fileComing");
      try {
        const file = await make({ kind: made, recipe, format });
        // The conversation may have been cleared meanwhile.
        if (!row.isConnected) return "";
        save(file.blob, file.name || `${made}.${format}`);
        return say("fileSaved", { text: file.name || `${made}.${format}` });
      } catch (error) {
        const { code, message } = /** @type {ServiceError} */ (error);
        return code === "no_such_plan" ? message : say("fileFailed");
      }
    });
  button(say("copyText"), async () => {
    try {
      await navigator.clipboard.writeText(text);
      return say("textCopied");
    } catch {
      return say("cannotCopyText");
    }
  });
  return [row, note];
}
