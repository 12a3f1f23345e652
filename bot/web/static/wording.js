// The page that checks a text: sends it, shows each place with why and what to say instead, and puts the choice in.
// Texts are set as text, never as HTML. Nothing is kept: closing the page forgets all.
"use strict";

const at = (id) => document.getElementById(id);
const form = at("form");
const box = at("text");
const status = at("status");
const result = at("result");

let points = []; // the checked text by code points, as the offsets count
let flags = [];
let choices = []; // by flag: undefined, "left", or the number of the alternative that is used
let past = [];

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = box.value;
  if (!text.trim()) {
    box.focus();
    return;
  }
  status.textContent = "Checking …";
  try {
    const found = await ask(text, at("audience").value || null);
    points = Array.from(text);
    flags = found.flags;
    choices = flags.map(() => undefined);
    past = [];
    result.hidden = false;
    draw();
    at("result-title").focus();
  } catch (error) {
    status.textContent = error.message;
  }
});

async function ask(text, audience) {
  let response;
  try {
    response = await fetch("/api/wording", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, audience }),
    });
  } catch {
    throw new Error("The service cannot be reached. Your text is still here; please try again in a moment.");
  }
  const body = await response.json().catch(() => null);
  if (!response.ok || !body) {
    throw new Error(body?.error?.message ?? "Something went wrong on our side. Please try again.");
  }
  return body;
}

function choose(flag, choice) {
  past.push([...choices]);
  choices[flag] = choice;
  draw();
  const next = choices.findIndex((made, number) => made === undefined && number > flag);
  at(`note-${next >= 0 ? next : flag}`).focus();
}

at("all").addEventListener("click", () => {
  past.push([...choices]);
  choices = choices.map((made, n) => (made === undefined && flags[n].exchanges.length ? 0 : made));
  draw();
});

at("undo").addEventListener("click", () => {
  choices = past.pop() ?? choices;
  draw();
});

at("copy").addEventListener("click", async () => {
  const text = pieces().map((piece) => piece.text).join("");
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = "The text is copied.";
  } catch {
    box.value = text; // a browser that does not let pages copy: at least it can be marked here
    box.focus();
    box.select();
    status.textContent = "Your browser does not allow copying. The text stands marked in the box above.";
  }
});

// The text as it now reads: plain pieces, and those that belong to a flag.
function pieces() {
  const found = [];
  let last = 0;
  flags.forEach((flag, number) => {
    const used = typeof choices[number] === "number" ? flag.exchanges[choices[number]] : null;
    const [start, end] = used ? [used.start, used.end] : [flag.start, flag.end];
    found.push({ text: points.slice(last, start).join("") });
    found.push({ text: used ? used.text : points.slice(start, end).join(""), number });
    last = end;
  });
  found.push({ text: points.slice(last).join("") });
  return found;
}

function draw() {
  at("checked").replaceChildren(
    ...pieces().map((piece) => {
      if (piece.number === undefined) return document.createTextNode(piece.text);
      const choice = choices[piece.number];
      const link = element("a", piece.text);
      link.href = `#note-${piece.number}`;
      link.className = choice === undefined ? "open" : choice === "left" ? "left" : "changed";
      return link;
    }),
  );
  at("notes").replaceChildren(...flags.map(note));
  at("undo").disabled = past.length === 0;
  at("all").disabled = !flags.some((flag, n) => choices[n] === undefined && flag.exchanges.length);
  status.textContent = summary();
}

function summary() {
  if (!flags.length) return "Nothing was found in this text.";
  const open = choices.filter((choice) => choice === undefined).length;
  const places = flags.length === 1 ? "One place" : `${flags.length} places`;
  return open ? `${places} to look at, ${open} still open.` : `${places} looked at. You can copy the text now.`;
}

function note(flag, number) {
  const item = element("li");
  item.id = `note-${number}`;
  item.tabIndex = -1;
  item.append(element("h3", `“${flag.span}”`), element("p", flag.why));
  const choice = choices[number];
  if (choice === undefined) {
    const ways = element("ul");
    ways.className = flag.exchanges.length ? "ways" : "ways whole";
    ways.append(
      ...flag.alternatives.map((words, n) => {
        const way = element("li", flag.exchanges.length ? "" : words);
        if (flag.exchanges.length) way.append(button(words, () => choose(number, n)));
        return way;
      }),
    );
    item.append(element("p", flag.exchanges.length ? "Say instead:" : "Write it anew, for example:"), ways);
    const leave = element("p");
    const stay = button("Leave as it is", () => choose(number, "left"));
    stay.className = "plain";
    leave.append(stay);
    item.append(leave);
  } else {
    const said = choice === "left" ? "You leave it as it is." : `You say: “${flag.alternatives[choice]}”.`;
    const decided = element("p", said);
    decided.className = "decided";
    const again = button("Choose again", () => choose(number, undefined));
    again.className = "plain";
    item.append(decided, again);
  }
  const source = element("details");
  source.append(element("summary", "Where this rule comes from"), element("p", flag.source.join("; ")));
  item.append(source);
  return item;
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function button(text, press) {
  const made = element("button", text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}
