"""A stand-in for the service: the real page and widget, with replies and faults that a test scripts.

Run by itself (`python tests/browser/fake_service.py`) it serves the page on http://127.0.0.1:8099.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles

from bot.settings import Settings
from bot.web.case_door import CaseDoor
from bot.web.case_pages import case_pages
from bot.web.errors import handle_errors
from bot.web.helpline import Helpline
from bot.web.page_routes import page_html, privacy_html
from bot.web.plan_routes import plan_routes
from bot.web.rasa_client import RasaClient
from bot.web.widget_file import widget_source
from bot.web.wording_routes import WordingDesk, wording_routes
from bot.web.wording_rules import WordingRules
from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.desk import Desk
from knowledge.library import load
from tests.bot.web.case_service import new_database

WEB = Path(__file__).resolve().parents[2] / "bot" / "web"
CSP = (
    "default-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
Message = dict[str, Any]


def _item(
    item: str,
    number: str,
    title: str,
    says: list[str],
    steps: list[str],
    why: str,
    section: str,
    *links: str,
) -> dict[str, Any]:
    return {
        "id": item,
        "kind": item.split("-")[0],
        "number": number,
        "title": title,
        "says": says,
        "steps": steps,
        "why": why,
        "section": section,
        "links": [{"label": "More from the people who run it", "url": url} for url in links],
    }


MOTHERS = "Lessons from the women/mothers-based approach"
ITEMS: dict[str, dict[str, Any]] = {
    i["id"]: i
    for i in [
        _item(
            "lesson-2.3",
            "2.3",
            "Give mothers time, and ask for little at first",
            [
                "Trust and confidence grow slowly, so keep hopes for a course modest.",
                "Courses that run over weeks or months let women get bolder bit by bit.",
            ],
            ["Plan meetings over several weeks or months.", "Ask for one small step at a time."],
            "People share their worries once they feel secure.",
            MOTHERS,
        ),
        _item(
            "lesson-2.5",
            "2.5",
            "Choose words that do not put people off",
            [
                "How a course is announced decides who comes.",
                "Practitioners found that words such as “extremism” seldom work well.",
            ],
            ["Announce the course in everyday words.", "Leave heavy terms out of the invitation."],
            "Nobody wants to be linked with something that sounds like an accusation.",
            MOTHERS,
        ),
        _item(
            "case-mothers-schools",
            "",
            "Mothers Schools of Women without Borders",
            [
                "The lessons keep politics and religion out.",
                "What is left is how a parent and a child get on.",
            ],
            [
                "Keep the sessions on parents and their children.",
                "Say at the start what stays outside.",
            ],
            "A space without ideology lets mothers talk about their children.",
            MOTHERS,
            "http://www.women-without-borders.org/",
        ),
        _item(
            "challenge-2",
            "2",
            "People are afraid to speak",
            [
                "Many fear being labelled, or that the police become involved.",
                "Staying silent then feels easier than talking.",
            ],
            ["Ask what people are afraid of.", "Begin with single people, not with the group."],
            "Fear can bring a whole community to a halt.",
            "Challenges",
        ),
        _item(
            "lesson-9.9",
            "9.9",
            "<img src=x onerror=\"window.hacked='title'\">",
            ["<script>window.hacked='says'</script>", "<b>bold</b>"],
            ["<svg onload=\"window.hacked='steps'\">"],
            "<iframe src='javascript:parent.hacked=1'></iframe>",
            "<style>*{display:none}</style>",
            "javascript:window.hacked='link'",
            "data:text/html,<script>1</script>",
            "https://someone@www.example.org/",
            "https://www.example.org/fine",
        ),
    ]
}

GUIDANCE: list[Message] = [
    {
        "text": (
            "It makes sense that the room goes quiet. Trust grows slowly, and talking about it at home or in a"
            " group is a big step.\n\n"
            "You could start here:\n"
            "1. Plan your meetings over several weeks or months.\n"
            "2. Ask for one small step at a time.\n"
            "3. Announce the course in everyday words.\n\n"
            "Somebody has done this: Mothers Schools of Women without Borders. The lessons keep politics and"
            " religion out.\n\n"
            "This rests on lesson 2.3, lesson 2.5 and the case Mothers Schools."
        ),
        "buttons": [
            {"title": "Open lesson 2.3", "payload": '/tell_me_more{"item":"lesson-2.3"}'},
            {"title": "Show me the example", "payload": "/show_example"},
            {"title": "Why does this help?", "payload": "/why"},
            {"title": "Another angle", "payload": "/another_angle"},
            {"title": "Talk to a person", "payload": "/ask_for_person"},
        ],
        "custom": {
            "type": "guidance",
            "sources": ["lesson-2.3", "lesson-2.5", "case-mothers-schools", "challenge-2"],
            "intent": "mothers_afraid_to_talk",
        },
    }
]
ITEM: list[Message] = [
    {
        "text": (
            "Lesson 2.3, “Give mothers time, and ask for little at first”\n\n"
            "- Trust and confidence grow slowly, so keep hopes for a course modest.\n"
            "- Courses that run over weeks or months let women get bolder bit by bit."
        ),
        "buttons": [{"title": "Show me the example", "payload": "/show_example"}],
        "custom": {"type": "item", "sources": ["lesson-2.3"]},
    }
]
EMERGENCY: list[Message] = [
    {
        "text": (
            "If someone may get hurt, please call 112 now. You do not have to be sure. Say where you are and"
            " what is happening.\n\n"
            "I am a program: I cannot call anybody for you, and nobody is reading this.\n\n"
            "- Emergency, run by the state: 112 (always)"
        ),
        "custom": {"type": "safety", "urgency": "emergency", "services": ["eu-emergency"]},
    }
]
URGENT: list[Message] = [
    {
        "text": (
            "That sounds serious, and you should not have to carry it alone. Please talk to a person today who"
            " can help to judge it:\n\n"
            "- The Listening Line, run by a charity: 020 7946 0123 or https://www.example.org/talk (9 to 17)\n\n"
            "If it becomes dangerous, call 112 at once."
        ),
        "custom": {
            "type": "safety",
            "urgency": "urgent",
            "services": ["listening-line"],
            "sources": ["challenge-2"],
        },
    }
]
CONCERN: list[Message] = [
    {
        "text": (
            "It is good that you say this, and you do not have to carry it alone. You can talk it over, without giving"
            " a name:\n\n- The Listening Line, run by a charity: 020 7946 0123 (since 2015; 9 to 17)"
        ),
        "custom": {"type": "safety", "urgency": "concern", "services": ["listening-line"]},
    }
]
HANDOFF: list[Message] = [
    {
        "text": (
            "Talking to a person can help. These are lines to call:\n\n"
            "- The Listening Line, run by a charity: 020 7946 0123 (9 to 17)"
        ),
        "custom": {"type": "handoff", "services": ["listening-line", "eu-emergency"]},
    }
]
# As it arrives when the buttons come before the rest: only one message says what kind of reply it is.
IN_TWO_PARTS: list[Message] = [
    {"text": "First, look after yourself.", "buttons": [{"title": "Why?", "payload": "/why"}]},
    {"text": "Then call 020 7946 0123.", "custom": {"type": "safety", "urgency": "concern", "services": []}},
]
OUT_OF_SCOPE: list[Message] = [
    {
        "text": "I am afraid I cannot help with that one. Is there something about your community on your mind?",
        "custom": {"type": "out_of_scope", "nearest": ["challenge-2"]},
    }
]
HOSTILE: list[Message] = [
    {
        "text": (
            "<img src=x onerror=\"window.hacked='text'\"> <script>window.hacked='script'</script>\n\n"
            "javascript:window.hacked=1 and data:text/html,<script>1</script> and"
            ' https://www.example.org/a"onmouseover="window.hacked=2 and https://user:pw@www.example.org/\n\n'
            "1. <a href=\"javascript:window.hacked='step'\">press</a>\n- <svg/onload=window.hacked=3>"
        ),
        "buttons": [
            {
                "title": "<img src=x onerror=window.hacked='button'>",
                "payload": "javascript:window.hacked='payload'",
            },
            {"title": 7, "payload": None},
            {"title": "No payload"},
        ],
        "custom": {
            "type": "guidance",
            "sources": ["lesson-9.9", "<img src=x onerror=window.hacked=4>", 5],
        },
    }
]
LONG: list[Message] = [
    {
        "text": "Pneumono" + "ultramicroscopic" * 30 + "\n\nhttps://www.example.org/" + "a" * 300,
        "buttons": [{"title": "Unbrokenbuttontitle" * 12, "payload": "/why"}],
        "custom": {"type": "guidance", "sources": ["lesson-2.3"]},
    }
]
MANY: list[Message] = [{"text": "\n\n".join(f"Paragraph {n}." for n in range(60)), "custom": {"type": "chitchat"}}]
CODE, WORDS = "CG-7K3F-92QD", "maple lantern"
STEP: list[Message] = [
    {
        "text": "Who are you in this? A few words will do.",
        "buttons": [{"title": "Skip this", "payload": "Skip this"}],
        "custom": {"type": "triage", "step": "role", "step_number": 3, "steps": 10, "case": CODE},
    }
]
CONTACT: list[Message] = [
    {
        "text": "How may we reach you, if at all?",
        "buttons": [
            {"title": "I have given them", "payload": "I have given contact details"},
            {"title": "Rather not", "payload": "Skip this"},
            {"title": "Why do you ask?", "payload": "Why do you ask?"},
        ],
        "custom": {
            "type": "triage", "step": "contact", "step_number": 9, "steps": 10, "case": CODE,
            "done": "I have given contact details", "skip": "Skip this",
        },
    }
]  # fmt: skip
DONE: list[Message] = [
    {
        "text": "Thank you. Your case waits for our team.",
        "custom": {"type": "triage", "step": "done", "step_number": 10, "steps": 10, "case": CODE, "words": WORDS},
    }
]
EMERGENCY_CASE: list[Message] = [
    {**EMERGENCY[0], "custom": {**EMERGENCY[0]["custom"], "case": CODE, "words": WORDS}},
]
SCRIPT: dict[str, list[Message]] = {
    "a case in danger": EMERGENCY_CASE,
    "next step": STEP,
    "last step": CONTACT,
    "all told": DONE,
    "mothers": GUIDANCE,
    "danger": EMERGENCY,
    "urgent": URGENT,
    "concern": CONCERN,
    "weather": OUT_OF_SCOPE,
    "hostile": HOSTILE,
    "long": LONG,
    "many": MANY,
    "tell_me_more": ITEM,
    "a person": HANDOFF,
    "two parts": IN_TWO_PARTS,
}


@dataclass
class State:
    """What the service does, and what it has been asked.

    Attributes:
        ready: whether `/readyz` says so.
        fault: answers a message with this status, error code and sentence; status 1 answers as a
            gateway would, with a page of HTML.
        items_fault: the cards cannot be had.
        offers_lost: no button is known, as after a restart.
        not_ready: what `/readyz` says is wrong.
        delay: seconds before a message is answered.
        received: bodies of `POST /api/chat`, in order.
        asked_ready: times of `GET /readyz`.
        with_person: somebody of the staff has the case.
        lines: what the staff say, as the stream gives it.
        is_over: the case has ended.
        breaks: streams break off when they have said what there is.
        listened: bodies of `POST /api/chat/events`; listening: streams that are open.
        contacts: bodies of `POST /api/case/contact`; contact_fault: its error code and sentence.
    """

    ready: bool = True
    fault: tuple[int, str, str] | None = None
    items_fault: bool = False
    offers_lost: bool = False
    not_ready: str = "The service is starting. Please wait a little."
    delay: float = 0
    received: list[dict[str, Any]] = field(default_factory=list)
    asked_ready: list[float] = field(default_factory=list)
    with_person: bool = False
    lines: list[dict[str, Any]] = field(default_factory=list)
    is_over: bool = False
    breaks: bool = False
    listened: list[dict[str, Any]] = field(default_factory=list)
    listening: int = 0
    contacts: list[dict[str, Any]] = field(default_factory=list)
    contact_fault: tuple[str, str] | None = None
    at_once: int = 0
    most_at_once: int = 0


def reply_to(text: str, payload: str | None) -> list[Message]:
    """The scripted reply whose key is in the payload or the text."""
    said = (payload or text).lower()
    for key, messages in SCRIPT.items():
        if key in said:
            return messages
    return [{"text": f"You wrote {len(text)} characters.", "custom": {"type": "chitchat"}}]


def embedding_page(query: dict[str, str]) -> str:
    """A foreign page with the widget in it; `dir`, `lang` and the widget's attributes come from the query."""
    page = {k: query.pop(k, d) for k, d in {"dir": "ltr", "lang": "en"}.items()}
    room = '<div class="room"></div>' * (query.pop("room", "") != "")
    attributes = "".join(f' {escape(k)}="{escape(v)}"' for k, v in query.items())
    return (
        f'<!doctype html><html lang="{escape(page["lang"])}" dir="{escape(page["dir"])}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>A page of somebody else</title>"
        '<link rel="stylesheet" href="/embed.css"><script src="/widget.js"></script></head><body>'
        f"<main><h1>A page of somebody else</h1><common-ground-chat{attributes}>"
        f"<p data-example>The mothers in my group go quiet</p></common-ground-chat>{room}</main></body></html>"
    )


