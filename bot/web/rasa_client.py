"""Talks to the private Rasa servers, of which there is mostly one, over their REST channel."""

import asyncio
import logging
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import httpx

from bot.web.errors import ApiError
from bot.web.rasa_servers import RasaServers
from helpline.urgency import Finding, Urgency, finding_in

log = logging.getLogger(__name__)

RETRY = 5  # seconds; a restart of Rasa takes longer, but a page that asks again is soon served
UNAVAILABLE = "The service is starting or restarting. Your message was not lost; please try again shortly."
CONNECT_WITHIN = 2  # seconds; a machine that is gone refuses nothing, and there may be others
LOOK_EVERY = 2  # seconds between two looks at which of several servers answer
READ_WITHIN = 3  # seconds; the message itself is with the staff by then
FORGET_WITHIN = 5  # seconds; a turn that is at work ends first
# It may have arrived, and be answered yet: whoever sends it again may be heard twice.
TOO_LATE = (
    "No answer came in time. Your message may have arrived all the same; please wait a moment before you repeat it."
)

Reply = list[dict[str, Any]]


class RasaClient:
    """One connection pool to all Rasa servers.

    Args:
        urls: their web addresses. Several of them share their conversations.
        timeout: seconds that a turn may take.
        token: secret that they ask for, if they do.

    Attributes:
        servers: with what is known of them.
    """

    def __init__(self, urls: Sequence[str], timeout: float, token: str = "") -> None:
        self.servers = RasaServers(urls)
        self._timeout = timeout
        self._http = httpx.AsyncClient(
            headers={"Authorization": f"Bearer {token}"} if token else None,
            trust_env=False,  # never through a proxy
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
        )
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "RasaClient":
        if len(self.servers.urls) > 1:
            self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._watching:
            self._watching.cancel()
        await self._http.aclose()

    async def turn(
        self,
        conversation: str,
        message: str,
        country: str | None,
        learner: int | None = None,
        turn: str | None = None,
    ) -> Reply:
        """Sends one message; gives what the bot says, in Rasa's shape.

        Where a server does not answer, the next one is asked. The first may have heard the message all the same: what
        it said is then in the conversation that they share, under the turn's id, and is said once more.

        Args:
            country: of the page that it comes from, if known.
            learner: number of whoever trains there, if somebody does.
            turn: id of the turn; the same if the message is sent again.

        Raises:
            ApiError: 504 if the message went out and no answer came in time, 503 if Rasa cannot answer.
        """
        body: dict[str, Any] = {"sender": conversation, "message": message}
        known = {"country": country or None, "learner": learner, "turn": turn}
        if metadata := {name: value for name, value in known.items() if value is not None}:
            body["metadata"] = metadata
        try:
            reply: Reply = await self._ask("webhook", body, self._timeout, conversation)
        except (httpx.ReadTimeout, httpx.WriteTimeout):
            raise ApiError(504, "timeout", TOO_LATE, RETRY) from None
        except (httpx.HTTPError, ValueError):
            raise ApiError(503, "unavailable", UNAVAILABLE, RETRY) from None
        if not reply:  # Rasa answers an action server that is down with nothing
            raise ApiError(503, "unavailable", UNAVAILABLE, RETRY)
        return reply

    async def urgency(self, message: str) -> Finding | None:
        """What of danger a message tells, read without asking the dialogue; None if Rasa cannot be asked."""
        try:
            found = await self._ask("urgency", {"text": message}, READ_WITHIN, message)
            urgency, because = Urgency(found["urgency"]), str(found["because"])
            return finding_in(message, urgency, because, int(found["start"]), int(found["end"]))
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.error("How urgent a message is could not be read: %s", type(error).__name__)
            return None

    async def forget(self, digest: str) -> bool:
        """Has Rasa forget the conversation whose id has this SHA-256; gives whether it did, known or not."""
        try:
            await self._ask("forget", {"digest": digest}, FORGET_WITHIN, digest)
        except (httpx.HTTPError, ValueError) as error:
            log.error("A conversation could not be forgotten: %s", type(error).__name__)
            return False
        return True

    async def ready(self) -> bool:
        """Whether a Rasa server answers; notes which do."""
        return any(await asyncio.gather(*map(self._answers, self.servers.urls)))

    async def _ask(self, route: str, body: dict[str, Any], within: float, key: str) -> Any:
        """What the first server that answers says, in `within` seconds for all together.

        Args:
            key: by which the servers are put in order: the conversation, or anything where it does not matter.

        Raises:
            httpx.ReadTimeout, httpx.WriteTimeout: if the time is over; one may have heard it, and be at work on it.
            httpx.HTTPError, ValueError: if none answers; of the last one.
        """
        deadline = time.monotonic() + within
        fault: Exception | None = None
        for url in self.servers.of(key):
            left = max(0.1, deadline - time.monotonic())
            timeout = httpx.Timeout(left, connect=min(left, CONNECT_WITHIN))
            try:
                response = await self._http.post(f"{url}/webhooks/rest/{route}", json=body, timeout=timeout)
                response.raise_for_status()
                return response.json()
            except (httpx.ReadTimeout, httpx.WriteTimeout):
                raise
            except (httpx.HTTPError, ValueError) as error:
                fault = error
                if isinstance(error, httpx.TransportError):
                    self.servers.note(url, False)
        assert fault is not None
        raise fault

    async def _answers(self, url: str) -> bool:
        try:
            answers = (await self._http.get(f"{url}/", timeout=2)).status_code == 200
        except httpx.HTTPError:
            answers = False
        self.servers.note(url, answers)
        return answers

    async def _watch(self) -> None:
        while True:
            await self.ready()
            await asyncio.sleep(LOOK_EVERY)
