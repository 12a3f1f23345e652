"""A practice conversation: what the simulated person says to each move. Pure: a talk goes in, the next comes out.

A talk holds the moves, and all else follows from them: the same moves give the same course, and going back to a turn
is playing the moves up to it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from pydantic import TypeAdapter

from training.move import Move
from training.move_classifier import Reading
from training.practice_rules import Mind, Numbers, Rules, Step
from training.scenario import OTHER, End, Scenario

KEPT_TRIES = 2  # the first, and the last one before the present


class TalkOverError(Exception):
    """The talk has ended; one can only go back in it."""


@dataclass(frozen=True)
class Turn:
    """A message of the trainee and what came of it.

    Attributes:
        message: of the trainee, as it came.
        move: that it was read as.
        chance: that it is that move, 0 to 1.
        part: the sentence that decided, if it was one of several.
        change: of trust, fear and hope.
        numbers: after it.
        says: the person's answer.
        disclosure: id of what the person told with it; empty if nothing new.
        end: id of the end that it was; empty if the talk goes on.
    """

    message: str
    move: str
    chance: float
    part: str
    change: Numbers
    numbers: Numbers
    says: str
    disclosure: str = ""
    end: str = ""


@dataclass(frozen=True)
class Talk:
    """A practice conversation as it stands.

    Attributes:
        scenario: its id.
        seed: decides which of several ways to say a thing is taken.
        opening: what the person said first.
        turns: since then.
        tries: turns of earlier tries, first to last; each was left by going back.
        since: number of turns that the present try has in common with the one before.
    """

    scenario: str
    seed: int
    opening: str
    turns: tuple[Turn, ...] = ()
    tries: tuple[tuple[Turn, ...], ...] = ()
    since: int = 0

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return bool(self.turns and self.turns[-1].end)

    @property
    def told(self) -> tuple[str, ...]:
        """Ids of the disclosures made, first to last."""
        return tuple(turn.disclosure for turn in self.turns if turn.disclosure)

    def as_json(self) -> dict[str, Any]:
        """The talk as plain data."""
        data: dict[str, Any] = _TALKS.dump_python(self, mode="json")
        return data

    @staticmethod
    def of_json(data: Mapping[str, Any]) -> "Talk":
        """The talk that `as_json` gave.

        Raises:
            ValueError: if it is no talk.
        """
        return _TALKS.validate_python(data)


_TALKS = TypeAdapter(Talk)


class Practice:
    """Plays the person of a scenario.

    Args:
        scenario: with the person.
        moves: all there are, by id.
    """

    def __init__(self, scenario: Scenario, moves: Mapping[str, Move]) -> None:
        self.scenario = scenario
        self.moves = moves
        self.rules = Rules(scenario, moves)

    def start(self, seed: int) -> Talk:
        """A new talk, with the person's first message."""
        return Talk(self.scenario.id, seed, _ways(seed, "opening", self.scenario.opening)[0])

    def turn(self, talk: Talk, message: str, reading: Reading) -> Talk:
        """The talk after a message.

        Args:
            talk: of this scenario.
            message: of the trainee.
            reading: the move that it is.

        Raises:
            TalkOverError: if the talk has ended.
        """
        if talk.over:
            raise TalkOverError
        step = self.rules.step(self.mind(talk.turns), reading.move)
        turn = Turn(
            message=message,
            move=reading.move,
            chance=round(reading.chance, 3),
            part=reading.part,
            change=step.change,
            numbers=step.mind.numbers,
            says=self._says(talk, reading.move, step),
            disclosure=step.disclosure.id if step.disclosure else "",
            end=step.end.id if step.end else "",
        )
        return replace(talk, turns=(*talk.turns, turn))

    def back_to(self, talk: Talk, turns: int) -> Talk:
        """The talk as it was after its first `turns` turns, for another try; what came after is kept as a try.

        Raises:
            ValueError: if there were not that many turns.
        """
        if not 0 <= turns <= len(talk.turns):
            raise ValueError(f"there is no turn {turns} to go back to")
        if turns == len(talk.turns):
            return talk
        tries = talk.tries
        # Going back twice in a row is one new try, not two.
        if len(talk.turns) > talk.since or not tries:
            tries = (*tries, talk.turns)
            tries = (tries[0], *tries[1:][-(KEPT_TRIES - 1) :])
        return replace(talk, turns=talk.turns[:turns], tries=tries, since=turns)

    def mind(self, turns: Sequence[Turn]) -> Mind:
        """How the person is after these turns."""
        mind = self.rules.start()
        for turn in turns:
            mind = self.rules.step(mind, turn.move).mind
        return mind

    def end(self, talk: Talk) -> End | None:
        """The end of the talk, if it has one."""
        return self.scenario.end(talk.turns[-1].end) if talk.over else None

    def _says(self, talk: Talk, move: str, step: Step) -> str:
        said = [talk.opening, *(turn.says for turn in talk.turns)]
        if step.end is not None:
            return _ways(talk.seed, f"end {step.end.id}", step.end.says)[0]
        if step.disclosure is not None:
            return _ways(talk.seed, f"told {step.disclosure.id}", step.disclosure.says)[0]
        answers = self.scenario.answers
        ways = [
            *_ways(talk.seed, f"answer {move}", answers.get(move, [])),
            *_ways(talk.seed, "answer", answers[OTHER]),
        ]
        # One that was not said yet; where all were, the one that was said longest ago.
        return min(ways, key=lambda way: _last(said, way))


def _ways(seed: int, what: str, ways: Sequence[str]) -> list[str]:
    """Ways to say something, in an order that the seed decides."""
    return Random(f"{seed} {what}").sample(ways, len(ways))


def _last(said: Sequence[str], way: str) -> int:
    """Place where something was said last, or -1."""
    return max((place for place, text in enumerate(said) if text == way), default=-1)
