"""The page, what it says on privacy, the widget, and what they ask for before anybody has said a word."""

import hashlib
import re
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape
from starlette.concurrency import run_in_threadpool

from bot.settings import Country, Settings
from bot.web.errors import gives
from bot.web.item_cards import ItemCards
from bot.web.items import ItemView
from bot.web.widget_file import widget_source
from knowledge.library import Library
from knowledge.services import emergency
from training.learners import UNUSED_DAYS

HERE = Path(__file__).parent
NUMBER = re.compile(r"\+?\d(?: ?\d)*")
REMEMBERED_DAYS = 30  # that the widget keeps a conversation in a browser: KEPT_DAYS in widget/words.js


def page_routes(settings: Settings, library: Library, cards: ItemCards) -> APIRouter:
    """Routes of the page and the widget."""
    router = APIRouter()
    html = page_html(settings, emergency(library, settings.country).phone or "")
    on_privacy = privacy_html(settings)

    @router.get("/", response_class=Response, responses=gives("The page.", "text/html"))
    async def page() -> HTMLResponse:
        return HTMLResponse(html)

    @router.get("/privacy", include_in_schema=False)
    async def privacy() -> HTMLResponse:
        return HTMLResponse(on_privacy)

    script = widget_source()
    mark = f'"{hashlib.sha256(script.encode()).hexdigest()[:16]}"'

    as_it_was: dict[int | str, dict[str, Any]] = {304: {"description": "What the client has is the newest."}}

    @router.get(
        "/widget.js", response_class=Response, responses={**gives("The widget.", "text/javascript"), **as_it_was}
    )
    async def widget(request: Request) -> Response:
        headers = {"ETag": mark, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        return Response(script, media_type="text/javascript", headers=headers)

    @router.get("/api/settings")
    async def widget_settings(country: Country | None = None) -> dict[str, str | int]:
        """What a widget on another page needs to know; `country` is where that page is shown."""
        where = country or settings.country
        number = emergency(library, where).phone or ""
        kept = {"case_days": settings.case_days} if settings.helpline else {}
        return {"country": where, "emergency": number, "limit": settings.message_limit, **kept}

    @router.get("/api/items")
    async def items(ids: Annotated[str, Query(max_length=500)]) -> dict[str, list[ItemView]]:
        return {"items": await run_in_threadpool(cards.views, ids.split(","))}

    return router


def page_html(settings: Settings, number: str) -> str:
    """The page of this service: its country, the number to call there, and its limits."""
    return _rendered("index", settings, emergency=number, emergency_links=call_links(number))


def privacy_html(settings: Settings) -> str:
    """What is kept, and for how long, in the service's own settings."""
    return _rendered("privacy", settings, days=days, unused_days=UNUSED_DAYS, remembered_days=REMEMBERED_DAYS)


def _rendered(name: str, settings: Settings, **more: Any) -> str:
    source = (HERE / "pages" / f"{name}.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(source)
    return template.render(settings=settings, kept=kept(settings), **more)


def kept(settings: Settings) -> str:
    """How long a conversation stays in memory, in words."""
    return "an hour" if settings.idle_hours == 1 else f"{settings.idle_hours:g} hours"


def days(number: int) -> str:
    """A number of days, in words."""
    return "a day" if number == 1 else f"{number} days"


def call_links(number: str) -> Markup:
    """A number to call, or several with words between them, as links."""
    return Markup(NUMBER.sub(_call, escape(number)))


def _call(found: "re.Match[str]") -> str:
    return f'<a href="tel:{found[0].replace(" ", "")}">{found[0]}</a>'
