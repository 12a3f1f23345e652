"""Finds which of several offered things a person means: "the second one", "number 3", "the last"."""

from __future__ import annotations

import re
from typing import Optional

WORDS = {
    "first": 1, "1st": 1, "one": 1,
    "second": 2, "2nd": 2, "two": 2,
    "third": 3, "3rd": 3, "three": 3,
    "fourth": 4, "4th": 4, "four": 4,
    "fifth": 5, "5th": 5, "five": 5,
    "last": -1,
}  # fmt: skip
ORDINAL = re.compile(r"\b(first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last)\b", re.IGNORECASE)
NUMBER = re.compile(
    r"\b(?:number|option|card|lesson)\s*#?([1-5]|one|two|three|four|five)\b(?!\.\d)"
    r"|\bn[or]\.?\s*([1-5])\b(?!\.\d)"
    r"|^\W*([1-5])\W*$",
    re.IGNORECASE,
)


def ordinal(text: str) -> Optional[int]:
    """1 to 5, -1 for the last, or None where the message names none."""
    match = ORDINAL.search(text) or NUMBER.search(text)
    if match is None:
        return None
    word = next(group for group in match.groups() if group).lower()
    return int(word) if word.isdigit() else WORDS[word]
