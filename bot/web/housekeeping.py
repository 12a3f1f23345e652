"""What the web process does beside answering: sends alerts, hands in what was left, deletes what is old, counts."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from types import TracebackType

from starlette.concurrency import run_in_threadpool

from bot.settings import Settings
from bot.web.alerts.channels import channels
from bot.web.alerts.post import Post
from bot.web.helpline import Helpline
from bot.web.metrics import Metrics
from helpline.alerts import Outbox
from helpline.database import now
from helpline.retention import sweep
from training.learners import Learners

# Seconds between the end of one time and the next.
ALERTS_EVERY = 1.0
COUNT_EVERY = 15.0
SETTLE_EVERY = 60.0
SWEEP_EVERY = 3600.0
FORGET_EVERY = 86_400.0

Job = Callable[[], Awaitable[object]]
log = logging.getLogger(__name__)


class Housekeeping:
    """Runs its jobs in the background while the block lasts. Several processes may do so over one database.

    No job waits for another, so that a mail server that hangs holds up nothing else. A job that fails is logged by
    kind and place, and done again at its next turn.

    Args:
        helpline: None where the operator runs none; there is nothing to do for it then.
        metrics: where alerts and open cases are counted.
        learners: of the training, whose unused private links are forgotten; None where there is none.
    """

    def __init__(
        self, helpline: Helpline | None, settings: Settings, metrics: Metrics, learners: Learners | None = None
    ) -> None:
        self._settings = settings
        self._metrics = metrics
        self._jobs: list[tuple[float, Job]] = []
        self._tasks: list[asyncio.Task[None]] = []
        if helpline:
            outbox = Outbox(helpline.database)
            for name, send in channels(settings).items():
                self._jobs.append((ALERTS_EVERY, Post(name, send, outbox, settings, metrics).go))
            self._jobs += [
                (COUNT_EVERY, lambda: self._count(helpline)),
                (SETTLE_EVERY, lambda: run_in_threadpool(helpline.cases.settle)),
                (SWEEP_EVERY, lambda: run_in_threadpool(self._sweep, helpline)),
            ]
        if learners:
            self._jobs.append((FORGET_EVERY, lambda: run_in_threadpool(learners.forget_unused)))

    async def __aenter__(self) -> "Housekeeping":
        self._tasks = [asyncio.create_task(_again_and_again(seconds, job)) for seconds, job in self._jobs]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _count(self, helpline: Helpline) -> None:
        for state, number in (await run_in_threadpool(helpline.desk.open_cases)).items():
            self._metrics.cases.labels(state).set(number)
        for urgency, seconds in (await run_in_threadpool(helpline.desk.longest_waits)).items():
            self._metrics.waits.labels(urgency).set(seconds)

    def _sweep(self, helpline: Helpline) -> None:
        kept = self._settings
        sweep(helpline.database, now(), kept.case_days, kept.conversation_days, kept.sign_in_hours)


async def _again_and_again(seconds: float, job: Job) -> None:
    """Does a job until the task is cancelled, whatever happens. The same fault again and again is logged once."""
    logged = ""
    while True:
        try:
            await job()
            logged = ""
        except Exception as error:  # its text may hold what a person wrote
            place = traceback.extract_tb(error.__traceback__)[-1]
            fault = f"{type(error).__name__} in {place.filename}, line {place.lineno}"
            if fault != logged:
                log.error("A job in the background failed with %s; it is tried again.", fault)
                logged = fault
        await asyncio.sleep(seconds)
