"""Hides small numbers in counts of people, and whatever else would give them away."""

from collections.abc import Sequence
from math import inf
from typing import Literal

LEAST = 5  # a smaller count is hidden, 0 included
SMALL: Literal["<5"] = "<5"
HIDDEN: Literal["hidden"] = "hidden"  # is not small itself, and hides one that is
Shown = int | Literal["<5", "hidden"]


def hide(counts: Sequence[int]) -> list[Shown]:
    """The counts of groups that make up a whole, with a mark in place of those that are hidden.

    Hidden are those below LEAST and, beginning with the smallest, as many others as it takes that nobody can work out
    a hidden one, even if they know the whole. Only where that is not enough, all are hidden.
    """
    hidden = {place for place, count in enumerate(counts) if count < LEAST}
    others = sorted(set(range(len(counts))) - hidden, key=lambda place: counts[place], reverse=True)
    while others and gives_away([counts[place] for place in hidden]):
        hidden.add(others.pop())
    return [count if place not in hidden else SMALL if count < LEAST else HIDDEN for place, count in enumerate(counts)]


def hide_total(parts: Sequence[int]) -> int | None:
    """The sum of counts that are shown beside it, each hidden if below LEAST; None if the sum would give one away."""
    total = sum(parts)
    return None if total < LEAST or gives_away([part for part in parts if part < LEAST]) else total


def hide_small(count: int) -> Shown:
    """A count that is part of no whole."""
    return SMALL if count < LEAST else count


def gives_away(hidden: Sequence[int]) -> bool:
    """Whether somebody who knows the sum of hidden counts, and which of them are small, can tell one exactly."""
    total = sum(hidden)
    least = [0 if count < LEAST else LEAST for count in hidden]
    most = [LEAST - 1 if count < LEAST else inf for count in hidden]

    def rest(bounds: Sequence[float], place: int) -> float:
        return sum(bounds[:place]) + sum(bounds[place + 1 :])

    return any(
        max(least[place], total - rest(most, place)) == min(most[place], total - rest(least, place))
        for place in range(len(hidden))
    )
