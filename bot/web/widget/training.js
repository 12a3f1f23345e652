// Training: questions, what is said of an answer, practice conversations and looking back on them.

/**
 * @typedef {{sent: string, shown: string} | {fault: string, at: HTMLElement}} Given
 *   an answer as it is sent and as the transcript shows it, or what is wrong with it and where
 * @typedef {{say: Say, cards: Node | null, open: boolean, buttons: Choice[], dark: boolean, url: (path: string) => string,
 *   press: (event: {currentTarget: EventTarget | null}, choice: Choice) => void, announce: (text: string) => void}} Tools
 *   cards: of the sources; open: whether the question can still be answered; buttons: of the message
 */

const SIGNS = new Map([["right", "✓"], ["wrong", "✗"], ["missing", "+"], ["unsure", "?"]]);
const MOVES = ["helps", "depends", "hurts"];

/** @param {Row} row */
const named = (row) => `${row.label}) ${row.text}`;

/** @param {string} text @param {string} [style] */
const line = (text, style) => (text ? el("p", { class: style, dir: "auto" }, text) : null);

/** @param {string} tag @param {string[]} texts @param {string} [style] */
const listed = (tag, texts, style) =>
  texts.length ? el(tag, { class: style, role: style && "list" }, ...texts.map((text) => el("li", { dir: "auto" }, text))) : null;

/** A reply of training. @param {Training} training @param {Tools} tools @returns {Node[]} */
function trainingView(training, tools) {
  const { before, marked, question, talk, lookBack } = training;
  const notes = training.notes.length || !talk?.over ? training.notes : [tools.say("talkOver")];
  const parts = lookBack ? lookBackView(lookBack, tools) : talk ? talkView(talk, tools)
    : [marked ? markedView(marked, tools) : tools.cards, question ? questionView(training, question, tools) : null];
  return [before.length ? el("div", { class: "text" }, ...before.map((text) => line(text))) : null,
    ...parts, ...notes.map((text) => line(text, "note"))].filter((part) => part !== null);
}

/** @param {Marked} marked @param {Tools} tools */
function markedView(marked, { say, cards }) {
  const lines = marked.lines.map(({ tone, text }) => {
    const sign = SIGNS.get(tone);
    return el("li", {}, el("span", { class: "sign", "aria-hidden": "true" }, sign ?? ""),
      el("span", { dir: "auto" }, sign ? el("span", { class: "hidden" }, `${say(tone)}: `) : null, text));
  });
  return el("div", { class: "marked" }, el("p", { class: "verdict", dir: "auto" }, el("strong", {}, marked.verdict)),
    lines.length ? el("ul", { class: "tones", role: "list" }, ...lines) : null, line(marked.source, "small"), cards);
}

/**
 * The question with its form or its buttons, as long as it is open; then as plain text.
 * @param {Training} training @param {Question} question @param {Tools} tools
 */
function questionView({ number, of }, question, tools) {
  const { say, open } = tools;
  const { kind, rows } = question;
  const way = kind === "several" ? severalWay : kind === "order" ? orderWay : kind === "match" ? matchWay : null;
  const giving = !open ? null : way ? answerForm(way(question, tools), tools) : answerButtons(question, tools);
  const plain = (/** @type {any} */ list, /** @type {boolean} */ hidden) => {
    if (list) list.hidden = hidden;
    return list;
  };
  return el("div", { class: "question" },
    number && of ? el("h4", {}, say("question", { n: number, all: of })) : null,
    el("p", { class: "asks", id: giving && "asks", dir: "auto" }, question.asks),
    plain(listed("ol", question.lefts), Boolean(giving)),
    // What goes with what is chosen by its letter, so there the texts stay: a closed menu cuts them off.
    plain(listed("ul", rows.map(named), "rows"), Boolean(giving) && kind !== "match"),
    question.hint ? el("p", { class: "small", id: giving && "ask-hint" }, question.hint) : null,
    giving);
}

/** Takes away what answers a question that has its answer. @param {HTMLElement} log */
function closeQuestions(log) {
  for (const gone of log.querySelectorAll(".giving")) gone.remove();
  for (const plain of log.querySelectorAll(".question > [hidden]")) plain.removeAttribute("hidden");
  for (const named of log.querySelectorAll("#asks, #ask-hint")) named.removeAttribute("id");
}

/** Buttons that are the rows of a question; none where a row has none. @param {Question} question @param {Choice[]} buttons */
function rowButtons({ kind, rows }, buttons) {
  const own = buttons.filter((b) => rows.some((row) => row.label === b.payload));
  return (kind === "one" || kind === "best") && own.length === rows.length ? own : [];
}

/** @param {Question} question @param {Tools} tools */
function answerButtons(question, { buttons, press }) {
  const own = rowButtons(question, buttons);
  return !own.length ? null : el("ul", { class: "choices answers giving", role: "list" }, ...own.map((choice) =>
    el("li", {}, el("button", { type: "button", dir: "auto", click: (/** @type {Event} */ e) => press(e, choice) }, choice.title))));
}

/** @param {{fields: Node[], read: () => Given}} way @param {Tools} tools */
function answerForm({ fields, read }, { say, press, announce }) {
  const fault = el("p", { class: "fault", id: "ask-fault", hidden: true });
  const button = el("button", { type: "submit", class: "primary" }, say("give"));
  const form = el("form", { class: "giving", novalidate: true },
    el("fieldset", { "aria-labelledby": "asks", "aria-describedby": "ask-hint ask-fault" }, ...fields), fault, el("div", { class: "row" }, button));
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const given = read();
    for (const select of form.querySelectorAll("select")) select.removeAttribute("aria-invalid");
    fault.hidden = true;
    if (!("fault" in given)) return press({ currentTarget: button }, { title: given.sent, payload: "", shown: given.shown });
    fault.textContent = say(given.fault);
    fault.hidden = false;
    if (given.at.localName === "select") given.at.setAttribute("aria-invalid", "true");
    given.at.focus();
    announce(fault.textContent);
  });
  return form;
}

