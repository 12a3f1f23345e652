"""Talks to the private Rasa process over its REST channel."""

import logging
from types import TracebackType
from typing import Any

import httpx

from bot.web.errors import ApiError
from helpline.urgency import Finding, Urgency, finding_in

log = logging.getLogger(__name__)

RETRY = 5  # seconds; a restart of Rasa takes longer, but a page that asks again is soon served
UNAVAILABLE = "The service is starting or restarting. Your message was not lost; please try again shortly."
READ_WITHIN = 3  # seconds; the message itself is with the staff by then
FORGET_WITHIN = 5  # seconds; a turn that is at work ends first
# It may have arrived, and be answered yet: whoever sends it again may be heard twice.
TOO_LATE = (
    "No answer came in time. Your message may have arrived all the same; please wait a moment before you repeat it."
)

Reply = list[dict[str, Any]]


class RasaClient:
    """One connection pool to Rasa.

    Args:
        port: of Rasa on this machine.
        timeout: seconds that a turn may take.
    """

    def __init__(self, port: int, timeout: float) -> None:
        self._http = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}",
            timeout=timeout,
            trust_env=False,  # never through a proxy
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=32),
        )

    async def __aenter__(self) -> "RasaClient":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
            response = await self._http.post("/webhooks/rest/webhook", json=body)
            response.raise_for_status()
            reply: Reply = response.json()
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
            response = await self._http.post("/webhooks/rest/urgency", json={"text": message}, timeout=READ_WITHIN)
            response.raise_for_status()
            found = response.json()
            urgency, because = Urgency(found["urgency"]), str(found["because"])
            return finding_in(message, urgency, because, int(found["start"]), int(found["end"]))
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.error("How urgent a message is could not be read: %s", type(error).__name__)
            return None

    async def forget(self, digest: str) -> bool:
        """Has Rasa forget the conversation whose id has this SHA-256; gives whether it did, known or not."""
        try:
            response = await self._http.post("/webhooks/rest/forget", json={"digest": digest}, timeout=FORGET_WITHIN)
            response.raise_for_status()
        except httpx.HTTPError as error:
            log.error("A conversation could not be forgotten: %s", type(error).__name__)
            return False
        return True

    async def ready(self) -> bool:
        """Whether Rasa answers."""
        try:
            response = await self._http.get("/", timeout=2)
        except httpx.HTTPError:
            return False
        return response.status_code == 200
