"""Lists of words, and patterns from them."""

from __future__ import annotations

import re
from typing import FrozenSet, Iterable


def either(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first: "youth worker" before "worker"."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


def words(text: str) -> FrozenSet[str]:
    """The words of `text`."""
    return frozenset(text.split())
