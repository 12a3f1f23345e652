"""Makes the pages of the training. At the desk they stand in its own frame, with its menu and its alarm."""

from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.settings import Settings
from bot.web import desk
from bot.web.desk import words as desk_words
from bot.web.desk.errors import DeskError
from bot.web.desk.pages import NO_STORE, moment
from bot.web.helpline import Helpline
from bot.web.page_routes import call_links, kept
from bot.web.training.visit import DESK, START, Visit
from bot.web.training.words import said
from helpline.desk import in_words
from knowledge.library import Library
from knowledge.services import emergency
from training.learners import UNUSED_DAYS
from training.progress_words import in_words as day_in_words
from training.tables import NAME


def zone() -> tzinfo:
    """The zone that the server reckons in; of a learner's own nothing is known."""
    return datetime.now().astimezone().tzinfo or UTC


class Pages:
    """Makes the pages.

    Args:
        settings: of the service.
        library: with the emergency numbers.
        helpline: whose desk some learners come from; None where there is none.
    """

    def __init__(self, settings: Settings, library: Library, helpline: Helpline | None) -> None:
        self._helpline = helpline
        number = emergency(library, settings.country).phone or ""
        folders = [Path(__file__).parent / "templates", Path(desk.__path__[0]) / "templates"]
        self._environment = Environment(
            loader=FileSystemLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._environment.filters.update(moment=moment, in_words=in_words, day=day_in_words)
        self._environment.globals.update(
            settings=settings, emergency=number, emergency_links=call_links(number), words=desk_words,
            has_desk=helpline is not None, start=START, desk=DESK, unused_days=UNUSED_DAYS, name_limit=NAME,
            idle=kept(settings),
        )  # fmt: skip

    def page(
        self, name: str, request: Request, visit: Visit | None = None, /, status: int = 200, **more: Any
    ) -> HTMLResponse:
        """A page, by the name of its template without the ending.

        Args:
            visit: whose page it is; None for pages that are nobody's.
            more: what the template needs beside that.
        """
        given: dict[str, Any] = {"say": said(request.query_params.get("said")), "visit": visit, "frame": "frame.html"}
        if visit and visit.staff and self._helpline:
            mark = self._helpline.desk.pulse()  # before what the page shows is read
            emergencies = self._helpline.desk.emergencies()
            given |= {
                "frame": "inside.html",
                "staff": visit.staff,
                "mark": mark,
                "emergencies": emergencies,
                "trains": True,
            }
        html = self._environment.get_template(f"{name}.html").render(**given, **more)
        return HTMLResponse(html, status, NO_STORE)

    def wrong(self, request: Request, error: DeskError) -> HTMLResponse:
        """What went wrong, in words, with the way out."""
        made = self.page("wrong", request, status=error.status, error=error)
        made.headers.update(error.headers)
        return made
