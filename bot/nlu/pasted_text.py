"""Finds a text that somebody pasted so that its wording is checked."""

from __future__ import annotations

import re
from typing import Optional, Tuple

ASKS = re.compile(
    r"""^\s*
    (?:(?:hi|hello|hey|please|pls|can\ you|could\ you|would\ you|will\ you|i\ need\ you\ to|i\ want\ you\ to)[\s,]+)*
    (?:please\s+)?
    (?:check|re-?check|proof-?read|review|look\ (?:at|over|through)|go\ (?:over|through)|read|mend|improve
    |rephrase|reword)
    \s+(?:the\ (?:wording|language|words)\ (?:of|in)\s+)?
    (?:this|my|our|the|these|following)\b
    [^:\n“"]{0,60}?
    (?:[:\n]|(?=[“"]))\s*
    (?P<text>\S.*)$""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
LONG = 40  # words: what is shorter is more likely a question that mentions an event
MARKS = 3
LEAFLET = re.compile(
    r"""\b(?:join\ us|you\ are\ (?:warmly\ |cordially\ )?invited|(?:are|is|all|everyone)\ (?:warmly\ )?welcome
    |free\ (?:entry|admission|of\ charge)|refreshments|r\.?s\.?v\.?p|book\ (?:a\ place|now)|register\ (?:at|by|now|here)
    |doors\ open|see\ you\ there|come\ along|dear\ (?:parents|neighbours|residents|friends|members|families|all)
    |\d{1,2}(?:[.:]\d\d)?\ ?(?:am|pm|o'clock)|\d{1,2}[.:]\d\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day
    |community\ (?:centre|hall)|town\ hall|yours\ (?:sincerely|faithfully)|kind\ regards)\b""",
    re.IGNORECASE | re.VERBOSE,
)
FIRST_PERSON = re.compile(r"\b(?:I|I['’]?m|I['’]?ve|me|my)\b")


def pasted_text(message: str) -> Optional[Tuple[int, int]]:
    """Where in `message` the text stands, as offsets, or None if it brings none.

    It does if it asks for a check ("check this text: …"), or if it is long and reads like a leaflet and not like
    somebody who tells of themselves.
    """
    asked = ASKS.match(message)
    if asked:
        return asked.start("text"), asked.end("text")
    leaflet = len(message.split()) >= LONG and len({m.lower() for m in LEAFLET.findall(message)}) >= MARKS
    return (0, len(message)) if leaflet and not FIRST_PERSON.search(message) else None
