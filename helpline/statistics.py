"""Numbers of past weeks, for the board and the public: never of one person, and small ones hidden."""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from helpline.database import Database
from helpline.desk import OUTCOMES
from helpline.small_numbers import LEAST, Shown, hide, hide_small, hide_total
from helpline.states import State
from helpline.tables import AuditEntry, Case
from helpline.urgency import Urgency

WEEK = timedelta(weeks=1)
ENDS = (*OUTCOMES, str(State.REFERRED), str(State.WITHDRAWN))
Name = TypeVar("Name", bound=Hashable)
Table = Mapping[Name, Sequence[int]]  # numbers by week, of things by name


@dataclass(frozen=True)
class Waiting:
    """Seconds from handing in until somebody took the case; None where fewer than five were taken.

    Attributes:
        median: half waited no longer.
        most: nine of ten waited no longer.
    """

    median: float | None
    most: float | None


@dataclass(frozen=True)
class Statistics:
    """Numbers of whole weeks. Lists are in the order of `weeks`; None stands for a number that is hidden.

    Attributes:
        weeks: the Mondays on which they begin, in UTC; oldest first.
        waiting: of all weeks together.
        waiting_by_week: by the week in which a case was first taken.
        urgency: cases by level, lowest first, by the week in which they opened.
        outcomes: cases by how they ended, in all weeks together.
        outcomes_by_week: by the week in which they ended.
        topics: cases in which the bot spoke of an item, by the item's id, by the week in which they opened. A case may
            have several or none. The one with the most comes first; one that is hidden in every week is left out.
    """

    weeks: Sequence[date]
    waiting: Waiting
    waiting_by_week: Sequence[Waiting]
    urgency: Mapping[Urgency, Sequence[int | None]]
    outcomes: Mapping[str, int | None]
    outcomes_by_week: Mapping[str, Sequence[int | None]]
    topics: Mapping[str, Sequence[int | None]]


@dataclass(frozen=True)
class Gathered:
    """The numbers behind `Statistics`, none hidden: not to be shown. `waits` are seconds, for each week."""

    weeks: Sequence[date]
    waits: Sequence[Sequence[float]]
    urgency: Table[Urgency]
    outcomes: Table[str]
    topics: Table[str]


def statistics(database: Database, now: datetime, weeks: int = 12) -> Statistics:
    """The numbers of the last `weeks` whole weeks, 1 or more. The week that runs is left out: what is added to its
    numbers from one day to the next would be single cases.
    """
    numbers = gather(database, now, weeks)
    return Statistics(
        weeks=numbers.weeks,
        waiting=waiting([wait for week in numbers.waits for wait in week]),
        waiting_by_week=[waiting(week) for week in numbers.waits],
        urgency=_without_marks(hide_by_week(numbers.urgency)),
        outcomes={end: hide_total(counts) for end, counts in numbers.outcomes.items()},
        outcomes_by_week=_without_marks(hide_by_week(numbers.outcomes)),
        topics=_without_marks(hide_topics(numbers.topics)),
    )


def gather(database: Database, now: datetime, weeks: int) -> Gathered:
    """Counts the last `weeks` whole weeks."""
    end = monday(now)
    mondays = [end - n * WEEK for n in range(weeks, 0, -1)]
    start, until = (datetime.combine(day, time(), UTC) for day in (mondays[0], end))
    opened, ended, topics = Counter[tuple[Urgency, date]](), Counter[tuple[str, date]](), Counter[tuple[str, date]]()
    with database.reading() as session:
        columns = (Case.opened_at, Case.ended_at, Case.urgency, Case.state, Case.outcome, Case.topics)
        in_time = or_(Case.opened_at.between(start, until), Case.ended_at.between(start, until))
        for opened_at, ended_at, urgency, state, outcome, about in session.execute(select(*columns).where(in_time)):
            week = monday(opened_at)
            opened[urgency, week] += 1
            topics.update((topic, week) for topic in about)
            if ended_at is not None:
                ended[outcome if state == State.CLOSED else str(state), monday(ended_at)] += 1
        waits = _waits(session, start, until)
    spoken_of = _table(sorted({topic for topic, week in topics if week in mondays}), topics, mondays)
    return Gathered(
        weeks=mondays,
        waits=[waits.get(week, []) for week in mondays],
        urgency=_table(list(Urgency), opened, mondays),
        outcomes=_table(ENDS, ended, mondays),
        topics=dict(sorted(spoken_of.items(), key=lambda one: -sum(one[1]))),
    )


def _waits(session: Session, start: datetime, until: datetime) -> dict[date, list[float]]:
    # When a case was first handed in stands in the trail alone: `waiting_since` is later if the person came back.
    handed_in = (AuditEntry.before == str(State.NEW), AuditEntry.after == str(State.WAITING))
    query = select(Case.first_taken_at, AuditEntry.at).join(AuditEntry, AuditEntry.case_id == Case.id)
    waits: dict[date, list[float]] = {}
    for taken_at, at in session.execute(query.where(*handed_in, Case.first_taken_at.between(start, until))):
        if taken_at is not None:
            waits.setdefault(monday(taken_at), []).append((taken_at - at).total_seconds())
    return waits


def waiting(seconds: Sequence[float]) -> Waiting:
    """How long people waited, unless they are too few."""
    if len(seconds) < LEAST:
        return Waiting(None, None)
    return Waiting(median(seconds), sorted(seconds)[math.ceil(0.9 * len(seconds)) - 1])


def hide_by_week(table: Table[Name]) -> dict[Name, list[Shown]]:
    """Hides in every week what is small, and what would give it away."""
    weeks = [hide(week) for week in zip(*table.values(), strict=True)]
    return {name: [week[place] for week in weeks] for place, name in enumerate(table)}


def hide_topics(table: Table[str]) -> dict[str, list[Shown]]:
    """Hides what is small, and leaves out topics that are small in every week."""
    hidden = {topic: [hide_small(count) for count in counts] for topic, counts in table.items()}
    return {topic: counts for topic, counts in hidden.items() if any(isinstance(count, int) for count in counts)}


def monday(moment: datetime) -> date:
    """The first day of the week of a moment, in UTC."""
    day = moment.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _table(names: Sequence[Name], counts: Counter[tuple[Name, date]], weeks: Sequence[date]) -> dict[Name, list[int]]:
    return {name: [counts[name, week] for week in weeks] for name in names}


def _without_marks(table: Mapping[Name, Sequence[Shown]]) -> dict[Name, list[int | None]]:
    return {name: [one if isinstance(one, int) else None for one in row] for name, row in table.items()}
