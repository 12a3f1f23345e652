"""Which buttons the bot offered in which conversation: nothing else may act as a button."""

from collections.abc import Iterable

from cachetools import TTLCache

CONVERSATIONS = 10_000
SECONDS = 60 * 60  # as long as a Rasa session lasts
OFFERS = 60  # of one conversation: the buttons of about ten replies, since people scroll back


class Offers:
    """Payloads by conversation, in memory, the oldest dropped first."""

    def __init__(self) -> None:
        self._payloads: TTLCache[str, list[str]] = TTLCache(CONVERSATIONS, SECONDS)

    def add(self, conversation: str, payloads: Iterable[str]) -> None:
        """Notes what a reply offered."""
        known = self._payloads.get(conversation, [])
        new = list(dict.fromkeys(payloads))
        self._payloads[conversation] = [*(p for p in known if p not in new), *new][-OFFERS:]

    def holds(self, conversation: str, payload: str) -> bool:
        """Whether the bot offered `payload` in `conversation`."""
        return payload in self._payloads.get(conversation, ())
