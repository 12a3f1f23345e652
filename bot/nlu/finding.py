"""What the reading of a message gives: a stretch of it, and what that says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A stretch of a message and what it says. `start` and `end` are offsets in the message."""

    entity: str
    value: str
    start: int
    end: int
