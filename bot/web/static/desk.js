// The desk, better with script: pages renew themselves in place, messages go out without a reload, emergencies sound.
// What comes from the service is parsed as a page of its own and then merged, node by node; nothing is evaluated.
"use strict";

const page = document.body;
const news = document.getElementById("news");
const log = document.getElementById("log"); // the conversation, on the page of a case
const MINUTE = 60_000;

let mark = page.dataset.mark;
let emergencies = Number(page.dataset.emergencies);
let source = null;
let renewing = false;
let again = false;

// Changes, as the service tells of them

function listen() {
  const query = new URLSearchParams({ seen: mark });
  if (page.dataset.case) query.set("case", page.dataset.case);
  source = new EventSource(`/desk/live?${query}`);
  source.addEventListener("change", (event) => {
    mark = event.data;
    renew();
  });
  source.addEventListener("signed-out", signedOut);
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    setTimeout(() => {
      renew();
      listen();
    }, 5000);
  });
}

function rest() {
  source.close();
}

async function renew() {
  again = renewing;
  if (renewing) return;
  renewing = true;
  try {
    const response = await fetch(location.pathname + location.search, { headers: { "X-Renew": "1" } });
    if (new URL(response.url).pathname === "/desk/sign-in") signedOut();
    else if (response.ok) merge(new DOMParser().parseFromString(await response.text(), "text/html"));
  } catch {
    // away for a moment; the next event or minute tries again
  } finally {
    renewing = false;
    if (again) renew();
  }
}

function signedOut() {
  rest();
  if (news.dataset.out) return;
  news.dataset.out = "1";
  const link = document.createElement("a");
  link.href = `/desk/sign-in?${new URLSearchParams({ next: location.pathname })}`;
  link.textContent = "Sign in again";
  tell("You are signed out. What you have typed is still here; copy it if you need it. ", link);
}

function tell(...what) {
  const line = document.createElement("p");
  line.className = "news";
  line.append(...what);
  news.replaceChildren(line);
}

// Merging: what is the same stays, so that focus, open parts and what is being typed stay too

function merge(fresh) {
  const focused = document.activeElement;
  const atEnd = log && log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const box = document.getElementById("text");
  const draft = box ? box.value : "";
  for (const old of document.querySelectorAll("[data-renew]")) {
    const now = fresh.getElementById(old.id);
    if (now) morph(old, now);
  }
  document.title = fresh.title;
  if (atEnd) log.scrollTop = log.scrollHeight;
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  if (draft.trim() && !document.getElementById("text")) tell(`You no longer have this case. Not sent: “${draft}”`);
  warn(Number(fresh.body.dataset.emergencies));
}

function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.isEqualNode(fresh)) return;
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const wanted = new Set([...fresh.children].map((child) => child.id));
  for (const child of [...old.children]) {
    if (child.id && !wanted.has(child.id)) child.remove(); // first, so that those after it need not be moved
  }
  const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let place = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const same = child.id ? known.get(child.id) : place && !place.id && place.nodeName === child.nodeName ? place : null;
    if (!same) {
      old.insertBefore(child, place);
      continue;
    }
    if (same === place) place = place.nextSibling;
    else old.insertBefore(same, place);
    morph(same, child);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

// Emergencies

const sound = document.getElementById("sound");
const chime = new Audio("/static/desk-emergency.wav");

function stored() {
  try {
    return localStorage.getItem("desk-sound") !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

let loud = stored();

function showSound() {
  sound.querySelector("span").textContent = loud ? "on" : "off";
}

sound.addEventListener("click", () => {
  loud = !loud;
  try {
    localStorage.setItem("desk-sound", loud ? "on" : "off");
  } catch {
    // then it holds for this page alone
  }
  showSound();
  if (loud) ring();
});
sound.hidden = false;
showSound();

function ring() {
  // Browsers let a page sound only after somebody has done something there.
  if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
  chime.currentTime = 0;
  chime.play().catch(() => {});
}

function warn(now) {
  if (now > emergencies) {
    const link = document.createElement("a");
    link.href = "/desk";
    link.textContent = "Go to the queue";
    tell("A new emergency is waiting. ", link);
    if (loud) ring();
  } else if (now === 0 && emergencies && !news.dataset.out) {
    news.replaceChildren();
  }
  emergencies = now;
}

// Writing to the person

if (log) log.scrollTop = log.scrollHeight;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-send]")) return;
  event.preventDefault();
  const box = form.elements.text;
  const button = form.querySelector("button");
  const status = document.getElementById("sent");
  if (!box.value.trim() || button.disabled) return;
  button.disabled = true;
  status.textContent = "Sending …";
  const fault = await send(form);
  button.disabled = false;
  status.textContent = fault && `Not sent. ${fault} Your message is still in the box.`;
  if (!fault) box.value = "";
  box.focus();
  renew();
});

// Sends a form; gives what went wrong, in words, or nothing.
async function send(form) {
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (response.type === "opaqueredirect") return ""; // as after every form that was taken
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    return answer.getElementById("fault")?.textContent ?? "Something went wrong on our side.";
  } catch {
    return "The service cannot be reached.";
  }
}

// Somebody is here: the people who write are told so, hence only what a person does counts

let here = Date.now();

function moved() {
  if (Date.now() - here < MINUTE) return;
  here = Date.now();
  fetch("/desk/here", { method: "POST", body: new URLSearchParams({ csrf: page.dataset.csrf }) }).catch(() => {});
}

document.addEventListener("pointerdown", moved);
document.addEventListener("keydown", moved);

// A browser holds few connections to one service: a page that nobody looks at lets go of its own, the queue excepted.
document.addEventListener("visibilitychange", () => {
  if ("stays" in page.dataset || news.dataset.out) return;
  rest();
  if (document.hidden) return;
  renew();
  listen();
});

listen();
setInterval(() => {
  if (!document.hidden) renew(); // for the waiting times
}, MINUTE);
