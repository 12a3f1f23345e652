"""How a simulated person takes a move: their trust, fear and hope, what they tell, and when the talk is over.

Pure mechanics without a word of text; `practice.py` puts them into words, `reachability.py` searches them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from training.move import Effect, Move
from training.scenario import Disclosure, End, Needs, Scenario

OPEN_FROM = 6  # turns before which a talk cannot end with an open end: a goodbye that early is only answered
LOWEST, HIGHEST = 0, 100


class Numbers(NamedTuple):
    """Where a person stands, 0 to 100 each."""

    trust: int
    fear: int
    hope: int


@dataclass(frozen=True)
class Mind:
    """All that decides how a person takes the next move.

    Attributes:
        numbers: where they stand.
        told: disclosures that they made, first to last.
        made: moves that the trainee has made.
        last: the move made last; empty at first.
        in_a_row: how often it was made without another between.
        turns: how many moves were made.
    """

    numbers: Numbers
    told: tuple[str, ...] = ()
    made: frozenset[str] = frozenset()
    last: str = ""
    in_a_row: int = 0
    turns: int = 0


@dataclass(frozen=True)
class Step:
    """What a move did.

    Attributes:
        mind: after it.
        change: of trust, fear and hope, as far as they could change between 0 and 100.
        disclosure: that it leads to, if any.
        end: of the talk, if it ends; then it is all that is said.
    """

    mind: Mind
    change: Numbers
    disclosure: Disclosure | None = None
    end: End | None = None


class Rules:
    """Applies the moves of a trainee to the person of a scenario.

    Args:
        scenario: with the person.
        moves: all there are, by id.
    """

    def __init__(self, scenario: Scenario, moves: Mapping[str, Move]) -> None:
        self.scenario = scenario
        self.moves = moves
        self._effects = {move.id: move.effect for move in moves.values()}
        self._effects |= {own.move: own.effect for own in scenario.effects}

    def start(self) -> Mind:
        """A person to whom nothing was said yet."""
        start = self.scenario.start
        return Mind(Numbers(start.trust, start.fear, start.hope))

    def step(self, mind: Mind, move: str) -> Step:
        """What a move does; `move` is one of `moves`."""
        in_a_row = mind.in_a_row + 1 if move == mind.last else 1
        before = mind.numbers
        wanted = zip(before, _repeated(self._effects[move], in_a_row), strict=True)
        after = Numbers(*(max(LOWEST, min(HIGHEST, value + change)) for value, change in wanted))
        change = Numbers(*(new - old for new, old in zip(after, before, strict=True)))
        changed = Mind(after, mind.told, mind.made | {move}, move, in_a_row, mind.turns + 1)
        # An end counts on what was told before: what would come out in this turn is never heard if the talk is over.
        end = next((end for end in self.scenario.ends if _ends(end, changed)), None)
        if end is not None:
            return Step(changed, change, end=end)
        disclosure = next((d for d in self.scenario.disclosures if self._comes_out(d, changed)), None)
        if disclosure is None:
            return Step(changed, change)
        told = Mind(after, (*mind.told, disclosure.id), changed.made, move, in_a_row, changed.turns)
        return Step(told, change, disclosure)

    def follows(self, disclosure: Disclosure) -> Collection[str]:
        """Moves that a disclosure can follow."""
        return disclosure.when_move or [move.id for move in self.moves.values() if move.kind == "helps"]

    def _comes_out(self, disclosure: Disclosure, mind: Mind) -> bool:
        new = disclosure.id not in mind.told and mind.last in self.follows(disclosure)
        return new and meets(disclosure.needs, mind)


def meets(needs: Needs, mind: Mind) -> bool:
    """Whether all that is needed holds."""
    now = mind.numbers
    return (
        (needs.trust is None or now.trust >= needs.trust)
        and (needs.trust_below is None or now.trust < needs.trust_below)
        and (needs.fear_below is None or now.fear < needs.fear_below)
        and (needs.hope is None or now.hope >= needs.hope)
        and set(needs.told) <= set(mind.told)
        and set(needs.moves) <= mind.made
    )


def _ends(end: End, mind: Mind) -> bool:
    """Whether a talk ends so: an offer made long ago does not end it while something else is spoken of."""
    if end.kind == "open" and mind.turns < OPEN_FROM:
        return False
    return meets(end.needs, mind) and (not end.needs.moves or mind.last in end.needs.moves)


def _repeated(effect: Effect, in_a_row: int) -> Numbers:
    """The effect of a move made for the n-th time in a row: what helps has half of it each time, what hurts has all."""
    part = 2 ** (in_a_row - 1)
    return Numbers(
        int(effect.trust / part) if effect.trust > 0 else effect.trust,
        int(effect.fear / part) if effect.fear < 0 else effect.fear,
        int(effect.hope / part) if effect.hope > 0 else effect.hope,
    )
