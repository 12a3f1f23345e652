"""What rules and classifier found in a message, put together: the higher level of the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Optional

from bot.nlu.safety_rules import LEVELS, Finding

# The intent that a message raised to each level has.
INTENTS = {"emergency": "danger_now", "urgent": "danger_soon", "concern": "worried_about_someone"}


@dataclass(frozen=True)
class Learned:
    """What the classifier makes of a message.

    Attributes:
        level: one of `LEVELS`.
        danger: chance of any level above none, 0 to 1.
        start: offset of the sentence with the highest chance.
        end: one past its last character.
    """

    level: str
    danger: float
    start: int
    end: int


def together(found: Optional[Finding], learned: Optional[Learned]) -> Optional[Dict[str, Any]]:
    """What a rule and the classifier saw, at the higher level of the two; None if neither saw anything."""
    of_learned = learned if learned and learned.level != "none" else None
    seen = [one for one in (found, of_learned) if one]
    if not seen:
        return None
    gravest = max(seen, key=lambda one: LEVELS.index(one.level))  # of two at one level the rule, which names the words
    return {
        "level": gravest.level,
        "by": "both" if len(seen) == 2 else "rule" if found else "classifier",
        "rule": found.rule if found else None,
        "because": found.because if found else None,
        "start": gravest.start,
        "end": gravest.end,
    }
