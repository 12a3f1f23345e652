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
