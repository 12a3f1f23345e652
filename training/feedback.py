"""What a trainee is told after a turn: what the move did, why, where to read on, and words that may help more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.names import capitalised, listed, named
from knowledge.schema import Item
from training.move import UNCLEAR, Move
from training.practice import Practice, Talk, Turn
from training.practice_phrases import Changes, PracticePhrases
from training.practice_rules import LOWEST

SURE = 0.5  # chance from which a move is named without a doubt
CLEARLY = 8  # points from which a change is more than a little
WORDINGS = 2


@dataclass(frozen=True)
class Feedback:
    """What is said of one turn.

    Attributes:
        kind: of the move: helps, depends or hurts.
        head: the move, by its name.
        says: what it did and why, a sentence or two each.
        better: what leads to the wordings.
        wordings: two messages that are good at this point.
        lesson: id of the item to read; empty if there is none.
        source: names it in a sentence; empty if there is none.
        phase: names the part of a talk that the move belongs to.
    """

    kind: str
    head: str
    says: tuple[str, ...]
    better: str
    wordings: tuple[str, ...]
    lesson: str
    source: str
    phase: str

    def lines(self) -> list[str]:
        """All of it, a line each."""
        wordings = [f"“{text}”" for text in self.wordings]
        return [line for line in (self.head, *self.says, self.better, *wordings, self.source, self.phase) if line]


class FeedbackWriter:
    """Writes feedback.

    Args:
        practice: of the scenario.
        items: of the paper, by id.
        phrases: that hold it together.
    """

    def __init__(self, practice: Practice, items: Mapping[str, Item], phrases: PracticePhrases) -> None:
        self._practice = practice
        self._items = items
        self._phrases = phrases

    def of_turn(self, talk: Talk, number: int) -> Feedback:
        """The feedback on a turn, counted from 1."""
        turns = talk.turns[:number]
        turn, move = turns[-1], self._practice.moves[turns[-1].move]
        item = self._items.get(move.lesson or "")
        phrases = self._phrases
        return Feedback(
            kind=move.kind,
            head=self._head(turn, move),
            says=tuple(self._says(turns, move)),
            better=phrases.others if move.kind == "helps" else phrases.better,
            wordings=self._wordings(turns),
            lesson=item.id if item else "",
            source=phrases.lesson.format(item=named(item)) if item else "",
            phase=phrases.phase.format(phase=getattr(phrases.phases, move.phase)) if move.id != UNCLEAR else "",
        )

    def _head(self, turn: Turn, move: Move) -> str:
        if move.id == UNCLEAR:
            return self._phrases.read_unclear
        lead = self._phrases.read_as if turn.chance >= SURE else self._phrases.read_perhaps
        return lead.format(title=move.title)

    def _says(self, turns: Sequence[Turn], move: Move) -> list[str]:
        turn, phrases, scenario = turns[-1], self._phrases, self._practice.scenario
        says = [move.does, move.why]
        if turn.part:
            says.insert(0, phrases.weighed_most.format(part=turn.part))
        own = scenario.own(move.id)
        if own is not None:
            says.append(phrases.with_person.format(name=scenario.name, why=own.why))
        if move.kind == "helps" and len(turns) > 1 and turns[-2].move == move.id:
            says.append(phrases.repeated)
        says.append(changed(turn, phrases))
        if turn.disclosure:
            about = scenario.disclosure(turn.disclosure).about
            says.append(phrases.came_out.format(name=scenario.name, about=about))
        return says

    def _wordings(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Two wordings that were not shown before, as long as there are such: first those of the scenario."""
        shown: list[str] = []
        last: list[str] = []
        for number, turn in enumerate(turns):
            told = [earlier.disclosure for earlier in turns[:number] if earlier.disclosure]
            ways = [text for move, text in self._practice.scenario.betters(told) if move != turn.move]
            ways += self._practice.moves[turn.move].instead
            ways.sort(key=shown.count)  # stable: what was shown least comes first, else the order stays
            last = ways[:WORDINGS]
            shown += last
        return tuple(last)


def changed(turn: Turn, phrases: PracticePhrases) -> str:
    """A sentence on how trust, fear and hope changed, those that stayed left out where others did not."""
    names, rows = phrases.values, []
    for value, change in turn.change._asdict().items():
        if change:
            name = getattr(names, value)
            rows.append(_way(change, getattr(turn.numbers, value), phrases.changes).format(what=name))
    if not rows:
        rows = [phrases.changes.same.format(what=listed([names.trust, names.fear, names.hope]))]
    return capitalised(listed(rows)) + "."


def _way(change: int, now: int, words: Changes) -> str:
    if change > 0:
        return words.up_much if change >= CLEARLY else words.up
    if now == LOWEST:
        return words.to_nothing
    return words.down_much if change <= -CLEARLY else words.down
