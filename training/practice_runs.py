"""The practice conversations of a learner: moves and numbers of each turn, and not a word of what was written."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.database import Database, now
from training.learners import held
from training.tables import Run, Turn

MOST = 12  # moves or numbers of a turn
# Ids alone come in: what a trainee wrote is no id.
_SCENARIO = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,9}")
_WORD = re.compile(r"[a-z]+(?:_[a-z]+){0,5}")


class UnknownRunError(LookupError):
    """The learner has no such practice conversation."""


@dataclass(frozen=True)
class TurnTaken:
    """A turn, counted from 1: what the trainee did, and how the help-seeker was after it."""

    number: int
    moves: tuple[str, ...]
    numbers: Mapping[str, float]
    at: datetime


@dataclass(frozen=True)
class RunTaken:
    """A practice conversation; `debriefed_at` is None until its debrief was shown."""

    id: int
    scenario: str
    started_at: datetime
    debriefed_at: datetime | None
    turns: tuple[TurnTaken, ...]


class PracticeRuns:
    """Keeps the practice conversations. Every method is one transaction.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def start(self, learner_id: int, scenario: str) -> int:
        """Begins a practice conversation; returns its number.

        Raises:
            UnknownLearnerError: if there is no such learner.
            ValueError: if that is no id of a scenario.
        """
        if len(scenario) > 60 or not _SCENARIO.fullmatch(scenario):
            raise ValueError("That is no id of a scenario.")
        with self._database.writing() as session:
            return self._begun(session, learner_id, scenario).id

    def again(self, learner_id: int, run_id: int, turn: int) -> int:
        """Begins a second try that goes as another conversation did up to a turn; returns its number.

        Args:
            turn: the last one that is taken over; 0 for none.

        Raises:
            UnknownLearnerError: if there is no such learner.
            UnknownRunError: if they have no such conversation.
        """
        with self._database.writing() as session:
            held(session, learner_id)
            before = _theirs(session, learner_id, run_id)
            begun = self._begun(session, learner_id, before.scenario)
            same = select(Turn).where(Turn.run_id == run_id, Turn.number <= turn).order_by(Turn.number)
            for taken in session.scalars(same).all():
                kept = {name: getattr(taken, name) for name in ("number", "moves", "numbers", "at")}
                session.add(Turn(run_id=begun.id, **kept))
            return begun.id

    def record_turn(self, learner_id: int, run_id: int, moves: Sequence[str], numbers: Mapping[str, float]) -> int:
        """Keeps a turn; returns its number, counted from 1.

        Args:
            moves: ids of what the trainee did, such as "open_question"; MOST at most.
            numbers: how the help-seeker is after it, such as trust, by name; MOST at most.

        Raises:
            UnknownLearnerError: if there is no such learner.
            UnknownRunError: if they have no such conversation.
            ValueError: if something is no id or no number.
        """
        if max(len(moves), len(numbers)) > MOST or not all(
            len(name) <= 40 and _WORD.fullmatch(name) for name in (*moves, *numbers)
        ):
            raise ValueError(f"Moves and numbers are named by ids, {MOST} of each at most.")
        if not all(isfinite(number) for number in numbers.values()):
            raise ValueError("A number of a turn must be finite.")
        at = self._clock()
        with self._database.writing() as session:
            held(session, learner_id).seen_at = at
            run = _theirs(session, learner_id, run_id)
            last = session.scalar(select(func.max(Turn.number)).where(Turn.run_id == run.id)) or 0
            session.add(Turn(run_id=run.id, number=last + 1, moves=list(moves), numbers=dict(numbers), at=at))
            return last + 1

    def debriefed(self, learner_id: int, run_id: int) -> None:
        """Notes that the debrief was shown; the first time counts.

        Raises:
            UnknownLearnerError: if there is no such learner.
            UnknownRunError: if they have no such conversation.
        """
        with self._database.writing() as session:
            learner, run = held(session, learner_id), _theirs(session, learner_id, run_id)
            learner.seen_at = self._clock()
            run.debriefed_at = run.debriefed_at or learner.seen_at

    def all(self, learner_id: int) -> list[RunTaken]:
        """A learner's practice conversations, oldest first."""
        with self._database.reading() as session:
            return runs_of(session, learner_id)

    def _begun(self, session: Session, learner_id: int, scenario: str) -> Run:
        learner = held(session, learner_id)
        learner.seen_at = self._clock()
        run = Run(learner_id=learner_id, scenario=scenario, started_at=learner.seen_at, debriefed_at=None)
        session.add(run)
        session.flush()
        return run


def runs_of(session: Session, learner_id: int) -> list[RunTaken]:
    """The same as `PracticeRuns.all`, within a session."""
    runs = session.scalars(select(Run).where(Run.learner_id == learner_id).order_by(Run.started_at, Run.id)).all()
    taken: dict[int, list[TurnTaken]] = {run.id: [] for run in runs}
    turns = select(Turn).join(Run).where(Run.learner_id == learner_id).order_by(Turn.run_id, Turn.number)
    for turn in session.scalars(turns):
        taken[turn.run_id].append(TurnTaken(turn.number, tuple(turn.moves), turn.numbers, turn.at))
    return [RunTaken(run.id, run.scenario, run.started_at, run.debriefed_at, tuple(taken[run.id])) for run in runs]


def longest_debriefed(runs: Sequence[RunTaken]) -> list[RunTaken]:
    """Of each scenario the conversation with most turns among those with a debrief, in the order of the debriefs.

    One without a turn does not count; of several as long, the earliest does.
    """
    longest: dict[str, RunTaken] = {}
    for run in _by_debrief(runs):
        best = longest.get(run.scenario)
        if run.turns and (best is None or len(run.turns) > len(best.turns)):
            longest[run.scenario] = run
    return _by_debrief(longest.values())


def _by_debrief(runs: Iterable[RunTaken]) -> list[RunTaken]:
    moments = [(run.debriefed_at, run.id, run) for run in runs if run.debriefed_at is not None]
    return [run for _, _, run in sorted(moments, key=lambda row: row[:2])]


def _theirs(session: Session, learner_id: int, run_id: int) -> Run:
    run = session.scalar(select(Run).where(Run.id == run_id, Run.learner_id == learner_id))
    if run is None:
        raise UnknownRunError
    return run
