"""Which buttons the bot offered in which conversation: nothing else may act as a button."""

from collections.abc import Mapping

from cachetools import TTLCache

CONVERSATIONS = 10_000
SECONDS = 60 * 60  # as long as a Rasa session lasts
OFFERS = 60  # of one conversation: the buttons of about ten replies, since people scroll back


class Offers:
    """Titles by payload by conversation, in memory, the oldest dropped first."""

    def __init__(self) -> None:
        self._titles: TTLCache[str, dict[str, str]] = TTLCache(CONVERSATIONS, SECONDS)

    def add(self, conversation: str, titles: Mapping[str, str]) -> None:
        """Notes what a reply offered: the title of each button by its payload."""
        known = self._titles.get(conversation, {})
        all_of_them = {**{p: title for p, title in known.items() if p not in titles}, **titles}
        self._titles[conversation] = dict(list(all_of_them.items())[-OFFERS:])

    def holds(self, conversation: str, payload: str) -> bool:
        """Whether the bot offered `payload` in `conversation`."""
        return payload in self._titles.get(conversation, {})

    def title(self, conversation: str, payload: str) -> str:
        """What stood on the button of a payload that was offered; the payload itself if the button had no words."""
        return self._titles.get(conversation, {}).get(payload) or payload
