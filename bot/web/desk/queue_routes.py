"""The queue: who waits, who is being talked to, what ended; and taking the next."""

from fastapi import Request, Response
from fastapi.routing import APIRouter

from bot.web.desk.errors import DeskError, done
from bot.web.desk.file_view import country_in_words
from bot.web.desk.pages import inside
from bot.web.desk.session import Door, Staff
from bot.web.desk.words import may
from bot.web.helpline import Helpline
from helpline.reference import read_code
from helpline.states import State
from helpline.tables import Case
from knowledge.library import Library
from knowledge.services import overdue

SHOWN = 50  # cases in the list of those that wait; the rest is counted


def queue_routes(helpline: Helpline, library: Library, door: Door) -> APIRouter:
    """Routes of the queue."""
    router = door.router("staff")
    desk = helpline.desk

    @router.get("/desk")
    def queue(request: Request, staff: Staff) -> Response:
        mark = desk.pulse()
        waiting = desk.queue()
        others = desk.others()
        return inside(
            "queue",
            helpline,
            request,
            staff,
            mark,
            waiting=[
                (rank, _asks(rank.case), country_in_words(library, rank.case.country)) for rank in waiting[:SHOWN]
            ],
            more=max(0, len(waiting) - SHOWN),
            mine=[case for case in others if case.taken_by == staff.account.id],
            taken=[case for case in others if case.state == State.TAKEN and case.taken_by != staff.account.id],
            told=[case for case in others if case.state == State.NEW],
            stale=overdue(library) if may(staff.account, "lead") else None,
        )

    @router.post("/desk/take-next")
    def take_next(staff: Staff) -> Response:
        case = desk.take_next(staff.account)
        return done("/desk?said=nobody" if case is None else f"/desk/cases/{case.code}?said=taken")

    @router.get("/desk/ended")
    def ended(request: Request, staff: Staff) -> Response:
        return inside("ended", helpline, request, staff, desk.pulse(), cases=desk.ended())

    @router.get("/desk/find")
    def find(code: str = "") -> Response:
        known = read_code(code)
        if known is None:
            hint = "A code looks like CG-7K3F-92QD. Capitals, gaps and hyphens do not matter."
            raise DeskError(404, "That is not a code of a case", hint)
        return done(f"/desk/cases/{known}")

    return router


def _asks(case: Case) -> str:
    return next((answer.text for answer in case.answers if answer.step == "role"), "")
