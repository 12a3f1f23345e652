"""The page for coming back to a case by its code and secret words. It needs no script and sets no cookie.

Code and words travel in the body of each form: never in an address, which browsers and proxies keep.
"""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from bot.settings import Settings
from bot.web import case_words
from bot.web.case_door import CaseDoor
from bot.web.contact import HOWS, ContactFields
from bot.web.errors import ApiError, unforeseen
from bot.web.helpline import Helpline
from bot.web.limits import RateLimit, address_of
from bot.web.page_routes import call_links, kept
from bot.web.same_origin import from_our_page
from bot.web.shared import shared
from bot.web.typed import as_words
from helpline.conversation import Said
from helpline.reference import read_code
from helpline.tables import Case, Contact
from helpline.throttle import Throttle, TooManyAttemptsError
from helpline.trail import UnknownCaseError
from knowledge.library import Library
from knowledge.services import emergency

LEAVE = "https://www.wikipedia.org/"
A_MINUTE = 30  # forms of one address
FAILURES = 20  # of one address in a quarter of an hour: a school may share one
LINE = re.compile(r"[0-9]{1,18}")  # number of a line
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Key:
    """What opens a case, as it was typed."""

    code: str
    words: str


def _key(code: Annotated[str, Form()] = "", words: Annotated[str, Form()] = "") -> Key:
    return Key(code[:40], words[:80])


async def _code_in(request: Request, error: Exception) -> str:
    """The code that was typed into a form, to show it again; empty if there is none, or the form cannot be read."""
    if request.method != "POST" or isinstance(error, HTTPException):
        return ""
    code = (await request.form()).get("code")
    return code[:40] if isinstance(code, str) else ""


FormKey = Annotated[Key, Depends(_key)]
FormText = Annotated[str, Form()]


class CasePages:
    """Opens cases for those who have the key, and makes the pages."""

    def __init__(self, helpline: Helpline, door: CaseDoor, settings: Settings, library: Library) -> None:
        self._cases = helpline.cases
        self._door = door
        self._settings = settings
        self._codes = Throttle(helpline.database)
        self._addresses = Throttle(helpline.database, failures=FAILURES)
        self._limit = RateLimit(
            "case page", A_MINUTE, A_MINUTE, settings.unlimited_addresses, shared(settings.redis_url)
        )
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._environment.filters["moment"] = case_words.moment
        self._environment.globals.update(
            leave=LEAVE, emergency=call_links(emergency(library, settings.country).phone or ""), kept=kept(settings),
            case_days=settings.case_days, limit=settings.message_limit, hows=HOWS,
            noticed=case_words.noticed, who=case_words.who,
        )  # fmt: skip

    def page(self, name: str, status: int = 200, notice: str = "", wrong: str = "", **more: Any) -> HTMLResponse:
        """A page, by the name of its template without the ending."""
        html = self._environment.get_template(f"{name}.html").render(notice=notice, wrong=wrong, **more)
        return HTMLResponse(html, status, NO_STORE)

    async def opened(self, key: Key, request: Request) -> Case:
        """The case of a key.

        Raises:
            ApiError: if many forms came of late.
            TooManyAttemptsError: if many failed of late.
            UnknownCaseError: if code and words do not belong together.
        """
        address = address_of(request)
        self._limit.check(address)

        def come_back() -> Case:
            code = read_code(key.code) or f"of {address}"
            with self._addresses.attempt(f"case from {address}"), self._codes.attempt(f"case {code}"):
                return self._cases.come_back(key.code, key.words)

        return await run_in_threadpool(come_back)

    async def shown(self, case: Case, key: Key, notice: str = "", **more: Any) -> HTMLResponse:
        """The page of a case."""
        lines = await run_in_threadpool(self._cases.told, case.id)
        given = {
            "faults": {},
            "unsent": "",
            "contact": case.contact or Contact(how="", detail="", when_safe=""),
            **more,
        }
        faulty = bool(given["faults"])
        return self.page(
            "case-open", 422 if faulty else 200, notice, "Please look at what is marked below." if faulty else "",
            case=case, words=key.words, lines=lines, state=case_words.state(case), ended=case.ended_at is not None,
            answers=case_words.answers(case), **given,
        )  # fmt: skip

    async def written(self, case: Case, text: str, after: int) -> str:
        """Takes a message to the staff; gives what is wrong with it, in words, or nothing."""
        if len(text) > self._settings.message_limit:
            return f"Please use {self._settings.message_limit} characters at most."
        clean = await run_in_threadpool(as_words, text)
        if not clean:
            return "Please write something first."

        def keep() -> bool:
            # A page that is loaded again sends its form again.
            told = self._cases.told(case.id)
            if any(line.id > after and line.by == "person" and line.text == clean for line in told):
                return False
            self._cases.ask_again(case.id)
            self._cases.say(case.id, [Said("person", clean)])
            self._cases.submit(case.id)
            return True

        if await run_in_threadpool(keep):
            await self._door.raise_urgency(case.id, clean)
        return ""

    def in_words(self, error: Exception, code: str) -> HTMLResponse:
        """The page for what went wrong."""
        match error:
            case UnknownCaseError():
                wrong = "That code and those words do not belong together. Please check both."
                return self.page("case", 403, wrong=wrong, code=code)
            case TooManyAttemptsError():
                page = self.page("case", 429, wrong=str(error), code=code)
                page.headers["Retry-After"] = str(error.retry_after)
                return page
            case ApiError():
                return self.page("case", error.status, wrong=error.message, code=code)
            case RequestValidationError() | HTTPException():
                return self.page("case", 400, wrong="Something in the form is not right. Please try again.", code=code)
        unforeseen(error)  # logs it by kind and place
        if isinstance(error, SQLAlchemyError):
            return self.page("case", 503, wrong="Cases cannot be opened just now. Please try again soon.", code=code)
        return self.page("case", 500, wrong="Something went wrong on our side. Please try again.", code=code)


