"""What the staff say to a person, as it comes: server-sent events, over a response that stays open."""

import json
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection

import anyio
import anyio.to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Receive, Scope, Send

from bot.web.errors import ApiError
from bot.web.event_stream import EventStream, stopping
from helpline.cases import Cases, News
from helpline.conversation import Heard

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds between looks at the database
HEARTBEAT = 15.0  # seconds without a word after which a comment shows both sides that the line holds
THREADS = 16  # looks at once
OF_CONVERSATION = 3  # streams; one a tab
OF_ADDRESS = 30
OF_ALL = 2000
RETRY = 5  # seconds


class CaseStreams:
    """Opens streams, and knows how many there are.

    Args:
        cases: of the helpline.
        unlimited: addresses without the limit on addresses.
    """

    def __init__(self, cases: Cases, unlimited: Collection[str] = ()) -> None:
        self._cases = cases
        self._unlimited = frozenset(unlimited)
        self._held: Counter[str] = Counter()
        self._threads = anyio.CapacityLimiter(THREADS)

    @property
    def count(self) -> int:
        """Streams that are open."""
        return self._held["all"]

    async def open(self, conversation: str, address: str, after: int) -> EventStream:
        """A stream of what is said after a line, in the latest case of a conversation.

        Raises:
            ApiError: 404 if the conversation has no case, 429 if too many streams are open.
        """
        keys = {"all": OF_ALL, f"conversation {conversation}": OF_CONVERSATION}
        if address not in self._unlimited:
            keys[f"address {address}"] = OF_ADDRESS
        if any(self._held[key] >= most for key, most in keys.items()):
            raise ApiError(429, "too_many_streams", "This is open in too many places at once.", RETRY)
        self._held.update(list(keys))
        response = None
        try:
            news = await self._look(conversation, after)
            if news is None:
                raise no_case()
            response = _Stream(self._events(conversation, after, news), lambda: self._release(list(keys)))
            return response
        finally:
            if response is None:
                self._release(list(keys))

    def _release(self, keys: list[str]) -> None:
        self._held.subtract(keys)
        for key in keys:
            if not self._held[key]:
                del self._held[key]

    async def _look(self, conversation: str, after: int) -> News | None:
        try:
            return await anyio.to_thread.run_sync(
                lambda: self._cases.hear(conversation, after), abandon_on_cancel=True, limiter=self._threads
            )
        except SQLAlchemyError as error:
            log.error("What the staff say could not be read: %s", type(error).__name__)
            raise ApiError(503, "unavailable", "The helpline cannot be reached just now.", RETRY) from None

    async def _events(self, conversation: str, after: int, news: News | None) -> AsyncIterator[str]:
        spoke = time.monotonic()
        yield ": here\n\n"  # so that the answer begins at once
        while news is not None:
            for line in news.lines:
                after = line.id
                yield _event(line)
            if not news.is_open:
                break
            if news.lines:
                spoke = time.monotonic()
            elif time.monotonic() - spoke >= HEARTBEAT:
                spoke = time.monotonic()
                yield ": still here\n\n"
            await anyio.sleep(LOOK_EVERY)
            if stopping():
                return
            try:
                news = await self._look(conversation, after)
            except ApiError:
                return  # without the last word, so that the page asks again
        yield "event: end\ndata: {}\n\n"


class _Stream(EventStream):
    """Gives its place back however it ends: also if it never began."""

    def __init__(self, events: AsyncIterator[str], release: Callable[[], None]) -> None:
        super().__init__(events)
        self._release = release

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._release()


def no_case() -> ApiError:
    """For a conversation that has none."""
    return ApiError(404, "no_case", "There is no case in this conversation.")


def _event(line: Heard) -> str:
    data = {"id": line.id, "by": line.by, "text": line.text, "name": line.name, "at": line.at.isoformat()}
    return f"id: {line.id}\nevent: line\ndata: {json.dumps(data)}\n\n"
