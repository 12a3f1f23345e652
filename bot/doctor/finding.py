"""What a check finds, as one line with the way out. Standard library only, any Python from 3.8."""

from __future__ import annotations

from dataclasses import dataclass

OK, LOOK, BROKEN = "ok", "look at this", "broken"


@dataclass(frozen=True)
class Finding:
    """One line.

    Attributes:
        check: what was looked at, as in "disk".
        state: `OK`, `LOOK` (it works, but somebody should know) or `BROKEN` (the service, or a part of it, does not).
        says: what was found, a clause or a sentence without its full stop.
        way_out: what to do, whole sentences; empty where all is well.
    """

    check: str
    state: str
    says: str
    way_out: str = ""

    def __str__(self) -> str:
        return f"{self.state:<{len(LOOK)}}  {self.check}: {self.says}. {self.way_out}".rstrip()


def ok(check: str, says: str) -> Finding:
    """All is well."""
    return Finding(check, OK, says)


def look(check: str, says: str, way_out: str) -> Finding:
    """Somebody should know."""
    return Finding(check, LOOK, says, way_out)


def broken(check: str, says: str, way_out: str) -> Finding:
    """It does not work."""
    return Finding(check, BROKEN, says, way_out)
