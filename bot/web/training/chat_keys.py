"""Says to the chat whose training a page shows, without giving it the page's own secret address."""

import secrets
from threading import Lock

from cachetools import TTLCache

KEYS = 10_000
SECONDS = 12 * 60 * 60  # that a page may stay open


class ChatKeys:
    """Learners by key, in memory, the oldest dropped first. A key opens nothing but the chat of its learner.

    A learner has one key at a time, so that nobody can push out those of others by loading a page again and again.
    """

    def __init__(self) -> None:
        self._learners: TTLCache[str, int] = TTLCache(KEYS, SECONDS)
        self._keys: TTLCache[int, str] = TTLCache(KEYS, SECONDS / 2)  # renewed well before the key is too old
        self._lock = Lock()  # pages are made in several threads

    def new(self, learner_id: int) -> str:
        """A key for a page that is being made: the learner's last one, if it holds for long enough."""
        with self._lock:
            key = self._keys.get(learner_id)
            if key is None or key not in self._learners:
                key = self._keys[learner_id] = secrets.token_urlsafe(24)
                self._learners[key] = learner_id
        return key

    def learner(self, key: str) -> int | None:
        """Whose key it is; None if it is too old, or was never one."""
        with self._lock:
            return self._learners.get(key)

    def drop(self, learner_id: int) -> None:
        """Makes all keys of a learner worthless."""
        with self._lock:
            self._keys.pop(learner_id, None)
            for key in [key for key, learner in self._learners.items() if learner == learner_id]:
                self._learners.pop(key, None)
