"""Finds what people say of themselves in a message: their role, and the country they are in.

Only plain statements count ("I'm a teacher", "here in Germany"). Nothing is guessed from a name, a
language or a belief.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, List, Optional, Pattern, Tuple

import yaml

SUBJECT = r"(?:i\s?am|i'm|im|i work as|i work here as|speaking as|asking as|writing as|here as)"
ARTICLE = r"(?:an?|the|just an?|only an?|also an?)"
MAX_ADJECTIVES = 2  # "I'm a newly trained youth worker"


@dataclass(frozen=True)
class Finding:
    """A stretch of a message and what it says. `start` and `end` are offsets in the message."""

    entity: str
    value: str
    start: int
    end: int


class SelfDescription:
    """Reads the roles and countries from the knowledge's data files.

    Args:
        roles: `knowledge/roles.yml`.
        services: `knowledge/services.yml`, for the names of countries.
    """

    def __init__(self, roles: Path, services: Path) -> None:
        self._roles: List[Tuple[str, Pattern[str], Pattern[str]]] = []
        for row in yaml.safe_load(roles.read_text(encoding="utf-8")):
            words, phrases = _either(row["words"]), _either(row.get("phrases", []))
            named = re.compile(
                rf"(?:\b{SUBJECT}\s+(?:{ARTICLE}\s+)?(?:(?!not\b|never\b)[\w-]+\s+){{0,{MAX_ADJECTIVES}}}?"
                rf"|(?:^|[.,;:!?]\s*)(?:and\s+|but\s+)?as\s+{ARTICLE}\s+(?:[\w-]+\s+){{0,{MAX_ADJECTIVES}}}?)"
                rf"({words})\b(?!\s+of\s+the)"
                rf"|^\s*(?:an?\s+)?({words})\s+here\b",
                re.IGNORECASE,
            )
            hinted = re.compile(rf"\b(?:{phrases})\b" if phrases else r"(?!)", re.IGNORECASE)
            self._roles.append((row["role"], named, hinted))
        self._countries: List[Tuple[str, Pattern[str]]] = []
        for row in yaml.safe_load(services.read_text(encoding="utf-8"))["countries"]:
            names = _either(row["names"])
            pattern = (
                rf"\b(?:in|from|near|for|my country is)\s+(?:the\s+)?(?P<named>{names})\b"
                rf"|^\W*(?:the\s+)?(?P<alone>{names})(?:,?\s+please)?\W*$"
            )
            self._countries.append((row["code"], re.compile(pattern, re.IGNORECASE)))

    def find(self, text: str) -> List[Finding]:
        """At most one role and one country, the plainest statement first."""
        plain = text.replace("’", "'")  # same length: offsets hold
        found = [self._role(plain), self._country(plain)]
        return [f for f in found if f is not None]

    def _role(self, text: str) -> Optional[Finding]:
        named = (
            (match.start(), -(match.end() - match.start()), role, match)
            for role, pattern, _ in self._roles
            for match in pattern.finditer(text)
        )
        hinted = (
            (len(text) + match.start(), 0, role, match)
            for role, _, pattern in self._roles
            for match in pattern.finditer(text)
        )
        rows = sorted((*named, *hinted), key=lambda row: row[:3])
        if not rows:
            return None
        _, _, role, match = rows[0]
        return Finding("role", role, match.start(), match.end())

    def _country(self, text: str) -> Optional[Finding]:
        for code, pattern in self._countries:
            match = pattern.search(text)
            if match:
                group = match.lastgroup or "named"
                return Finding("country", code, match.start(group), match.end(group))
        return None


def _either(words: Iterable[str]) -> str:
    # Longest first: "youth worker" before "worker".
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))
