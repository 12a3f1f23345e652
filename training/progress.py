"""What a learner answered, what is due, and how far they are. Every method is one transaction."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from math import isfinite
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.database import Database, now
from training.learners import held
from training.schedule import GOOD
from training.sections import item_of
from training.tables import Answer, Card, Run, Turn

KNOWN = GOOD  # score of the last answer from which a question counts as known
LOOKS_BACK = 28  # days
TEXT = 2_000  # characters of a free answer that are kept, at most


@dataclass(frozen=True)
class Scheduled:
    """What the schedule makes of an answer: its card, as plain data for JSON, and when the question is due."""

    card: Mapping[str, Any]
    due: datetime


@dataclass(frozen=True)
class Last:
    """The last answer to a question that could be judged; `score` is from 0 to 1."""

    score: float
    wrong: tuple[int, ...]
    at: datetime

    @property
    def known(self) -> bool:
        """Whether the answer was good enough."""
        return self.score >= KNOWN


@dataclass(frozen=True)
class ItemProgress:
    """How far a learner is with one item.

    Attributes:
        asked: how many questions there are on it.
        answered: how many of them they answered.
        known: how many of those were known the last time.
        seen: when they last answered one; None if never.
        strength: days for which what they know is expected to stay with them, on average; None if they know nothing.
    """

    asked: int
    answered: int = 0
    known: int = 0
    seen: datetime | None = None
    strength: float | None = None

    @property
    def share(self) -> float:
        """Of the questions that there are, those known: from 0 to 1."""
        return self.known / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class SectionAccuracy:
    """How the last answers to the questions of a section were.

    Attributes:
        asked: how many questions there are.
        answered: how many of them were answered so that it could be judged.
        score: mean of their last answers, from 0 to 1; None where none was answered.
    """

    section: str
    asked: int
    answered: int
    score: float | None


@dataclass(frozen=True)
class Practised:
    """The last days with and without practice, oldest first, today last."""

    days: tuple[tuple[date, bool], ...]

    @property
    def count(self) -> int:
        """On how many of them there was practice."""
        return sum(practised for _, practised in self.days)


class Progress:
    """What learners did and where they are.

    Questions are named by their ids; where `questions` are asked for, these are the ones that there are now, and what
    was answered to others does not count.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def record_answer(
        self,
        learner_id: int,
        question: str,
        score: float | None,
        wrong: Sequence[int] = (),
        scheduled: Scheduled | None = None,
        text: str | None = None,
    ) -> None:
        """Keeps an answer, and the question's new card.

        Args:
            score: from 0 to 1; None where it could not be judged.
            wrong: positions in the question, from 0, of what was chosen or left out wrongly.
            scheduled: the new card; without one, the schedule stays as it is.
            text: of a free answer; kept only if the learner said so, and its first TEXT characters at most.

        Raises:
            UnknownLearnerError: if there is no such learner.
            ValueError: if that is no id of a question, or a number is out of its range.
        """
        if score is not None and not (isfinite(score) and 0 <= score <= 1):
            raise ValueError("A score is from 0 to 1.")
        if any(place < 0 for place in wrong):
            raise ValueError("Positions are counted from 0.")
        item_of(question)
        at = self._clock()
        with self._database.writing() as session:
            learner = held(session, learner_id)
            learner.seen_at = at
            kept = text[:TEXT] if text and learner.keeps_text else None
            session.add(
                Answer(learner_id=learner_id, question=question, score=score, wrong=list(wrong), text=kept, at=at)
            )
            if scheduled is not None:
                card = Card(learner_id=learner_id, question=question, card=dict(scheduled.card), due=scheduled.due)
                session.merge(card)

    def cards(self, learner_id: int) -> dict[str, dict[str, Any]]:
        """What the schedule keeps, by question."""
        with self._database.reading() as session:
            rows = session.execute(select(Card.question, Card.card).where(Card.learner_id == learner_id))
            return dict(rows.tuples().all())

    def last(self, learner_id: int) -> dict[str, Last]:
        """The last judged answer to each question that the learner answered."""
        with self._database.reading() as session:
            return _last(session, learner_id)

    def due(self, learner_id: int, questions: Collection[str]) -> int:
        """How many questions are due now. Which of them comes first is for the schedule to say."""
        back = select(Card.question).where(Card.learner_id == learner_id, Card.due <= self._clock())
        with self._database.reading() as session:
            return sum(question in questions for question in session.scalars(back))

    def due_ahead(self, learner_id: int, questions: Collection[str], days: int = 7, zone: tzinfo = UTC) -> list[int]:
        """How many questions come due today, tomorrow and so on; what was due before counts for today.

        Args:
            days: how many numbers are wanted, today's included.
            zone: the learner's, in which a day begins.
        """
        today = self._clock().astimezone(zone).date()
        counts = [0] * days
        with self._database.reading() as session:
            rows = session.execute(select(Card.question, Card.due).where(Card.learner_id == learner_id))
            for question, due in rows:
                ahead = max((due.astimezone(zone).date() - today).days, 0)
                if question in questions and ahead < days:
                    counts[ahead] += 1
        return counts

    def items(self, learner_id: int, questions: Collection[str]) -> dict[str, ItemProgress]:
        """How far the learner is, by item."""
        with self._database.reading() as session:
            last = _last(session, learner_id)
            dues = select(Card.question, Card.due).where(Card.learner_id == learner_id)
            due = dict(session.execute(dues).tuples().all())
        of_item = defaultdict(list)
        for question in questions:
            of_item[item_of(question)].append(question)
        return {item: _progress(asked, last, due) for item, asked in of_item.items()}

    def accuracy(
        self, learner_id: int, questions: Collection[str], sections: Mapping[str, Collection[str]]
    ) -> list[SectionAccuracy]:
        """How the last answers were, by section of the paper.

        Args:
            sections: the ids of the items of each.
        """
        last = self.last(learner_id)
        made = []
        for section, items in sections.items():
            asked = [question for question in questions if item_of(question) in items]
            scores = [last[question].score for question in asked if question in last]
            mean = sum(scores) / len(scores) if scores else None
            made.append(SectionAccuracy(section, len(asked), len(scores), mean))
        return made

    def practised(self, learner_id: int, zone: tzinfo = UTC) -> Practised:
        """On which of the last LOOKS_BACK days the learner answered a question or wrote in a practice conversation.

        Args:
            zone: the learner's, in which a day begins.
        """
        at = self._clock()
        today, since = at.astimezone(zone).date(), at - timedelta(days=LOOKS_BACK + 1)
        with self._database.reading() as session:
            answers = select(Answer.at).where(Answer.learner_id == learner_id, Answer.at >= since)
            turns = select(Turn.at).join(Run).where(Run.learner_id == learner_id, Turn.at >= since)
            moments = [*session.scalars(answers), *session.scalars(turns)]
        with_practice = {moment.astimezone(zone).date() for moment in moments}
        days = [today - timedelta(days=back) for back in reversed(range(LOOKS_BACK))]
        return Practised(tuple((day, day in with_practice) for day in days))


def _last(session: Session, learner_id: int) -> dict[str, Last]:
    rows = session.execute(
        select(Answer.question, Answer.score, Answer.wrong, Answer.at)
        .where(Answer.learner_id == learner_id, Answer.score.is_not(None))
        .order_by(Answer.at, Answer.id)
    )
    return {question: Last(score or 0.0, tuple(wrong), at) for question, score, wrong, at in rows}


def _progress(asked: Sequence[str], last: Mapping[str, Last], due: Mapping[str, datetime]) -> ItemProgress:
    answered = [question for question in asked if question in last]
    if not answered:
        return ItemProgress(len(asked))
    known = [question for question in answered if last[question].known]
    stays = [max((due[name] - last[name].at) / timedelta(days=1), 0.0) for name in known if name in due]
    strength = sum(stays) / len(stays) if stays else None
    return ItemProgress(len(asked), len(answered), len(known), max(last[name].at for name in answered), strength)
