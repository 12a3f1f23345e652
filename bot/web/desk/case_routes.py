"""One case: its file, the conversation with the person, and all that can be done with it."""

import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRouter

from bot.settings import Settings
from bot.web.desk.errors import DeskError, done
from bot.web.desk.file_view import CaseFile, case_file
from bot.web.desk.pages import inside, page
from bot.web.desk.session import Door, Staff
from bot.web.helpline import Helpline
from helpline.database import now
from helpline.desk import OUTCOMES, NotYoursError
from helpline.export import case_data
from helpline.tables import Account
from helpline.urgency import Urgency
from knowledge.library import Library
from knowledge.services import support

PURPOSES = ("worry_about_someone", "emotional_support", "children", "missing_children", "police")
NAME, REASON, NOTE = 120, 500, 4000  # characters, at most
Text = Annotated[str, Form()]


def case_routes(helpline: Helpline, settings: Settings, library: Library, door: Door) -> list[APIRouter]:
    """Routes of a case: reading it, and changing it."""
    return [_reading(helpline, settings, library, door), _changing(helpline, settings, door)]


def _reading(helpline: Helpline, settings: Settings, library: Library, door: Door) -> APIRouter:
    router = door.router("staff")
    desk = helpline.desk

    def file(code: str, reader: Account) -> CaseFile:
        case_id = desk.number(code)
        return case_file(desk.file(case_id), desk.trail(case_id), helpline.accounts.all(), library, reader)

    @router.get("/desk/cases/{code}.json")
    def download(code: str) -> Response:
        data = case_data(helpline.database, desk.number(code), now())
        headers = {"Content-Disposition": f'attachment; filename="{data["code"]}.json"'}
        return JSONResponse(data, headers=headers)

    @router.get("/desk/cases/{code}")
    def show(request: Request, staff: Staff, code: str) -> Response:
        mark = desk.pulse(desk.number(code))
        shown = file(code, staff.account)
        return inside(
            "case",
            helpline,
            request,
            staff,
            mark,
            file=shown,
            services=support(library, shown.case.country, PURPOSES),
            outcomes=OUTCOMES,
            anew=secrets.token_hex(4),  # a link to the very address of the page would not fetch it
            limit=settings.message_limit,
            limits={"name": NAME, "reason": REASON, "note": NOTE},
        )

    @router.get("/desk/cases/{code}/print")
    def printed(staff: Staff, code: str) -> Response:
        return page("print", staff, file=file(code, staff.account))

    return router


def _changing(helpline: Helpline, settings: Settings, door: Door) -> APIRouter:
    router = door.router("staff")
    desk = helpline.desk

    @router.post("/desk/cases/{code}/take")
    def take(staff: Staff, code: str) -> Response:
        desk.take(desk.number(code), staff.account)
        return _to(code, "taken")

    @router.post("/desk/cases/{code}/write")
    def write(staff: Staff, code: str, text: Text = "") -> Response:
        _do(desk.write, desk.number(code), staff.account, _filled(code, text, settings.message_limit))
        return done(f"/desk/cases/{code}#conversation")

    @router.post("/desk/cases/{code}/note")
    def note(staff: Staff, code: str, text: Text = "") -> Response:
        _do(desk.note, desk.number(code), staff.account, _filled(code, text, NOTE))
        return _to(code, "noted")

    @router.post("/desk/cases/{code}/judge")
    def judge(staff: Staff, code: str, urgency: Text = "", text: Text = "") -> Response:
        if urgency not in list(Urgency):
            raise _missing(code, "Please choose how urgent it is.", text)
        reason = _filled(code, text, REASON)
        desk.reassess(desk.number(code), staff.account, Urgency(urgency), reason)
        return _to(code, "judged")

    @router.post("/desk/cases/{code}/refer")
    def refer(staff: Staff, code: str, service: Text = "", text: Text = "") -> Response:
        to = _filled(code, text.strip() or service, NAME)
        desk.refer(desk.number(code), staff.account, to)
        return _to(code, "referred")

    @router.post("/desk/cases/{code}/close")
    def close(staff: Staff, code: str, outcome: Text = "") -> Response:
        if outcome not in OUTCOMES:
            raise _missing(code, "Please choose how it ended.")
        desk.close(desk.number(code), staff.account, outcome)
        return _to(code, "closed")

    @router.post("/desk/cases/{code}/give-back")
    def give_back(staff: Staff, code: str) -> Response:
        desk.give_back(desk.number(code), staff.account)
        return _to(code, "gave-back")

    @router.post("/desk/cases/{code}/reopen")
    def reopen(staff: Staff, code: str) -> Response:
        desk.reopen(desk.number(code), staff.account)
        return _to(code, "reopened")

    return router


def _do(change: Callable[[int, Account, str], None], case_id: int, account: Account, text: str) -> None:
    """Makes a change; if it is not this person's to make, they get back what they wrote."""
    try:
        change(case_id, account, text)
    except NotYoursError as error:
        raise DeskError(409, "This was not kept", str(error), kept=text) from None


def _filled(code: str, text: str, limit: int) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise _missing(code, "Please write something first.")
    if len(text) > limit:
        raise _missing(code, f"It may have {limit} characters at most; it has {len(text)}.", text)
    return text


def _missing(code: str, words: str, kept: str = "") -> DeskError:
    return DeskError(422, "Something is missing", words, _back(code), kept)


def _back(code: str) -> tuple[str, str]:
    return f"/desk/cases/{code}", "Go back to the case"


def _to(code: str, name: str) -> Response:
    return done(f"/desk/cases/{code}?said={name}")
