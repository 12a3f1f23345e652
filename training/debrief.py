"""Looks back on a talk: its course, where it turned and why, what went well, what to try, and what to read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.names import named
from knowledge.schema import Item
from training.feedback import changed
from training.move import Move
from training.practice import Practice, Talk, Turn
from training.practice_phrases import PracticePhrases
from training.practice_rules import Numbers

POINTS = 3  # turning points, things that went well, and things to try
TURNING = 8  # points that trust, fear and hope must have moved in all, for a turn to count as a turning point
TOLD = 5  # points that something told counts beside them
LESSONS = 4


@dataclass(frozen=True)
class CourseRow:
    """Where the person stood after a turn; turn 0 is the start and has no move."""

    turn: int
    move: str
    title: str
    numbers: Numbers


@dataclass(frozen=True)
class TurningPoint:
    """A turn that changed much.

    Attributes:
        turn: counted from 1.
        move: id of the move made.
        good: whether it changed for the better.
        text: what changed, and why.
    """

    turn: int
    move: str
    good: bool
    text: str


@dataclass(frozen=True)
class Debrief:
    """What is said of a whole talk.

    Attributes:
        title: its headline.
        summary: how it ended, from where to where it went, what came out.
        course: a row for the start and for each turn.
        first_course: the same of the first try, if this is another one; else empty.
        turning_points: in the order of the talk.
        well: what went well.
        to_try: what to try next time.
        lessons: ids of the items to read.
        sources: their names in a sentence.
        tries: how the first try and this one differ; empty if this is the first.
    """

    title: str
    summary: tuple[str, ...]
    course: tuple[CourseRow, ...]
    first_course: tuple[CourseRow, ...]
    turning_points: tuple[TurningPoint, ...]
    well: tuple[str, ...]
    to_try: tuple[str, ...]
    lessons: tuple[str, ...]
    sources: tuple[str, ...]
    tries: tuple[str, ...]

    def sections(self, phrases: PracticePhrases) -> list[tuple[str, Sequence[str]]]:
        """Headlines and what stands under each, those left out that have nothing."""
        say = phrases.debrief
        rows = [
            say.course_row.format(turn=row.turn, title=row.title, **row.numbers._asdict()) for row in self.course[1:]
        ]
        parts: list[tuple[str, Sequence[str]]] = [
            (self.title, self.summary),
            (say.turning_points, [point.text for point in self.turning_points]),
            (say.well, self.well),
            (say.to_try, self.to_try),
            (say.read, self.sources),
            (say.tries, self.tries),
            (say.course, rows),
        ]
        return [(head, texts) for head, texts in parts if texts]


class DebriefWriter:
    """Writes debriefs.

    Args:
        practice: of the scenario.
        items: of the paper, by id.
        phrases: that hold it together.
    """

    def __init__(self, practice: Practice, items: Mapping[str, Item], phrases: PracticePhrases) -> None:
        self._practice = practice
        self._scenario = practice.scenario
        self._items = items
        self._phrases = phrases
        self._say = phrases.debrief

    def of(self, talk: Talk) -> Debrief:
        """The debrief of a talk, wherever it stands."""
        title = self._say.title.format(title=self._scenario.title)
        course, first = self._course(talk.turns), self._course(talk.tries[0]) if talk.tries else ()
        if not talk.turns:
            return Debrief(title, (self._say.empty,), course, first, (), (), (), (), (), ())
        lessons = self._lessons(talk.turns)
        return Debrief(
            title=title,
            summary=tuple(self._summary(talk)),
            course=course,
            first_course=first,
            turning_points=tuple(self._turning_points(talk.turns)),
            well=tuple(self._well(talk.turns)),
            to_try=tuple(self._to_try(talk)),
            lessons=lessons,
            sources=tuple(named(self._items[lesson]) for lesson in lessons),
            tries=tuple(self._tries(talk)),
        )

    def _course(self, turns: Sequence[Turn]) -> tuple[CourseRow, ...]:
        start = CourseRow(0, "", "", self._practice.rules.start().numbers)
        rows = (CourseRow(n, t.move, self._title(t.move), t.numbers) for n, t in enumerate(turns, 1))
        return (start, *rows)

    def _title(self, move: str) -> str:
        return self._practice.moves[move].title

    def _summary(self, talk: Talk) -> list[str]:
        say, scenario = self._say, self._scenario
        end, start, now = self._practice.end(talk), self._practice.rules.start().numbers, talk.turns[-1].numbers
        numbers = {f"{name}_from": value for name, value in start._asdict().items()}
        numbers |= {f"{name}_to": value for name, value in now._asdict().items()}
        told = talk.told
        abouts = "; ".join(scenario.disclosure(label).about for label in told)
        left = len(scenario.disclosures) - len(told)
        lines = [
            say.aim.format(aim=scenario.aim),
            say.ended.format(because=end.because) if end else say.unfinished,
            say.numbers.format(**numbers),
            say.told.format(abouts=abouts) if told else say.nothing_told.format(name=scenario.name),
        ]
        if told and left:
            lines.append(say.untold_one if left == 1 else say.untold.format(count=left))
        return lines

    def _turning_points(self, turns: Sequence[Turn]) -> list[TurningPoint]:
        """The best and the worst turn, as far as they count, and the largest changes beside them."""
        weights = {number: _weight(turn) for number, turn in enumerate(turns, 1) if abs(_weight(turn)) >= TURNING}
        if not weights:
            return []
        best, worst = max(weights, key=weights.__getitem__), min(weights, key=weights.__getitem__)
        largest = sorted(weights, key=lambda number: (number not in (best, worst), -abs(weights[number])))
        return [self._point(number, turns[number - 1]) for number in sorted(largest[:POINTS])]

    def _point(self, number: int, turn: Turn) -> TurningPoint:
        change = changed(turn, self._phrases).rstrip(".")
        change = change[:1].lower() + change[1:]
        text = self._say.point.format(turn=number, title=self._title(turn.move), change=change, why=self._why(turn))
        if turn.disclosure:
            about = self._scenario.disclosure(turn.disclosure).about
            text = f"{text} {self._say.came_out.format(about=about)}"
        return TurningPoint(number, turn.move, _weight(turn) > 0, text)

    def _why(self, turn: Turn) -> str:
        """Why a move did what it did: to this person, if the scenario says so, else to most people."""
        own = self._scenario.own(turn.move)
        return own.why if own else self._practice.moves[turn.move].why

    def _well(self, turns: Sequence[Turn]) -> list[str]:
        say, gain, count = self._say, Counter[str](), Counter[str]()
        for turn in turns:
            if self._practice.moves[turn.move].kind == "helps" and worth(turn.change) > 0:
                gain[turn.move] += worth(turn.change)
                count[turn.move] += 1
        lines = []
        for move, _ in gain.most_common(POINTS):
            times = {1: say.once, 2: say.twice}.get(count[move], say.times.format(count=count[move]))
            does = self._practice.moves[move].does
            lines.append(say.well_row.format(title=self._title(move), times=times, does=does))
        return lines or [say.no_well]

    def _to_try(self, talk: Talk) -> list[str]:
        """First what to say instead of what cost most, then what was left out and matters most to this person."""
        say, end = self._say, self._practice.end(talk)
        lines = []
        for move in self._costly(talk.turns):
            words = self._practice.moves[move].instead[0]
            lines.append(say.instead_of.format(title=self._title(move), words=words))
        if len(lines) < POINTS:
            good = self._scenario.better_by_move()
            for left in self._left_out(talk.turns):
                words = good.get(left.id, left.instead[0])
                lines.append(say.not_yet.format(title=left.title, does=left.does, words=words))
        return lines[: POINTS if end is None or end.kind != "good" else 1] or [say.all_tried]

    def _costly(self, turns: Sequence[Turn]) -> list[str]:
        """Moves that hurt, by what they cost; the dearest first."""
        cost = Counter[str]()
        for turn in turns:
            if self._practice.moves[turn.move].kind == "hurts":
                cost[turn.move] -= worth(turn.change)
        return [move for move, _ in cost.most_common(POINTS)]

    def _left_out(self, turns: Sequence[Turn]) -> list[Move]:
        """Moves that help and were not made: first those that something in the scenario needs, then the strongest."""
        made = {turn.move for turn in turns}
        needed = {move for d in self._scenario.disclosures for move in d.needs.moves}
        needed |= {move for end in self._scenario.ends if end.kind == "good" for move in end.needs.moves}
        moves = self._practice.moves
        left = [move for move in moves.values() if move.kind == "helps" and move.id not in made]

        def strength(move: Move) -> int:
            own = self._scenario.own(move.id)
            effect = own.effect if own else move.effect
            return worth(Numbers(effect.trust, effect.fear, effect.hope))

        return sorted(left, key=lambda move: (move.id not in needed, -strength(move)))

    def _lessons(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Items that the moves which cost most point to, then those that the scenario draws on."""
        ids = [self._practice.moves[move].lesson for move in self._costly(turns)]
        wanted = [lesson for lesson in (*ids, *self._scenario.lessons) if lesson and lesson in self._items]
        return tuple(dict.fromkeys(wanted))[:LESSONS]

    def _tries(self, talk: Talk) -> list[str]:
        if not talk.tries:
            return []
        say, first, now = self._say, talk.tries[0], talk.turns
        lines = [
            text.format(turns=len(turns), **turns[-1].numbers._asdict())
            for text, turns in ((say.first_try, first), (say.this_try, now))
        ]
        parting = next((n for n, (a, b) in enumerate(zip(first, now, strict=False)) if a.move != b.move), None)
        if parting is not None:
            one, other = first[parting], now[parting]
            lines.append(
                say.parted.format(
                    turn=parting + 1,
                    first=self._title(one.move),
                    first_change=f"{one.change.trust:+d}".replace("-", "−"),
                    now=self._title(other.move),
                    now_change=f"{other.change.trust:+d}".replace("-", "−"),
                )
            )
        return lines


def worth(change: Numbers) -> int:
    """How much better a change left somebody: more trust, less fear, more hope."""
    return change.trust - change.fear + change.hope


def _weight(turn: Turn) -> int:
    """How much a turn counts in a talk, below 0 if for the worse: what came out counts beside the change."""
    return worth(turn.change) + (TOLD if turn.disclosure else 0)
