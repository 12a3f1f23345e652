"""Finds the item that a message asks to open: by its number ("lesson 3.1"), or by a name that people know it by.

The names are data: `names` of the items in `knowledge/items/`. A message that tells of something and mentions an
item on the way asks for nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Optional

import yaml

from bot.nlu.finding import Finding
from bot.nlu.little_else import REQUEST, says_little_else
from bot.nlu.wording import either, words

NUMBERED = re.compile(
    r"\b(?P<kind>lesson|challenge)\s*(?:number\s*|n[or]\.?\s*|#)?(?P<number>\d{1,2}(?:\.\d{1,2})?)\b(?!\.\d)"
    r"|^\W*(?P<lesson>\d\.\d)\W*$",
    re.IGNORECASE,
)
# "What is EPAREX?" asks about a case, and the search answers that; "what is lesson 2.4?" asks for the lesson.
ASKING = REQUEST | words("what what's is are does do say says in how why where which explain source example")
NAMING = REQUEST | words("case cases study story project example why source")


class NamedItems:
    """Reads the names of the items from the knowledge's data files.

    Args:
        folder: `knowledge/items`.
    """

    def __init__(self, folder: Path) -> None:
        self._ids: Dict[str, str] = {}
        for path in sorted(folder.glob("*.yml")):
            for row in yaml.safe_load(path.read_text(encoding="utf-8")):
                self._ids.update({name.lower(): row["id"] for name in row.get("names", [])})
        names = either(self._ids)
        self._named = re.compile(rf"(?<!\w)(?:{names})(?!\w)" if names else r"(?!)", re.IGNORECASE)

    def find(self, text: str) -> Optional[Finding]:
        """The item asked for; its id may be that of no item, such as "lesson-3" of a part that holds several."""
        plain = text.replace("’", "'")  # same length: offsets hold
        match = NUMBERED.search(plain)
        if match is not None and says_little_else(plain, *match.span(), allowed=ASKING):
            kind = (match["kind"] or "lesson").lower()
            return Finding("item", f"{kind}-{match['number'] or match['lesson']}", *match.span())
        match = self._named.search(plain)
        if match is not None and says_little_else(plain, *match.span(), allowed=NAMING):
            name = re.sub(r"\s+", " ", match[0].lower())
            return Finding("item", self._ids[name], *match.span())
        return None
