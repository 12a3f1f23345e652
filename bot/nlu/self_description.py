"""Finds what people say of themselves in a message: their role, and the country they are in.

Only plain statements count ("I'm a teacher", "here in Germany"). Nothing is guessed from a name, a
language or a belief.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import List, Optional, Pattern, Sequence, Tuple

import yaml

from bot.nlu.finding import Finding
from bot.nlu.whereabouts import Whereabouts
from bot.nlu.wording import either

SUBJECT = r"(?:i\s?am|i'm|im|i work as|i work here as|speaking as|asking as|writing as|here as)"
ARTICLE = r"(?:an?|the|just an?|only an?|also an?)"
MAX_ADJECTIVES = 2  # "I'm a newly trained youth worker"
FIRST_PERSON = ("i ", "i'm ", "we ")  # "I teach" says who somebody is; "my class" only hints at it


class SelfDescription:
    """Reads the roles and countries from the knowledge's data files.

    Args:
        roles: `knowledge/roles.yml`.
        services: `knowledge/services.yml`, for the names of countries.
    """

    def __init__(self, roles: Path, services: Path) -> None:
        self._stated: List[Tuple[str, Pattern[str]]] = []
        self._hinted: List[Tuple[str, Pattern[str]]] = []
        for row in yaml.safe_load(roles.read_text(encoding="utf-8")):
            phrases = row.get("phrases", [])
            said = [phrase for phrase in phrases if phrase.lower().startswith(FIRST_PERSON)]
            self._stated.append((row["role"], _statement(row["words"], said)))
            self._hinted.append((row["role"], _any([phrase for phrase in phrases if phrase not in said])))
        self._country = Whereabouts(services).find

    def find(self, text: str) -> List[Finding]:
        """At most one role and one country, the plainest statement first.

        A role that is only hinted at ("my son") is a finding of `role_hint`, so that it replaces nothing stated.
        """
        plain = text.replace("’", "'")  # same length: offsets hold
        role = _first("role", self._stated, plain) or _first("role_hint", self._hinted, plain)
        return [found for found in (role, self._country(plain)) if found is not None]


def _first(entity: str, patterns: Sequence[Tuple[str, Pattern[str]]], text: str) -> Optional[Finding]:
    """What stands first; of two that begin at the same place, the longer one."""
    matches = [(match, role) for role, pattern in patterns for match in pattern.finditer(text)]
    if not matches:
        return None
    match, role = min(matches, key=lambda found: (found[0].start(), -found[0].end()))
    return Finding(entity, role, match.start(), match.end())


def _statement(words: Sequence[str], phrases: Sequence[str]) -> Pattern[str]:
    names = either(words)
    return re.compile(
        rf"(?:\b{SUBJECT}\s+(?:{ARTICLE}\s+)?(?:(?!not\b|never\b)[\w-]+\s+){{0,{MAX_ADJECTIVES}}}?"
        rf"|(?:^|[.,;:!?]\s*)(?:and\s+|but\s+)?as\s+{ARTICLE}\s+(?:[\w-]+\s+){{0,{MAX_ADJECTIVES}}}?)"
        rf"(?:{names})\b(?!\s+of\s+the)"
        rf"|^\s*(?:an?\s+)?(?:{names})\s+here\b"
        rf"|{_any(phrases).pattern}",
        re.IGNORECASE,
    )


def _any(phrases: Sequence[str]) -> Pattern[str]:
    return re.compile(rf"\b(?:{either(phrases)})\b" if phrases else r"(?!)", re.IGNORECASE)
