"""Sends the alerts of one channel as they fall due."""

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from bot.settings import Settings
from bot.web.alerts.channels import Send
from bot.web.alerts.message import SendError, of_emergency
from bot.web.metrics import Metrics
from helpline.alerts import Due, Outbox
from helpline.database import now

log = logging.getLogger(__name__)


class Post:
    """What goes out by one channel.

    Args:
        channel: its name.
        send: sends one message by it.
        outbox: that says what is due.
        metrics: where it is counted.
    """

    def __init__(self, channel: str, send: Send, outbox: Outbox, settings: Settings, metrics: Metrics) -> None:
        self._channel = channel
        self._send = send
        self._outbox = outbox
        self._settings = settings
        self._metrics = metrics
        # How sending went, until the outbox has it. While the database fails, nothing is sent twice for that.
        self._results: dict[Due, tuple[bool, str]] = {}
        for result in ("sent", "failed"):
            metrics.alerts.labels(channel, result)  # shown as 0 from the start

    async def go(self) -> None:
        """Sends what is due now, all at the same time."""
        await self._note(*self._results)
        due = await run_in_threadpool(self._outbox.take_due, self._channel)
        for result in await asyncio.gather(*map(self._deliver, due), return_exceptions=True):
            if isinstance(result, BaseException):
                raise result

    async def _deliver(self, due: Due) -> None:
        try:
            self._results[due] = (True, await self._send(of_emergency(due, self._settings, now())))
        except SendError as error:
            self._results[due] = (False, str(error))
        except Exception as error:
            self._results[due] = (False, f"a fault of the program ({type(error).__name__})")
        sent, words = self._results[due]
        self._metrics.alerts.labels(self._channel, "sent" if sent else "failed").inc()
        if words:
            done = "went out" if sent else "did not go out"
            log.warning("An alert by %s %s at try %d: %s.", self._channel, done, due.tries, words)
        await self._note(due)

    async def _note(self, *tried: Due) -> None:
        for due in tried:
            sent, words = self._results[due]
            await run_in_threadpool(self._outbox.sent if sent else self._outbox.failed, due, words)
            del self._results[due]
