"""The board for leads: how long people waited, how urgent it was, how it ended and what it was about."""

from fastapi import Request, Response
from fastapi.routing import APIRouter

from bot.web.desk.charts import DARK, LIGHT, svg
from bot.web.desk.errors import DeskError
from bot.web.desk.figures import figures, summed_up
from bot.web.desk.pages import inside
from bot.web.desk.session import Door, Staff
from bot.web.helpline import Helpline
from helpline.database import now
from helpline.export import counts_csv
from helpline.small_numbers import LEAST
from helpline.statistics import Statistics, statistics
from knowledge.library import Library

WEEKS = (4, 12, 26, 52)
USUAL = 12


def board_routes(helpline: Helpline, library: Library, door: Door) -> APIRouter:
    """Routes of the board."""
    router = door.router("lead")

    def numbers(weeks: int) -> Statistics:
        return statistics(helpline.database, now(), weeks if weeks in WEEKS else USUAL)

    @router.get("/desk/board")
    def board(request: Request, staff: Staff, weeks: int = USUAL) -> Response:
        found = numbers(weeks)
        return inside(
            "board",
            helpline,
            request,
            staff,
            helpline.desk.pulse(),
            figures=figures(found, library).values(),
            waiting=summed_up(found.waiting),
            weeks=len(found.weeks),
            choices=WEEKS,
            least=LEAST,
        )

    @router.get("/desk/board.csv")
    def download() -> Response:
        headers = {"Content-Disposition": 'attachment; filename="cases-by-week.csv"'}
        return Response(counts_csv(helpline.database, now()), media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/desk/board/{chart}.svg")
    def chart(chart: str, weeks: int = USUAL, dark: bool = False) -> Response:
        figure = figures(numbers(weeks), library).get(chart)
        if figure is None:
            raise DeskError(404, "There is no such chart", "The link may be old, or have a slip in it.")
        return Response(svg(figure, DARK if dark else LIGHT), media_type="image/svg+xml")

    return router
