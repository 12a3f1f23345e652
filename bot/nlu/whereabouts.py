"""Finds the country that a person says they are in.

It decides which emergency number is named, so only the first person counts ("I live in …", "here in …"), or the
country alone, as an answer. Where others come from, or what happened elsewhere, says nothing about it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Optional

import yaml

from bot.nlu.finding import Finding
from bot.nlu.little_else import COURTESY, says_little_else
from bot.nlu.wording import either, words

# Words after which it is no longer the person who is somewhere: "I am with a family in …", "we are helping some in …".
BREAK = (
    r"(?:not|never|no|with|without|from|for|to|of|about|against|who|whose|that|which|where|and|or|but|because|if|than"
    r"|is|are|was|were|bit|little|lot|few|\w+ing)\b"
)
WORDS = rf"(?:\s+(?!{BREAK})[\w'-]+){{1,4}}"
ARE = r"\b(?:(?:i|we)\s+(?:am|are|live|work|teach|volunteer|study|stay|run|lead)|i'?m|we're)"
BEING = r"(?:\s+(?:here|now|currently|still|also|both|all|just|based|living|working|staying|volunteering))"
WRITING = r"\s+(?:calling|writing|messaging|phoning|texting)(?:\s+you)?\s+from"
THING = rf"\s+(?:as\s+)?(?:an?|the|our|my){WORDS}"  # "I'm a newly trained youth worker in …"
SPOT = rf"\s+(?:in|at|near|on){WORDS}"  # "we live in a small town in …", "in Leeds, …", "in the north of …"
STATED = (
    rf"{ARE}(?:{BEING}{{0,3}}(?:{THING})?(?:(?:{SPOT},?)?\s+(?:in|near)|{SPOT}(?:,|\s+of))|{WRITING})\s+"
    r"|\bhere\s+in\s+|\b(?:my|our)\s+country\s+is\s+"
)
ASKED = r"\b(?:numbers?|helplines?|hotlines?|what\s+about)(?:\s+(?:are|is)\s+there)?\s+(?:for|in)\s+"
ANSWER = COURTESY | words("in from near am im we are we're where live")


class Whereabouts:
    """Reads the countries from the knowledge's data files.

    Args:
        services: `knowledge/services.yml`, for the names of countries.
    """

    def __init__(self, services: Path) -> None:
        rows = yaml.safe_load(services.read_text(encoding="utf-8"))["countries"]
        self._codes = {name.lower(): row["code"] for row in rows for name in row["names"]}
        name = rf"(?:the\s+)?(?P<name>{either(self._codes)})(?!\w)"
        self._said = re.compile(rf"(?:{STATED}|{ASKED}){name}", re.IGNORECASE)
        self._named = re.compile(rf"(?<!\w){name}", re.IGNORECASE)

    def find(self, text: str) -> Optional[Finding]:
        """The country stated first, or None."""
        plain = text.replace("’", "'")  # same length: offsets hold
        match = self._said.search(plain)
        if match is None:
            alone = self._named.search(plain)
            match = alone if alone and says_little_else(plain, *alone.span(), allowed=ANSWER) else None
        if match is None:
            return None
        name = re.sub(r"\s+", " ", match["name"].lower())
        return Finding("country", self._codes[name], *match.span("name"))