def case_pages(helpline: Helpline, door: CaseDoor, settings: Settings, library: Library) -> APIRouter:
    """Routes for coming back to a case."""
    pages = CasePages(helpline, door, settings, library)

    class CaseRoute(APIRoute):
        """A route whose errors are pages, and which takes forms of our own pages only."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def answer(request: Request) -> Response:
                try:
                    if request.method == "POST" and not from_our_page(request):
                        raise ApiError(403, "cross_site", "Please open your case from this page.")
                    return await handle(request)
                except Exception as error:
                    return pages.in_words(error, await _code_in(request, error))

            return answer

    router = APIRouter(prefix="/case", route_class=CaseRoute, include_in_schema=False)

    @router.get("")
    async def start() -> HTMLResponse:
        return pages.page("case", code="")

    @router.post("")
    async def look(key: FormKey, request: Request) -> HTMLResponse:
        return await pages.shown(await pages.opened(key, request), key)

    @router.post("/write")
    async def write(key: FormKey, request: Request, text: FormText = "", after: FormText = "0") -> HTMLResponse:
        case = await pages.opened(key, request)
        fault = await pages.written(case, text, int(after) if LINE.fullmatch(after) else 0)
        if fault:
            return await pages.shown(case, key, faults={"text": fault}, unsent=text)
        return await pages.shown(await pages.opened(key, request), key, "Your message is with our team.")

    @router.post("/contact")
    async def contact(
        key: FormKey, request: Request, how: FormText = "", detail: FormText = "", when_safe: FormText = "",
        consent: FormText = "",
    ) -> HTMLResponse:  # fmt: skip
        case = await pages.opened(key, request)
        fields = ContactFields(how, detail, when_safe, consent == "yes")
        if faults := fields.faults():
            return await pages.shown(case, key, faults=faults, contact=fields)
        keep = helpline.cases.keep_contact
        await run_in_threadpool(keep, case.id, fields.how, fields.detail, fields.when_safe)
        return await pages.shown(await pages.opened(key, request), key, "How we may reach you is kept.")

    @router.post("/erase")
    async def erase(key: FormKey, request: Request) -> HTMLResponse:
        return pages.page("case-erase", case=await pages.opened(key, request), words=key.words)

    @router.post("/erased")
    async def erased(key: FormKey, request: Request) -> HTMLResponse:
        case = await pages.opened(key, request)
        await run_in_threadpool(helpline.cases.withdraw, case.id)
        return pages.page("case-erased", forgotten=await door.forget(case))

    return router