/** Boxes to tick. @param {Question} question @returns {{fields: Node[], read: () => Given}} */
function severalWay({ rows }) {
  const boxes = rows.map(() => el("input", { type: "checkbox" }));
  const fields = rows.map((row, n) => el("label", { class: "check" }, boxes[n], el("span", { dir: "auto" }, named(row))));
  const read = () => {
    const chosen = rows.filter((_, n) => boxes[n].checked);
    if (!chosen.length) return { fault: "chooseSome", at: boxes[0] };
    return { sent: chosen.map((row) => row.label).join(", "), shown: chosen.map(named).join("\n") };
  };
  return { fields, read };
}

/**
 * Rows to move up and down. What stands there is what is sent, and the row that is moved keeps the focus.
 * @param {Question} question @param {Tools} tools @returns {{fields: Node[], read: () => Given}}
 */
function orderWay({ rows }, { say, announce }) {
  const list = el("ol", { class: "sort" });
  /** @type {Map<Element, Row>} */
  const places = new Map();
  const ends = () => {
    for (const button of list.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    list.querySelector("button")?.setAttribute("aria-disabled", "true");
    list.lastElementChild?.lastElementChild?.lastElementChild?.setAttribute("aria-disabled", "true");
  };
  for (const row of rows) {
    const move = (/** @type {boolean} */ up) => {
      const other = up ? item.previousElementSibling : item.nextElementSibling;
      // The other one is moved: the row itself stays in the page, or the focus would be lost.
      if (other && up) item.after(other);
      else if (other) item.before(other);
      ends();
      announce(say("moved", { text: row.text, n: [...list.children].indexOf(item) + 1, all: rows.length }));
    };
    const button = (/** @type {string} */ key, /** @type {string} */ sign) => el("button",
      { type: "button", "aria-label": say(key, { text: row.text }), click: () => move(key === "moveUp") }, sign);
    const item = el("li", {}, el("div", {}, el("span", { dir: "auto" }, row.text), button("moveUp", "↑"), button("moveDown", "↓")));
    places.set(item, row);
    list.append(item);
  }
  ends();
  const read = () => {
    const order = [...list.children].flatMap((item) => places.get(item) ?? []);
    return { sent: order.map((row) => row.label).join(", "), shown: order.map((row, n) => `${n + 1}. ${row.text}`).join("\n") };
  };
  return { fields: [list], read };
}

/** A menu for each left side. @param {Question} question @param {Tools} tools @returns {{fields: Node[], read: () => Given}} */
function matchWay({ rows, lefts }, { say }) {
  const picks = lefts.map((_, n) => el("select", { id: `pick-${n}`, "aria-describedby": "ask-fault" },
    el("option", { value: "" }, say("choose")), ...rows.map((row, r) => el("option", { value: r }, named(row)))));
  const fields = lefts.flatMap((left, n) => [el("label", { for: `pick-${n}`, dir: "auto" }, `${n + 1}. ${left}`), picks[n]]);
  const read = () => {
    const open = picks.find((pick) => !pick.value);
    const twice = picks.find((pick, n) => picks.findIndex((other) => other.value === pick.value) < n);
    if (open || twice) return { fault: open ? "chooseEach" : "chosenTwice", at: open ?? twice };
    const chosen = picks.flatMap((pick) => rows[pick.value] ?? []);
    return {
      sent: chosen.map((row, n) => `${n + 1}${row.label}`).join(" "),
      shown: chosen.map((row, n) => `${n + 1}. ${lefts[n]} – ${named(row)}`).join("\n"),
    };
  };
  return { fields, read };
}

/** What the simulated person says, and what is said of the turn before. @param {Talk} talk @param {Tools} tools */
function talkView({ speaker, says, situation, remarks }, { say, cards }) {
  const kind = MOVES.includes(remarks?.kind ?? "") ? el("span", { class: "kind" }, say(remarks?.kind ?? "")) : null;
  return [
    situation.length ? el("div", { class: "situation" }, el("h4", {}, say("situation")), ...situation.map((text) => line(text))) : null,
    el("div", { class: "speaks" }, el("h4", { dir: "auto" }, say("practice", { name: speaker })), prose(says, false, say("newTab"))),
    remarks ? el("details", { class: "aside", open: true },
      el("summary", {}, el("span", { dir: "auto" }, kind, remarks.head)),
      el("div", { class: "inside" }, ...remarks.says.map((text) => line(text)), line(remarks.better, "better"),
        listed("ul", remarks.wordings.map((text) => `“${text}”`)), line(remarks.source, "small"), line(remarks.phase, "small"), cards))
      : cards,
  ];
}

/** @param {LookBack} lookBack @param {Tools} tools */
function lookBackView({ sections, chart }, { say, cards, url, dark }) {
  const picture = chart && el("img", { class: "chart", src: url(chart.src + (dark ? "&dark=1" : "")), alt: chart.alt,
    referrerpolicy: "no-referrer", error: () => picture.remove() });
  const [first, ...rest] = sections.map(({ head, texts }) => el("div", { class: "section" }, el("h4", { dir: "auto" }, head),
    texts.length === 1 ? line(texts[0] ?? "") : listed("ul", texts)));
  return [first, picture, ...rest, cards];
}