async def _said(state: State, after: int) -> AsyncIterator[str]:
    """What the staff say, until the case is over."""
    state.listening += 1
    try:
        yield ": here\n\n"
        while True:
            for line in [line for line in state.lines if line["id"] > after]:
                after = line["id"]
                yield f"id: {after}\nevent: line\ndata: {json.dumps(line)}\n\n"
            if state.is_over:
                yield "event: end\ndata: {}\n\n"
                return
            if state.breaks:
                return
            await asyncio.sleep(0.02)
    finally:
        state.listening -= 1


def real_helpline() -> Helpline:
    """A helpline on a database of its own, for the page to come back to a case."""
    database = new_database(Path(mkdtemp()))
    return Helpline(database, Cases(database), Desk(database), Accounts(database))


def create_app(state: State, helpline: Helpline) -> FastAPI:
    """The application that plays the service."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    handle_errors(app)

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = CSP
        return response

    @app.get("/")
    async def page() -> HTMLResponse:
        return HTMLResponse(page_html(Settings(country="EU", message_limit=2000), "112"))

    @app.get("/privacy")
    def privacy() -> HTMLResponse:
        return HTMLResponse(privacy_html(Settings(helpline=True, training=True)))

    @app.get("/widget.js")
    async def widget() -> Response:
        return Response(widget_source(), media_type="text/javascript")

    @app.get("/embed")
    async def embed(request: Request) -> HTMLResponse:
        return HTMLResponse(embedding_page(dict(request.query_params)))

    @app.get("/embed.css")
    async def embed_css() -> Response:
        css = "body { margin: 0 } .room { block-size: 3000px } :root { color-scheme: light dark }"
        return Response(css, media_type="text/css")

    @app.get("/left")
    async def left(request: Request) -> HTMLResponse:
        if request.url.query == "slow":
            await asyncio.sleep(0.5)
        return HTMLResponse("<!doctype html><html lang='en'><title>Weather</title><h1>Weather</h1></html>")

    @app.post("/api/chat")
    async def chat(request: Request) -> Response:
        body = await request.json()
        state.received.append(body)
        state.at_once += 1
        state.most_at_once = max(state.most_at_once, state.at_once)
        await asyncio.sleep(state.delay)
        state.at_once -= 1
        if state.offers_lost and body.get("payload"):
            lost = {"code": "not_offered", "message": "That button belongs to an earlier conversation."}
            return JSONResponse({"error": lost}, 409)
        if state.fault is None and state.with_person:
            return JSONResponse({"messages": [], "with": "person"})
        if state.fault is None:
            return JSONResponse({"messages": reply_to(body["text"], body.get("payload"))})
        status, code, message = state.fault
        if status == 1:
            return HTMLResponse("<h1>Bad gateway</h1>", 502)
        error: dict[str, Any] = {"code": code, "message": message}
        return JSONResponse({"error": error}, status)

    @app.post("/api/chat/events")
    async def events(request: Request) -> Response:
        body = await request.json()
        state.listened.append(body)
        return StreamingResponse(_said(state, body["after"]), media_type="text/event-stream")

    @app.post("/api/case/contact")
    async def contact(request: Request) -> Response:
        state.contacts.append(await request.json())
        if state.contact_fault is None:
            return JSONResponse({"kept": True})
        code, message = state.contact_fault
        return JSONResponse({"error": {"code": code, "message": message}}, 422)

    @app.get("/api/items")
    async def items(ids: str) -> Response:
        if state.items_fault:
            return JSONResponse({"error": {"code": "unavailable", "message": "Not now."}}, 503)
        return JSONResponse({"items": [ITEMS[i] for i in ids.split(",") if i in ITEMS]})

    @app.get("/api/settings")
    async def widget_settings(country: str = "EU") -> Response:
        if not state.ready:
            return HTMLResponse("<h1>Bad gateway</h1>", 502)
        numbers = {"GB": "999"}
        return JSONResponse(
            {"country": country, "emergency": numbers.get(country, "112"), "limit": 2000, "case_days": 90}
        )

    @app.get("/readyz")
    async def readyz() -> Response:
        state.asked_ready.append(time.monotonic())
        if state.ready:
            return JSONResponse({"ready": True})
        return JSONResponse({"ready": False, "message": state.not_ready}, 503)

    settings = Settings(unlimited_addresses=["127.0.0.1"])
    library = load()
    app.include_router(wording_routes(WordingDesk(settings, WordingRules(library)), settings))
    app.include_router(plan_routes(library, settings))
    app.include_router(
        case_pages(helpline, CaseDoor(helpline, RasaClient(["http://127.0.0.1:1"], 1)), settings, library)
    )
    app.mount("/static", StaticFiles(directory=WEB / "static"), name="static")
    return app


class FakeService:
    """The stand-in, running in a thread of its own on a free port while the `with` block lasts."""

    def __init__(self, port: int = 0) -> None:
        self.state = State()
        self.helpline = real_helpline()
        self._server = uvicorn.Server(
            uvicorn.Config(create_app(self.state, self.helpline), host="127.0.0.1", port=port, log_level="critical")
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> "FakeService":
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started:
            if time.monotonic() > deadline:
                raise TimeoutError("the stand-in service did not start within 20 s")
            time.sleep(0.02)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def url(self) -> str:
        """Base address, without a slash at the end."""
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def reset(self) -> None:
        """Well again, and everything forgotten."""
        for name, value in vars(State()).items():
            setattr(self.state, name, value)


if __name__ == "__main__":
    uvicorn.run(create_app(State(), real_helpline()), host="127.0.0.1", port=8099)
