"""How urgent a case is, and what made it so."""

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """The levels, lowest first. `NONE` is a case without any sign of danger."""

    NONE = "none"
    CONCERN = "concern"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for the lowest to 3 for the highest."""
        return list(Urgency).index(self)


@dataclass(frozen=True)
class Finding:
    """What raised a case.

    Attributes:
        urgency: the level.
        because: the reason in words, for staff; empty if there is none.
        quote: the person's own words that caused it, redacted; empty if there are none.
    """

    urgency: Urgency
    because: str = ""
    quote: str = ""


CALM = Finding(Urgency.NONE)


def finding_in(text: str, urgency: Urgency, because: str | None = None, start: int = 0, end: int = 0) -> Finding:
    """What was found in a message, quoted from `start` to `end`, or whole where nothing stands between the two."""
    return CALM if urgency == Urgency.NONE else Finding(urgency, because or "", text[start:end] or text)
