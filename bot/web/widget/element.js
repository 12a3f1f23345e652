// The element.

class CommonGroundChat extends HTMLElement {
  static observedAttributes = ["heading", "lang"];

  /** @type {Turn[]} */ #turns = [];
  /** @type {Own[]} */ #queue = [];
  /** @type {Map<Own, HTMLElement>} */ #views = new Map();
  /** @type {Map<string, Item>} */ #items = new Map();
  /** @type {Record<string, string>} */ #words = { ...STRINGS };
  #conversation = newId();
  #busy = false;
  #down = ""; // what is wrong, while something is
  #asking = false; // whether the bar holds the question about clearing
  #emergency = ""; // the number to call where the page is shown
  #limit = Infinity; // characters of a message, as the service counts them
  #abort = new AbortController();
  #pause = 0;
  #pollTimer = 0;
  #withPerson = false; // somebody of the staff has the case: the program is silent
  /** @type {(() => void) | null} */ #unlisten = null; // while the staff are listened to
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
    // Out of sight, the way out goes along with the page. On a busy machine several looks come at once: the last counts.
    this.#sight = new IntersectionObserver(
      (looks) => this.#ui.leave.classList.toggle("floating", (looks.at(-1)?.intersectionRatio ?? 0) < WHOLE),
      { threshold: [0, WHOLE, 1] },
    );
    this.#sight.observe(this.#ui.exit);
    this.#look();
    if (this.#turns.some(ofCase)) this.#listen();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#onEscape, true);
    window.removeEventListener("storage", this.#onStorage);
    this.#sizes?.disconnect();
    this.#sight?.disconnect();
    clearTimeout(this.#pollTimer);
    this.#stopListening();
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
    } else if (text.trim() && length(text) <= this.#limit) this.#enqueue({ who: "you", id: newId(), text: text.trim(), state: "waiting" });
  }

  /** Wipes the transcript and all that was kept, and goes to a neutral page in place of this one. */
  leave() {
    this.#abort.abort();
    clearTimeout(this.#pollTimer);
    this.#stopListening();
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
    ui.form = el("form", { class: "say", submit: (/** @type {Event} */ e) => { e.preventDefault(); this.#submit(); } },
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
    for (const turn of this.#turns) this.#ui.log.append(this.#view(turn));
    this.#ui.log.append(this.#ui.typing);
    this.#ui.download.hidden = !this.#advice().length;
    this.#count();
  }

  #welcome() {
    const examples = [...this.querySelectorAll("[data-example]")].map((e) => (e.textContent ?? "").trim()).filter(Boolean);
    return el("div", { class: "turn bot welcome" },
      el("h3", {}, this.#say("bot")),
      el("div", { class: "text" }, el("p", {}, this.#say("greeting")),
        el("p", { class: "small" }, this.#say("greetingPrivacy"), " ", el("span", { class: "danger" }, ...inline(this.#danger(), true, "")),
          " ", webLink(this.#url("/privacy"), this.#say("privacy"), this.#say("newTab")))),
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

  /** @param {Turn} turn @returns {HTMLElement} */
  #view(turn) {
    if (turn.who === "you") return this.#own(turn);
    return turn.who === "bot" ? this.#answer(turn) : this.#heard(turn);
  }

  /** @param {Own} turn */
  #own(turn) {
    const view = el("div", { class: `turn you ${turn.state}` },
      el("h3", {}, this.#say("you")), el("div", { class: "text", dir: "auto" }, turn.shown ?? turn.text));
    if (turn.state === "waiting" && this.#queue.indexOf(turn) > 0) view.append(el("p", { class: "note" }, this.#say("waiting")));
    if (turn.delivered) view.append(el("p", { class: "note" }, this.#say("delivered")));
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
    let asked = false;
    for (const message of turn.messages) {
      const { custom } = message;
      const form = this.#asksForContact(turn, message) ? this.#contact(message) : null;
      if (progress(custom)) view.append(el("p", { class: "step" }, this.#say("step", { n: custom.step_number, all: custom.steps })));
      const training = asTraining(custom);
      const sheet = asSheet(custom);
      if (training) view.append(...this.#training(turn, message, training));
      else if (sheet) view.append(...this.#sheet(sheet, message));
      else if (message.text) view.append(custom.type === "safety" ? this.#safety(message) : this.#prose(message.text, callable(message)));
      const ids = shownItems(message);
      if (ids.length && !training && !sheet) view.append(this.#cards(ids, message.custom.type === "out_of_scope" ? "nearest" : "sources"));
      if (form) view.append(form);
      if (showsKey(custom))
        view.append(keyBox((key) => this.#say(key), custom.case, asText(custom.words), this.#url("/case"), custom.type === "safety",
          (text) => this.#announce(text)));
      if (training?.question) {
        asked = true;
        const own = rowButtons(training.question, message.buttons);
        if (this.#isLast(turn)) choices.push(...message.buttons.filter((b) => !own.includes(b)));
      } else choices.push(...(form ? message.buttons.filter((b) => !isChoice(b, custom.done) && !isChoice(b, custom.skip)) : message.buttons));
    }
    if (choices.length)
      view.append(el("ul", { class: asked ? "choices giving" : "choices", role: "list" }, ...choices.map((choice) =>
        el("li", {}, el("button", { type: "button", dir: "auto", click: (/** @type {Event} */ e) => this.#press(e, choice) }, choice.title)))));
    return view;
  }

  /** @param {string} text @param {boolean} calls */
  #prose(text, calls) {
    return prose(text, calls, this.#say("newTab"));
  }

  /** A reply about safety: set apart, the number to call large. A worry is met without alarm. @param {Message} message */
  #safety(message) {
    const given = asText(message.custom.urgency);
    const urgency = ["emergency", "urgent"].includes(given) ? given : "concern";
    const named = /\bcall\s+(\+?\d(?: ?\d){2,14})/i.exec(message.text)?.[1];
    const number = urgency === "concern" ? undefined : named ?? (urgency === "emergency" ? phones(message.text)[0] : undefined);
    const call = number ? phoneLink(number, this.#say("call", { number }), "call") : null;
    return el("div", { class: `safety ${urgency}` },
      el("h4", {}, this.#say(urgency === "concern" ? "worry" : "safety")),
      urgency === "emergency" ? call : null, this.#prose(message.text, true), urgency === "emergency" ? null : call);
  }

  /** @param {Answer} turn @param {Message} message @param {Training} training */
  #training(turn, message, training) {
    const ids = shownItems(message);
    return trainingView(training, {
      say: (key, values) => this.#say(key, values), cards: ids.length ? this.#cards(ids, "sources") : null,
      open: this.#isLast(turn), buttons: message.buttons, dark: this.#isDark(), url: (path) => this.#url(path),
      press: (event, choice) => this.#press(event, choice), announce: (text) => this.#announce(text),
    });
  }

  /** @param {Sheet} sheet which names its sources itself @param {Message} message */
  #sheet(sheet, message) {
    const make = (/** @type {object} */ body) => requestFile(this.#url("/api/plan"), {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout(ANSWER_MS),
    }, this.#words);
    const { before, whole } = besideSheet(sheet, message.text);
    return [...(before ? [this.#prose(before, false)] : []), sheetView(sheet, whole, {
      say: (key, values) => this.#say(key, values), announce: (text) => this.#announce(text), make,
      save: (blob, name) => saveFile(blob, name, this.#ui.frame),
    })];
  }

  /** Whether light text stands on a dark ground: that is up to the page, which may not follow what the device prefers. */
  #isDark() {
    const [, r, g, b] = /^rgba?\((\d+), (\d+), (\d+)/.exec(getComputedStyle(this).color) ?? [];
    return Number(r) + Number(g) + Number(b) > 384;
  }

  // ---------------------------------------------------------------- the case, and the staff

  /** Whether the form for contact details belongs here: to the last question only. @param {Answer} turn @param {Message} message */
  #asksForContact(turn, message) {
    const { custom } = message;
    const asks = custom.type === "triage" && custom.step === "contact" && asText(custom.done) && asText(custom.skip);
    return asks && this.#isLast(turn);
  }

  /** Whether the person has written nothing since. @param {Answer} turn */
  #isLast(turn) {
    return !this.#turns.slice(this.#turns.indexOf(turn) + 1).some((later) => later.who === "you");
  }

  /** @param {Message} message */
  #contact(message) {
    const { custom, buttons } = message;
    const choice = (/** @type {string} */ text) => buttons.find((b) => isChoice(b, text)) ?? { title: text, payload: "" };
    const send = async (/** @type {Contact} */ contact, /** @type {HTMLElement} */ button) => {
      await request(this.#url("/api/case/contact"), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ conversation: this.#conversation, ...contact }),
        signal: AbortSignal.timeout(ANSWER_MS),
      }, this.#words);
      if (!this.#ui.frame.isConnected) return;
      this.#announce(this.#say("contactGiven"));
      button.closest("form")?.replaceWith(el("p", { class: "note" }, this.#say("contactGiven")));
      this.#press({ currentTarget: button }, choice(custom.done));
    };
    const days = request(this.#url("/api/settings"), { signal: AbortSignal.timeout(8000) }, this.#words)
      .then((body) => Number(body.case_days) || 0, () => 0);
    return contactForm((key, values) => this.#say(key, values), send, (event) => this.#press(event, choice(custom.skip)), days);
  }

  /** Hears what the staff say from now on, and what was missed. */
  #listen() {
    if (this.#unlisten || !this.isConnected) return;
    const body = () => ({
      conversation: this.#conversation,
      after: Math.max(0, ...this.#turns.map((t) => (t.who === "staff" || t.who === "notice" ? t.id : 0))),
    });
    const hear = (/** @type {any} */ data) => {
      const heard = asHeard(data);
      if (heard && heard.id > body().after) this.#hear(heard);
    };
    this.#unlisten = listen(this.#url("/api/chat/events"), body, hear, () => { this.#unlisten = null; });
  }

  #stopListening() {
    this.#unlisten?.();
    this.#unlisten = null;
  }

  /** @param {Heard} turn */
  #hear(turn) {
    this.#ui.log.querySelector(".welcome")?.remove();
    this.#turns.push(turn);
    if (turn.who === "notice") this.#withPerson = turn.text === "joined";
    this.#showTyping();
    const view = this.#heard(turn);
    this.#ui.log.insertBefore(view, this.#ui.typing);
    this.#scrollTo(view);
    this.#save();
    this.#announce(turn.who === "notice" ? this.#noticed(turn) : `${this.#who(turn)}: ${turn.text}`);
  }

  /** @param {Heard} turn */
  #heard(turn) {
    if (turn.who === "notice") {
      const danger = turn.text === "joined" ? [" ", ...inline(this.#danger(), true, "")] : [];
      return el("div", { class: "turn notice" }, el("p", {}, this.#noticed(turn), ...danger));
    }
    return el("div", { class: "turn staff" }, el("h3", { tabindex: "-1" }, this.#who(turn)), this.#prose(turn.text, true));
  }

  /** @param {Heard} turn */
  #who(turn) {
    return this.#say("team", { name: turn.name || this.#say("somebody") });
  }

  /** @param {Heard} turn */
  #noticed(turn) {
    return this.#say(turn.text === "left" ? "gone" : turn.text, { name: turn.name || this.#say("somebody") });
  }

  /** Dots while the program is at work; none while a person has the case. */
  #showTyping() {
    this.#ui.typing.hidden = this.#withPerson || !this.#queue.length;
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
        ...part(item.kind === "own" ? "saysOwn" : "says", list("ul", item.says)),
        ...part("steps", list("ol", item.steps)),
        ...part("why", item.why ? el("p", {}, item.why) : null),
        ...part("place", item.section ? el("p", {}, this.#place(item)) : null),
        ...part("links", links.length ? el("ul", { class: "links" }, ...links) : null)));
  }

  /** @param {Item} item */
  #place(item) {
    if (item.kind === "own") return this.#say("inOwn", { text: item.section });
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
    this.#enqueue({ who: "you", id: newId(), text, state: "waiting" });
  }

  /** @param {{currentTarget: EventTarget | null}} event @param {Choice} choice */
  #press(event, choice) {
    // Pressed twice in a hurry, it is sent once.
    if (this.#queue.some((own) => own.text === choice.title && (own.payload ?? "") === choice.payload)) return;
    if (this.#down) {
      this.#announce(this.#say("held"));
      if (!choice.payload && !choice.shown && !this.#ui.box.value) this.#ui.box.value = choice.title;
      this.#count();
      return this.#look();
    }
    this.#pressed = /** @type {HTMLElement} */ (event.currentTarget);
    const { title, payload, shown } = choice;
    this.#enqueue({ who: "you", id: newId(), text: title, payload: payload || undefined, shown, state: "waiting" });
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
    // By the same name: if it had arrived after all, it is answered with what was said.
    this.#enqueue({ ...turn, state: "waiting", reason: undefined });
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
    for (const gone of this.#ui.log.querySelectorAll(".welcome, form.contact")) gone.remove();
    closeQuestions(this.#ui.log);
    this.#closeQuestion();
    this.#turns.push(turn);
    this.#queue.push(turn);
    const view = this.#own(turn);
    this.#ui.log.insertBefore(view, this.#ui.typing);
    // A pressed button may have gone along with the welcome: keep focus in the widget, away from the keyboard's box.
    if (this.#pressed && !this.#pressed.isConnected) this.#ui.log.focus({ preventScroll: true });
    this.#showTyping();
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
    const slow = setTimeout(() => this.#withPerson || this.#announce(this.#say("typing")), 3000);
    try {
      const body = await request(this.#url("/api/chat"), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          conversation: this.#conversation, text: turn.text, payload: turn.payload, country: this.#country(),
          learner: this.getAttribute("learner") || undefined, turn: turn.id,
        }),
        signal: AbortSignal.any ? AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]) : signal,
      }, this.#words);
      if (signal.aborted) return;
      this.#queue.shift();
      turn.state = "sent";
      turn.delivered = body.with === "person" || undefined;
      this.#own(turn);
      if (this.#queue[0]) this.#own(this.#queue[0]);
      if (turn.delivered) this.#delivered();
      else this.#reply(turn, asMessages(body.messages));
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
        this.#showTyping();
        this.#save();
        void this.#pump();
      }
    }
  }

  /** A message went to the staff. */
  #delivered() {
    this.#withPerson = true;
    this.#pressed = null;
    this.#announce(this.#say("delivered"));
    this.#listen();
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
    if (ofCase(answer)) this.#listen();
  }

  /** What the live region says of a reply. @param {Message[]} messages */
  #spoken(messages) {
    const sheets = new Map(messages.map((m) => [m, asSheet(m.custom)])); // what is as long is only named
    const named = (/** @type {Message} */ m) => {
      const sheet = sheets.get(m);
      return sheet ? [besideSheet(sheet, m.text).before, sheetName(sheet)].filter(Boolean).join("\n") : m.text;
    };
    const sources = messages.filter((m) => !sheets.get(m)).flatMap((m) => shownItems(m)).map((id) => this.#label(id, this.#items.get(id)));
    const n = messages.reduce((sum, m) => sum + m.buttons.length, 0);
    return [
      `${this.#say("bot")}:`,
      ...messages.flatMap((m) => [progress(m.custom) ? this.#say("step", { n: m.custom.step_number, all: m.custom.steps }) : "", named(m)]),
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
    // Nothing that is written now may be read: whoever is in danger must see whom to call. Some reasons say it themselves.
    const named = this.#emergency && this.#down.includes(this.#emergency);
    const call = named ? [] : [el("p", {}, ...inline(this.#danger(), true, ""))];
    this.#bar(this.#down, ...call, el("button", { type: "button", click: again }, this.#say("tryNow")));
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
    this.#stopListening();
    this.#withPerson = false;
    this.#conversation = newId();
    this.#showTyping();
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
    const keys = messages.filter((m) => showsKey(m.custom) && asText(m.custom.words)).map((m) =>
      this.#say("fileKey", { code: m.custom.case, words: m.custom.words, url: this.#url("/case") }));
    const text = [
      this.#say("fileTitle"), this.#say("fileAbout"), this.#danger(),
      ...messages.map((m) => m.text).filter(Boolean), ...keys,
      ...(sources.length ? [[`${this.#say("sources")}:`, ...sources].join("\n")] : []),
    ].join("\n\n") + "\n";
    saveFile(new Blob([text], { type: "text/plain;charset=utf-8" }), "common-ground-advice.txt", this.#ui.frame);
    this.#announce(this.#say("downloaded"));
  }

  get #key() {
    return `common-ground-chat:${this.#url("")}${this.getAttribute("kept-as") ?? ""}`;
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
    const notices = this.#turns.flatMap((t) => (t.who === "notice" ? [t.text] : []));
    this.#withPerson = notices.at(-1) === "joined";
    this.#ui.remember.checked = true;
    this.#ui.box.value = asText(kept.draft);
    this.#bar(this.#say("restored"));
    this.#ui.bar.classList.add("good");
  }

  /** @param {any} turn @returns {Turn[]} */
  #revived(turn) {
    const heard = asHeard(turn);
    if (heard) return [heard];
    if (turn?.who === "bot") {
      const messages = asMessages(turn.messages);
      return messages.length ? [{ who: "bot", messages }] : [];
    }
    if (turn?.who !== "you" || !asText(turn.text)) return [];
    // What was under way when the page closed may or may not have arrived: the person decides.
    const id = /^[0-9a-f]{32}$/.test(asText(turn.id)) ? turn.id : newId();
    return [{ who: "you", id, text: turn.text, payload: asText(turn.payload) || undefined, shown: asText(turn.shown) || undefined,
      state: turn.state === "sent" ? "sent" : "failed", delivered: turn.delivered === true || undefined }];
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

/** Whether a turn tells that the conversation is a case. @param {Turn} turn */
const ofCase = (turn) => turn.who !== "you" && (turn.who !== "bot" || turn.messages.some((m) => asText(m.custom.case)));

/** Whether a reply gives the key to the case. @param {Record<string, any>} custom */
const showsKey = (custom) =>
  Boolean(asText(custom.case)) && (custom.type === "triage" ? custom.step === "done" : custom.type === "safety" && Boolean(asText(custom.words)));

/** Whether a reply is a step of several. @param {Record<string, any>} custom */
const progress = (custom) =>
  custom.type === "triage" && !["done", "leave"].includes(custom.step) && custom.step_number > 0 && custom.steps > 0;

/** @param {Choice} choice @param {unknown} text */
const isChoice = (choice, text) => choice.title === text || choice.payload === text;

if (!customElements.get("common-ground-chat")) customElements.define("common-ground-chat", CommonGroundChat);
