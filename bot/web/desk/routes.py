"""The desk as a whole: its routes by purpose."""

from fastapi import APIRouter

from bot.settings import Settings
from bot.web.desk.board_routes import board_routes
from bot.web.desk.case_routes import case_routes
from bot.web.desk.errors import DeskError
from bot.web.desk.live import live_routes
from bot.web.desk.me_routes import me_routes
from bot.web.desk.queue_routes import queue_routes
from bot.web.desk.session import Door, desk_router
from bot.web.desk.sign_in_routes import sign_in_routes
from bot.web.desk.staff_routes import staff_routes
from bot.web.helpline import Helpline
from knowledge.library import Library


def desk_routes(helpline: Helpline, settings: Settings, library: Library) -> list[APIRouter]:
    """Routes of the staff's desk, all of them under /desk, in the order in which they are met."""
    door = Door(helpline.accounts)
    return [
        *sign_in_routes(helpline.accounts, door),
        queue_routes(helpline, library, door),
        *case_routes(helpline, settings, library, door),
        live_routes(helpline, door),
        me_routes(helpline, door),
        board_routes(helpline, library, door),
        staff_routes(helpline, door),
        _nothing_else(),
    ]


def _nothing_else() -> APIRouter:
    router = desk_router()

    @router.api_route("/desk/{rest:path}", methods=["GET", "POST"])
    def nothing(rest: str) -> None:
        raise DeskError(404, "There is nothing at this address", "The link may be old, or have a slip in it.")

    return router
