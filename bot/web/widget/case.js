// What belongs to a case: how to reach the person, and the key to come back with.

/**
 * @typedef {(key: string, values?: Record<string, string | number>) => string} Say
 * @typedef {{how: string, detail: string, when_safe: string, consent: boolean}} Contact
 */

const HOWS = { phone: "contactPhone", text: "contactText", email: "contactEmail", other: "contactOther" };

/**
 * The form for contact details. What is wrong stands beside its field.
 * @param {Say} say @param {(contact: Contact, button: HTMLElement) => Promise<void>} send fails with a ServiceError
 * @param {(event: Event) => void} skip @param {Promise<number>} days that a case is kept after its end
 */
function contactForm(say, send, skip, days) {
  const how = el("select", { id: "how" }, ...Object.entries(HOWS).map(([value, key]) => el("option", { value }, say(key))));
  const detail = el("input", { id: "detail", autocomplete: "off", maxlength: "200", dir: "auto" });
  const when = el("input", { id: "when_safe", autocomplete: "off", maxlength: "200", dir: "auto" });
  const consent = el("input", { id: "consent", type: "checkbox" });
  const kept = el("span", {}, say("contactKeptAWhile"));
  const button = el("button", { type: "submit", class: "primary" }, say("contactSend"));
  const fields = [how, detail, when, consent];
  const note = (/** @type {any} */ field) => el("p", { class: "fault", id: `${field.id}-fault`, hidden: true });
  const [noteHow, noteDetail, noteWhen, noteConsent] = fields.map(note);
  const other = el("p", { class: "fault", id: "contact-fault", hidden: true });
  const hint = el("p", { class: "small", id: "when-hint" }, say("contactWhenHint"));
  const form = el("form", { class: "contact", novalidate: true, "aria-labelledby": "contact-title" },
    el("h4", { id: "contact-title" }, say("contact")),
    el("label", { for: "how" }, say("contactHow")), how, noteHow,
    el("label", { for: "detail" }, say("contactDetail")), detail, noteDetail,
    el("label", { for: "when_safe" }, say("contactWhen")), when, hint, noteWhen,
    el("label", { class: "check", for: "consent" }, consent, el("span", {}, say("contactConsent"), " ", el("small", {}, kept))),
    noteConsent,
    el("div", { class: "row" }, button, el("button", { type: "button", click: skip }, say("contactNot"))), other);
  void days.then((n) => { if (n) kept.textContent = say("contactKept", { n }); });

  /** @param {any} field @param {string} message */
  const mark = (field, message) => {
    const under = form.querySelector(`#${field?.id ?? "contact"}-fault`);
    under.textContent = message;
    under.hidden = !message;
    if (!field) return;
    const hints = [field === when ? "when-hint" : "", message ? under.id : ""].filter(Boolean).join(" ");
    for (const [name, value] of [["aria-describedby", hints], ["aria-invalid", message ? "true" : ""]])
      if (value) field.setAttribute(name, value);
      else field.removeAttribute(name);
  };
  fields.forEach((field) => mark(field, ""));
  let busy = false;
  form.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    [...fields, null].forEach((field) => mark(field, ""));
    try {
      await send({ how: how.value, detail: detail.value, when_safe: when.value, consent: consent.checked }, button);
    } catch (error) {
      const fault = /** @type {ServiceError} */ (error);
      const field = fields.find(({ id }) => fault.code === `contact_${id}`) ?? null;
      mark(field, fault.message);
      (field ?? button).focus();
    } finally {
      busy = false;
    }
  });
  return form;
}

/**
 * Code and secret words, to write down or copy.
 * @param {Say} say @param {string} code @param {string} words empty where they were shown before
 * @param {string} url of the page for coming back @param {boolean} quiet @param {(text: string) => void} announce
 */
function keyBox(say, code, words, url, quiet, announce) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${code}\n${words}`);
      announce(say("copied"));
      said.textContent = say("copied");
    } catch {
      announce(say("cannotCopy"));
      said.textContent = say("cannotCopy");
    }
  };
  const said = el("p", { class: "small" });
  const row = (/** @type {string} */ name, /** @type {string} */ value) => [el("dt", {}, say(name)), el("dd", { dir: "ltr" }, value)];
  return el("div", { class: quiet ? "key quiet" : "key" },
    el("h4", {}, say("key")),
    el("dl", {}, ...row("code", code), ...(words ? row("secret", words) : [])),
    words ? el("p", { class: "small" }, say("keyHint")) : null,
    el("div", { class: "row" },
      words ? el("button", { type: "button", click: copy }, say("copy")) : null,
      webLink(url, say("comeBack"), say("newTab"))),
    said);
}
