"""Limits at the door: how large a body, and how many messages in a while."""

import math
import re
import time
from collections import Counter
from collections.abc import Collection

import anyio
from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.errors import ApiError
from bot.web.forgetting_storage import ForgettingStorage
from bot.web.shared import ALONE, PREFIX, Shared

BURST_SECONDS = 5
refused: Counter[str] = Counter()  # how often each limit of this process refused something, by its name
BODY_SECONDS = 30  # in which a request must have arrived
LENGTH = re.compile(rb"[0-9]{1,18}")


def address_of(request: Request) -> str:
    """Whom a limit on addresses counts."""
    return request.client.host if request.client else "unknown"


class RateLimit:
    """So many messages a minute, and no more than a burst of them within five seconds.

    Args:
        name: of what is counted; keeps the counts of several limits apart.
        per_minute: messages allowed in any minute.
        burst: messages allowed in any five seconds.
        unlimited: keys that are never limited.
        where: the counts are shared; without Redis each process counts for itself.
    """

    def __init__(
        self, name: str, per_minute: int, burst: int, unlimited: Collection[str] = (), where: Shared = ALONE
    ) -> None:
        self._name = name
        self._unlimited = frozenset(unlimited)
        self._where = where
        self._here = self._there = MovingWindowRateLimiter(ForgettingStorage())
        if where.redis:
            pool = where.redis.connection_pool
            self._there = MovingWindowRateLimiter(RedisStorage("redis://", pool, key_prefix=PREFIX))
        self._items: list[RateLimitItem] = [
            RateLimitItemPerSecond(burst, BURST_SECONDS),
            RateLimitItemPerMinute(per_minute),
        ]

    def check(self, key: str) -> None:
        """Counts one message of `key`.

        Raises:
            ApiError: 429, with the seconds to wait.
        """
        if key in self._unlimited:
            return
        wait = self._where.ask(lambda _: self._hit(self._there, key), lambda: self._hit(self._here, key))
        if wait:
            refused[self._name] += 1
            text = f"Too many messages at once. Please wait {wait} seconds and send it again."
            raise ApiError(429, "rate_limited", text, wait)

    def _hit(self, limiter: MovingWindowRateLimiter, key: str) -> int:
        """Counts one message; gives the seconds to wait, 0 if it is let through."""
        for item in self._items:
            if not limiter.hit(item, self._name, key):
                reset = limiter.get_window_stats(item, self._name, key).reset_time
                return max(1, math.ceil(reset - time.time()))
        return 0


class BodyLimit:
    """ASGI middleware that refuses a body over `limit` bytes, by its stated length or as it arrives, and one that has
    not arrived in `seconds`."""

    def __init__(self, app: ASGIApp, limit: int, seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._limit = limit
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not LENGTH.fullmatch(stated) or int(stated) > self._limit:
            await self._refuse(scope, receive, send)
            return
        # Read here, so that a body without a stated length is counted before anything acts on it.
        try:
            with anyio.fail_after(self._seconds):
                body = await self._body(receive)
        except TimeoutError:
            refusal = ApiError(408, "too_slow", "The request did not arrive in time. Please try again.")
            await refusal.response({"Connection": "close"})(scope, receive, send)
            return
        if body is None:
            return
        if len(body) > self._limit:
            await self._refuse(scope, receive, send)
            return
        whole: Message | None = {"type": "http.request", "body": body, "more_body": False}

        async def replay() -> Message:
            nonlocal whole
            if whole is None:
                return await receive()
            message, whole = whole, None
            return message

        await self._app(scope, replay, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused["body"] += 1
        refusal = ApiError(413, "body_too_large", f"A request may have {self._limit} bytes at most.")
        await refusal.response()(scope, receive, send)

    async def _body(self, receive: Receive) -> bytes | None:
        """What was sent, or its beginning if it is too long; None if the client went away."""
        body = bytearray()
        more = True
        while more and len(body) <= self._limit:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            more = message.get("more_body", False)
        return bytes(body)
