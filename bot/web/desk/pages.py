"""Makes the pages of the desk from their templates. What anybody wrote is escaped; nothing is stored by browsers."""

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.web.desk import words
from bot.web.helpline import Helpline
from helpline.accounts import SignedIn
from helpline.desk import in_words

NO_STORE = {"Cache-Control": "no-store"}


def moment(at: datetime) -> str:
    """A moment as the server's place reckons it, with the name of its zone."""
    here = at.astimezone()
    return f"{here.day} {here:%b %Y, %H:%M %Z}"


def _environment() -> Environment:
    templates = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(loader=templates, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters.update(moment=moment, in_words=in_words)
    made.globals.update(words=words)
    return made


_ENVIRONMENT = _environment()


def page(name: str, /, staff: SignedIn | None = None, status: int = 200, **more: Any) -> HTMLResponse:
    """A page.

    Args:
        name: of its template, without the ending.
        staff: who sees it; None for those who have not signed in.
        more: what the template needs.
    """
    html = _ENVIRONMENT.get_template(f"{name}.html").render(staff=staff, **more)
    return HTMLResponse(html, status, NO_STORE)


def inside(
    name: str, helpline: Helpline, request: Request, staff: SignedIn, mark: str, status: int = 200, /, **more: Any
) -> HTMLResponse:
    """A page for those who have signed in, which renews itself and says whether an emergency waits.

    Args:
        mark: of what the page shows (`Desk.pulse`), taken before that was read: else a change meanwhile is missed.
    """
    say = words.said(request.query_params.get("said"))
    emergencies = helpline.desk.emergencies()
    trains = helpline.trains
    return page(name, staff, status, mark=mark, emergencies=emergencies, say=say, trains=trains, **more)
