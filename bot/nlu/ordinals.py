"""Finds which of several offered things a person means: "the second one", "number 3", "the last".

"The first mother" and "last week" count nothing that was offered: a number must go with a word for such a thing,
or be nearly all of the message.
"""

from __future__ import annotations

import re
from typing import Optional

from bot.nlu.little_else import says_little_else

WORDS = {
    "first": 1, "1st": 1, "one": 1, "top": 1,
    "second": 2, "2nd": 2, "two": 2,
    "third": 3, "3rd": 3, "three": 3,
    "fourth": 4, "4th": 4, "four": 4,
    "fifth": 5, "5th": 5, "five": 5,
    "last": -1, "bottom": -1,
}  # fmt: skip
PLACE = r"(first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last|top|bottom)"
THING = r"(?:one|lesson|challenge|option|card|case|example|source|suggestion|answer|item|of\s+(?:these|those|them))"
OFFERED = re.compile(
    rf"\bthe\s+{PLACE}\s+{THING}\b|\b(?:option|card)\s*#?([1-5]|one|two|three|four|five)\b(?!\.\d)", re.IGNORECASE
)
ALONE = re.compile(
    rf"\b{PLACE}(?:\s+{THING})?\b|\b(?:number\s*|n[or]\.?\s*|#)?([1-5])\b(?!\.\d)"
    r"|\bnumber\s+(one|two|three|four|five)\b",
    re.IGNORECASE,
)


def ordinal(text: str) -> Optional[int]:
    """1 to 5, -1 for the last, or None where the message names none."""
    match = OFFERED.search(text)
    if match is None:
        alone = ALONE.search(text)
        match = alone if alone and says_little_else(text, *alone.span()) else None
    if match is None:
        return None
    word = next(group for group in match.groups() if group).lower()
    return int(word) if word.isdigit() else WORDS[word]
