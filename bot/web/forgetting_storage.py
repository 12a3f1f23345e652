"""Counts of a limit in memory, which forgets whom it counted."""

import time
from threading import Lock, Timer

from limits.storage import MemoryStorage

EVERY = 60.0  # seconds between two looks at what is over: a key is forgotten so long after its window, at most


class ForgettingStorage(MemoryStorage):
    """limits' own storage keeps the key of everybody who ever came, and keys hold the addresses of people."""

    STORAGE_SCHEME = ["forgetting"]

    def __init__(self) -> None:
        super().__init__()
        self._looks_again: Timer | None = None
        self._lock = Lock()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Counts one, if there is room, and sees to it that it will be forgotten."""
        with self.locks[key]:
            counted_before = self.events.get(key)
            if counted_before and counted_before[0].atime > time.time():  # the clock was set back
                self.clear(key)
        counted = super().acquire_entry(key, limit, expiry, amount)
        self._look_again()
        return counted

    def forget(self) -> None:
        """Drops the keys of which nothing counts any more."""
        now = time.time()
        for key in list(self.events):
            with self.locks[key]:
                counted = self.events.get(key)
                if not counted or counted[0].expiry <= now:  # the newest stands first
                    self.clear(key)

    def _look_again(self) -> None:
        with self._lock:
            if self._looks_again is None:
                self._looks_again = Timer(EVERY, self._look)
                self._looks_again.daemon = True  # holds up nobody who stops the process
                self._looks_again.start()

    def _look(self) -> None:
        with self._lock:
            self._looks_again = None
        self.forget()
        if self.events:
            self._look_again()
