"""Whether the service can answer, and if not, what is wrong in a sentence that the page shows."""

from types import TracebackType

import httpx

from bot.settings import Settings
from bot.web.rasa_client import RasaClient

STARTING = "The service is starting. This takes about half a minute."
ACTIONS_DOWN = "The part that finds the advice is restarting. Please wait a moment."


class Readiness:
    """Asks the two private processes."""

    def __init__(self, settings: Settings, rasa: RasaClient) -> None:
        self._rasa = rasa
        self._actions = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{settings.actions_port}", timeout=2, trust_env=False
        )

    async def __aenter__(self) -> "Readiness":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._actions.aclose()

    async def check(self) -> tuple[bool, str]:
        """True and an empty text, or False and what to tell the person who waits."""
        if not await self._rasa.ready():
            return False, STARTING
        try:
            response = await self._actions.get("/health")
        except httpx.HTTPError:
            return False, ACTIONS_DOWN
        return (True, "") if response.status_code == 200 else (False, ACTIONS_DOWN)
