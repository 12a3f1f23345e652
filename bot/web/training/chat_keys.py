"""Says to the chat whose training a page shows, without giving it the page's own secret address."""

import secrets

from bot.web.shared import Kept, Shared

KEYS = 10_000
SECONDS = 12 * 60 * 60  # that a page may stay open


class ChatKeys:
    """Learners by key. A key opens nothing but the chat of its learner.

    A learner has one new key at a time, so that nobody can push out those of others by loading a page again and again.

    Args:
        where: they are kept.
    """

    def __init__(self, where: Shared) -> None:
        self._learners = Kept("chat-keys", SECONDS, KEYS, where)
        self._newest = Kept("chat-key-of", SECONDS // 2, KEYS, where)  # renewed well before the key is too old
        self._all = Kept("chat-keys-of", SECONDS, KEYS, where)  # two at most

    def new(self, learner_id: int) -> str:
        """A key for a page that is being made: the learner's last one, if it holds for long enough."""
        learner = str(learner_id)
        key = self._newest.get(learner)
        if key is None or self._learners.get(key) is None:
            key = secrets.token_urlsafe(24)
            self._learners.put(key, learner_id)
            self._newest.put(learner, key)
            self._all.put(learner, [*(self._all.get(learner) or []), key][-2:])
        return str(key)

    def learner(self, key: str) -> int | None:
        """Whose key it is; None if it is too old, or was never one."""
        found: int | None = self._learners.get(key)
        return found

    def drop(self, learner_id: int) -> None:
        """Makes all keys of a learner worthless."""
        learner = str(learner_id)
        for key in self._all.get(learner) or []:
            self._learners.drop(key)
        self._newest.drop(learner)
        self._all.drop(learner)
