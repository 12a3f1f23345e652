"""The page, the widget, and what they ask for before anybody has said a word."""

import re
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, HTMLResponse

from bot.settings import Country, Settings
from bot.web.items import ItemView, item_views
from knowledge.library import Library
from knowledge.services import emergency

HERE = Path(__file__).parent
NUMBER = re.compile(r"\+?\d(?: ?\d)*")


def page_routes(settings: Settings, library: Library) -> APIRouter:
    """Routes of the page and the widget."""
    router = APIRouter()
    views = item_views(library)
    html = page_html(settings, emergency(library, settings.country).phone or "")

    @router.get("/")
    async def page() -> HTMLResponse:
        return HTMLResponse(html)

    @router.get("/widget.js")
    async def widget() -> FileResponse:
        return FileResponse(HERE / "static" / "widget.js", media_type="text/javascript")

    @router.get("/api/settings")
    async def widget_settings(country: Country | None = None) -> dict[str, str | int]:
        """What a widget on another page needs to know; `country` is where that page is shown."""
        where = country or settings.country
        number = emergency(library, where).phone or ""
        return {"country": where, "emergency": number, "limit": settings.message_limit}

    @router.get("/api/items")
    async def items(ids: Annotated[str, Query(max_length=500)]) -> dict[str, list[ItemView]]:
        return {"items": [views[i] for i in ids.split(",") if i in views]}

    return router


def page_html(settings: Settings, number: str) -> str:
    """The page of this service: its country, the number to call there, and its limits."""
    hours = settings.idle_hours
    return Template((HERE / "pages" / "index.html").read_text(encoding="utf-8")).substitute(
        country=escape(settings.country),
        emergency=escape(number),
        emergency_links=NUMBER.sub(_call, escape(number)),
        limit=settings.message_limit,
        kept="an hour" if hours == 1 else f"{hours:g} hours",
    )


def _call(found: "re.Match[str]") -> str:
    return f'<a href="tel:{found[0].replace(" ", "")}">{found[0]}</a>'
