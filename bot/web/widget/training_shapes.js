// What comes of training, brought into shape.

/**
 * @typedef {{label: string, text: string}} Row
 * @typedef {{kind: string, asks: string, hint: string, rows: Row[], lefts: string[]}} Question
 * @typedef {{verdict: string, lines: {tone: string, text: string}[], source: string}} Marked
 * @typedef {{kind: string, head: string, says: string[], better: string, wordings: string[], source: string, phase: string}} Remarks
 * @typedef {{speaker: string, says: string, situation: string[], remarks: Remarks | null, over: boolean}} Talk
 * @typedef {{sections: {head: string, texts: string[]}[], chart: {src: string, alt: string} | null}} LookBack
 * @typedef {{before: string[], notes: string[], number: number, of: number, marked?: Marked | null, question?: Question | null, talk?: Talk,
 *   lookBack?: LookBack}} Training
 *   before, notes: what stands above and below the rest
 */

const QUESTIONS = ["one", "best", "several", "order", "match", "short", "mend"];
const CHART = /^\/training\/[\w.-]+\?[\w.,=&%+-]+$/;

/** @param {unknown} value @returns {any} */
const asObject = (value) => (value && typeof value === "object" ? value : {});

/** Entries of a list in shape; none where it is no list. @template T @param {unknown} value @param {(entry: any) => T | null} shape */
const asList = (value, shape) =>
  (Array.isArray(value) ? value : []).map((v) => shape(asObject(v))).filter((v) => v !== null);

/** @param {unknown} value */
const asCount = (value) => (typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0);

/**
 * What can be shown of a reply of training; null where its text must do, which says all of it.
 * @param {Record<string, any>} custom @returns {Training | null}
 */
function asTraining(custom) {
  const { type, mode, step, feedback } = custom;
  if (type !== "training") return null;
  const base = { before: asTexts(custom.before), notes: [asText(custom.note), ...asTexts(custom.notes)].filter(Boolean),
    number: asCount(custom.number), of: asCount(custom.of) };
  if (mode === "quiz" && (step === "question" || step === "feedback")) {
    const marked = feedback == null ? null : asMarked(asObject(feedback));
    const question = step === "question" ? asQuestion(asObject(custom.question)) : null;
    const whole = step === "question" ? question && (marked || feedback == null) : marked;
    return whole ? { ...base, marked, question } : null;
  }
  if (mode === "practice" && (step === "talk" || step === "over")) {
    const [speaker, says] = [asText(custom.speaker), asText(custom.says)];
    const remarks = asRemarks(asObject(feedback));
    if (!speaker || !says || (feedback != null && !remarks)) return null;
    return { ...base, talk: { speaker, says, situation: asTexts(custom.situation), remarks, over: step === "over" } };
  }
  if (mode === "practice" && step === "debrief") {
    const sections = asList(custom.sections, (v) => asText(v.head) && { head: asText(v.head), texts: asTexts(v.texts) } || null);
    const { src, alt } = asObject(custom.chart);
    const chart = CHART.test(asText(src)) ? { src, alt: asText(alt) } : null;
    return sections.length ? { ...base, lookBack: { sections, chart } } : null;
  }
  return null;
}

/** @param {any} v @returns {Marked | null} */
function asMarked(v) {
  const lines = asList(v.lines, (l) => asText(l.text) ? { tone: asText(l.tone), text: asText(l.text) } : null);
  return asText(v.verdict) ? { verdict: v.verdict, lines, source: asText(v.source) } : null;
}

/** @param {any} v @returns {Question | null} */
function asQuestion(v) {
  const rows = asList(v.rows, (r) => asText(r.label) && asText(r.text) ? { label: asText(r.label), text: asText(r.text) } : null);
  const lefts = asTexts(v.lefts);
  const { kind } = v;
  const free = kind === "short" || kind === "mend";
  const wrong = !QUESTIONS.includes(kind) || !asText(v.asks) || (!free && !rows.length) || (kind === "match" && !lefts.length);
  // A row that is not understood may be the right one.
  if (wrong || (Array.isArray(v.rows) && v.rows.length !== rows.length)) return null;
  return { kind, asks: v.asks, hint: asText(v.hint), rows: free ? [] : rows, lefts: kind === "match" ? lefts : [] };
}

/** @param {any} v @returns {Remarks | null} */
function asRemarks(v) {
  const [kind, head, better, source, phase] = [v.kind, v.head, v.better, v.source, v.phase].map(asText);
  return head ? { kind: kind ?? "", head, says: asTexts(v.says), better: better ?? "", wordings: asTexts(v.wordings),
    source: source ?? "", phase: phase ?? "" } : null;
}
