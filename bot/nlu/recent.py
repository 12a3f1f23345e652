"""Texts that are forgotten: each a while after it was last set, and the oldest when there are too many."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Callable, Iterator, MutableMapping, Optional, Tuple


class Recent(MutableMapping[str, str]):
    """Texts by key, in the order in which they were last set.

    Args:
        seconds: how long a text is kept after it was last set.
        most: how many texts are kept; the one set longest ago goes first.
        clock: gives the time in seconds.
    """

    def __init__(self, seconds: float, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self.most = most
        self._clock = clock
        self._rows: OrderedDict[str, Tuple[float, str]] = OrderedDict()

    def __setitem__(self, key: str, text: str) -> None:
        self._rows[key] = (self._clock(), text)
        self._rows.move_to_end(key)
        self.forget()

    def __contains__(self, key: object) -> bool:
        self.forget()
        return key in self._rows

    def __getitem__(self, key: str) -> str:
        return self._rows[key][1]

    def __delitem__(self, key: str) -> None:
        del self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def forget(self) -> Optional[float]:
        """Drops what is too old or too much; gives the seconds until the next text is too old, if there is one."""
        while self._rows:
            since, _ = next(iter(self._rows.values()))
            left = since + self.seconds - self._clock()
            if left > 0 and len(self._rows) <= self.most:
                return left
            self._rows.popitem(last=False)
        return None
