"""Tells open pages of the desk that something changed, by server-sent events; the pages then fetch themselves anew."""

import time
from collections.abc import AsyncIterator

import anyio
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from bot.web.desk.session import Door, Staff
from bot.web.event_stream import EventStream, stopping
from bot.web.helpline import Helpline

EVERY = 1.0  # seconds between two looks at the database: other processes change it too
ALIVE = 15.0  # seconds between two checks that the session lasts and somebody listens
RETRY = 2000  # milliseconds after which a browser asks again


async def changes(helpline: Helpline, case_id: int | None, seen: str, token: str) -> AsyncIterator[str]:
    """Events for one open page, until its session ends.

    Args:
        case_id: the case that the page shows; None for a page of no case.
        seen: the mark that the page was made at (see `Desk.pulse`).
        token: of the session.
    """
    yield f"retry: {RETRY}\n\n"
    checked = time.monotonic()
    while not stopping():
        mark = await run_in_threadpool(helpline.desk.pulse, case_id)
        if mark != seen:
            seen = mark
            yield f"id: {mark}\nevent: change\ndata: {mark}\n\n"
        if time.monotonic() - checked >= ALIVE:
            checked = time.monotonic()
            if await run_in_threadpool(helpline.accounts.session, token, False) is None:
                yield "event: signed-out\ndata: 1\n\n"
                return
            yield ": alive\n\n"
        await anyio.sleep(EVERY)


def live_routes(helpline: Helpline, door: Door) -> APIRouter:
    """Routes that keep pages up to date."""
    router = door.router("staff")

    @router.get("/desk/live")
    async def live(request: Request, staff: Staff, seen: str = "", case: str = "") -> EventStream:
        case_id = await run_in_threadpool(helpline.desk.number, case) if case else None
        seen = request.headers.get("last-event-id", seen)
        return EventStream(changes(helpline, case_id, seen, staff.token))

    @router.post("/desk/here", status_code=204)
    def here(staff: Staff) -> None:
        """Somebody moved at a page that is open: the door has marked the session as seen."""

    return router
