"""Which buttons the bot offered in which conversation: nothing else may act as a button."""

from collections.abc import Mapping

from bot.web.shared import Kept, Shared

CONVERSATIONS = 10_000
SECONDS = 60 * 60  # as long as a Rasa session lasts
OFFERS = 60  # of one conversation: the buttons of about ten replies, since people scroll back


class Offers:
    """Titles by payload by conversation.

    Args:
        where: they are kept.
    """

    def __init__(self, where: Shared) -> None:
        self._kept = Kept("offers", SECONDS, CONVERSATIONS, where)

    def add(self, conversation: str, titles: Mapping[str, str]) -> None:
        """Notes what a reply offered: the title of each button by its payload."""
        known = self._titles(conversation)
        all_of_them = {**{p: title for p, title in known.items() if p not in titles}, **titles}
        self._kept.put(conversation, dict(list(all_of_them.items())[-OFFERS:]))

    def title(self, conversation: str, payload: str) -> str | None:
        """What stood on the button of a payload: the payload itself if the button had no words; None if not offered."""
        titles = self._titles(conversation)
        return titles[payload] or payload if payload in titles else None

    def _titles(self, conversation: str) -> dict[str, str]:
        return self._kept.get(conversation) or {}
