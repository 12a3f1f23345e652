"""Guesses who a text is written for."""

import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.schema import Audience
from knowledge.wording.schema import Kept

ENOUGH = 2  # marks of a text among professionals; one may stand in any text


def guessed(text: str, kept: Kept) -> Audience:
    """An invitation if it asks somebody to come; else for professionals if it speaks their language; else public."""
    if _pattern(tuple(kept.invitation)).search(text):
        return "invitation"
    if len({m.lower() for m in _pattern(tuple(kept.professional)).findall(text)}) >= ENOUGH:
        return "professional"
    return "public"


@lru_cache(maxsize=8)
def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(p) for p in longest_first)})\b", re.IGNORECASE)
