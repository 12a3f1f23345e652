"""Whether the service can answer, and if not, what is wrong in a sentence that the page shows."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType

import httpx

from bot.process_state import ProcessState, read_states
from bot.settings import Settings
from bot.web.rasa_client import RasaClient
from bot.web.shared import shared

PARTS = {"rasa": "The part that understands what you write", "actions": "The part that finds the advice"}
STARTING = "The service is starting. This takes about half a minute."
OFTEN = 3  # stops after which it is time to say that waiting may not help
LOOK_AGAIN = 2  # seconds


@dataclass(frozen=True)
class Verdict:
    """Whether the service can answer.

    Attributes:
        message: what to tell the person who waits; empty if there is nothing to wait for.
        retry_after: seconds after which asking again makes sense.
        processes: the state of each process, as far as the supervisor tells.
        remarks: for the operator: what is wrong though the service answers.
    """

    ready: bool
    message: str = ""
    retry_after: int = LOOK_AGAIN
    processes: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[str] = ()


class Readiness:
    """Asks the private processes, and where one does not answer, the supervisor's file why."""

    def __init__(self, settings: Settings, rasa: RasaClient) -> None:
        self._rasa = rasa
        self._shared = shared(settings.redis_url)
        self._state_file = settings.state_file
        self._actions = httpx.AsyncClient(base_url=settings.action_server, timeout=2, trust_env=False)

    async def __aenter__(self) -> "Readiness":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._actions.aclose()

    async def check(self) -> Verdict:
        """Looks now."""
        if not await self._rasa.ready():
            return self._not_ready("rasa")
        if not await self._actions_ready():
            return self._not_ready("actions")
        return Verdict(True, remarks=self._remarks())

    def _remarks(self) -> list[str]:
        servers = self._rasa.servers
        silent = f"{servers.silent} of {len(servers.urls)} Rasa servers do not answer." if servers.silent else ""
        return [remark for remark in (silent, self._shared.remark()) if remark]

    async def answering(self) -> dict[str, bool]:
        """Which of the processes answer now, this one among them."""
        rasa, actions = await asyncio.gather(self._rasa.ready(), self._actions_ready())
        return {"web": True, "rasa": rasa, "actions": actions}

    async def _actions_ready(self) -> bool:
        try:
            return (await self._actions.get("/health")).status_code == 200
        except httpx.HTTPError:
            return False

    def _not_ready(self, name: str) -> Verdict:
        states = read_states(self._state_file)
        state = states.get(name)
        wait = math.ceil(state.wait()) if state else 0
        seen = {known: states[known].state for known in PARTS if known in states}
        return Verdict(False, explain(name, state), max(LOOK_AGAIN, wait), seen)


def explain(name: str, state: ProcessState | None) -> str:
    """What is wrong with a process that does not answer, and when it is tried again."""
    part = PARTS[name]
    if state is None or state.state == "running":
        return f"{part} does not answer just now. Please wait a moment."
    if state.state == "starting" and not state.stops:
        return STARTING
    wrong = f"{part} has stopped."
    if state.stops >= OFTEN:
        wrong = f"{part} has stopped {state.stops} times now. The people who run this service may have to repair it."
    if state.state == "restarting":
        return f"{wrong} It is started again {_in_a_while(state.wait())}."
    return f"{wrong} It is starting again, which takes half a minute at most."


def _in_a_while(seconds: float) -> str:
    """Rounded, so that a sentence that is read aloud does not change at every look."""
    return "in a few seconds" if seconds <= 5 else f"in about {math.ceil(seconds / 10) * 10} seconds"
