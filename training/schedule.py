"""What a learner is asked next, and when a question comes back: spaced repetition by the FSRS library.

Each learner has a card for each question that they have answered. How well the answer was gives FSRS its rating:

| answer | rating |
|---|---|
| could not be judged | none: the card stays as it is |
| "I do not know", or a score below 0.5 | again |
| a score from 0.5 to below 0.85 | hard |
| a score from 0.85, or all right | good |
| all right, by somebody who says that it was easy | easy |

The state is plain data that any store can keep, a card for each question (`Schedule.card`). Times are UTC, and the
clock is given from outside.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fsrs import Card, Rating, Scheduler

from training.marked import Marked
from training.phrases import Kind
from training.question import Question

VERSION = 1
HARD, GOOD = 0.5, 0.85  # scores from which an answer is more than "again", and more than "hard"

# Seconds that it takes to read a question, answer it and read the feedback.
SECONDS: Mapping[Kind, int] = {
    "one": 45,
    "several": 60,
    "best": 75,
    "order": 60,
    "match": 75,
    "short": 120,
    "mend": 90,
}

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time of this computer, in UTC."""
    return datetime.now(UTC)


def rating(marked: Marked, easy: bool = False) -> Rating | None:
    """What FSRS is told of an answer, or None where it could not be judged.

    Args:
        marked: the answer.
        easy: whether the learner says that it was easy; counts only where all was right.
    """
    if not marked.judged:
        return None
    if marked.right:
        return Rating.Easy if easy else Rating.Good
    if marked.score < HARD:
        return Rating.Again
    return Rating.Good if marked.score >= GOOD else Rating.Hard


@dataclass
class Learned:
    """What is known of a learner and a question.

    Attributes:
        card: of the FSRS library.
        answers: how many of theirs were judged.
        lapses: how many of these were rated "again".
        last_score: of the last one, from 0 to 1.
        last_right: whether it was all right; None where it was neither right nor wrong.
    """

    card: Card
    answers: int = 0
    lapses: int = 0
    last_score: float = 0.0
    last_right: bool | None = None

    @property
    def got_wrong(self) -> bool:
        """Whether the last answer was wrong, wholly or in part."""
        return self.last_right is False


@dataclass
class Wish:
    """What a learner would like to be asked.

    Attributes:
        items: ids of items of the paper; every item if empty.
        kinds: of questions; every kind if empty.
        minutes: that they have; None for as long as they like.
        only_wrong: whether only what they got wrong last time.
        new: how many questions at most that they have never answered; None for any number.
    """

    items: Collection[str] = ()
    kinds: Collection[str] = ()
    minutes: float | None = None
    only_wrong: bool = False
    new: int | None = None


@dataclass
class Schedule:
    """The cards of one learner.

    Args:
        clock: gives the time, in UTC.
        scheduler: of the FSRS library. Without its fuzz the same answers always give the same days.
        learned: by id of the question.
    """

    clock: Clock = now
    scheduler: Scheduler = field(default_factory=lambda: Scheduler(enable_fuzzing=False))
    learned: dict[str, Learned] = field(default_factory=dict)

    def answered(self, marked: Marked, easy: bool = False) -> datetime | None:
        """Notes an answer; gives when the question comes back, or None if it was never judged."""
        known = self.learned.get(marked.question)
        rated = rating(marked, easy)
        if rated is None:
            return known.card.due if known else None
        at = self.clock()
        # A card's number is only a name to FSRS; a fixed one spares the library's wait for a new millisecond.
        known = known or Learned(Card(card_id=len(self.learned) + 1, due=at))
        known.card, _ = self.scheduler.review_card(known.card, rated, at)
        known.answers += 1
        known.lapses += rated is Rating.Again
        known.last_score, known.last_right = marked.score, marked.right
        self.learned[marked.question] = known
        return known.card.due

    def due(self, questions: Mapping[str, Question]) -> list[str]:
        """Ids of questions that have come back by now, those that are most likely forgotten first."""
        at = self.clock()
        waiting = [name for name in questions if name in self.learned and self.learned[name].card.due <= at]
        return sorted(waiting, key=lambda name: (self.remembered(name), self.learned[name].card.due, name))

    def remembered(self, question: str) -> float:
        """The chance that a learner still knows an answer, by FSRS; 0 for a question that they never answered."""
        known = self.learned.get(question)
        return float(self.scheduler.get_card_retrievability(known.card, self.clock())) if known else 0.0

    def new(self, questions: Mapping[str, Question]) -> list[str]:
        """Ids of questions never answered, easy ones first; within a difficulty the items take turns."""
        fresh = [question for name, question in questions.items() if name not in self.learned]
        turn: dict[tuple[int, str], int] = {}
        rows = []
        for place, question in enumerate(fresh):
            key = question.difficulty, question.item
            turn[key] = turn.get(key, -1) + 1
            rows.append((question.difficulty, turn[key], place, question.id))
        return [name for *_, name in sorted(rows)]

    def next(self, questions: Mapping[str, Question], wish: Wish | None = None) -> list[str]:
        """Ids of what to ask now, in order: what is due, then what is new, as far as the wish goes.

        With `only_wrong` it is everything that was wrong last time, due or not, and nothing new. At least one question
        is given if any fits, however short the time.
        """
        wish = wish or Wish()
        fitting = {
            name: question
            for name, question in questions.items()
            if (not wish.items or question.item in wish.items)
            and (not wish.kinds or question.answer.kind in wish.kinds)
        }
        if wish.only_wrong:
            wrong = [name for name in fitting if name in self.learned and self.learned[name].got_wrong]
            chosen = sorted(wrong, key=lambda name: (self.learned[name].card.due, name))
        else:
            fresh = self.new(fitting)
            chosen = self.due(fitting) + (fresh if wish.new is None else fresh[: wish.new])
        return chosen if wish.minutes is None else _within(chosen, fitting, wish.minutes)

    def card(self, question: str) -> dict[str, Any]:
        """What is known of a question as plain data, fit for JSON.

        Raises:
            KeyError: if it was never answered.
        """
        known = self.learned[question]
        return {**vars(known), "card": dict(known.card.to_dict()), "version": VERSION}

    def due_at(self, question: str) -> datetime:
        """When a question comes back, in UTC.

        Raises:
            KeyError: if it was never answered.
        """
        return self.learned[question].card.due

    def state(self) -> dict[str, dict[str, Any]]:
        """All cards as plain data, by question."""
        return {question: self.card(question) for question in self.learned}

    @classmethod
    def of_state(cls, state: Mapping[str, Mapping[str, Any]], clock: Clock = now) -> "Schedule":
        """A schedule that goes on where `state` was taken.

        Raises:
            ValueError: if a card is of another version, or damaged.
        """
        return cls(clock=clock, learned={question: _learned(question, row) for question, row in state.items()})


def _learned(question: str, row: Mapping[str, Any]) -> Learned:
    rest = dict(row)
    try:
        if rest.pop("version") != VERSION:
            raise ValueError(f"the card of {question} is of another version")
        return Learned(Card.from_dict(rest.pop("card")), **rest)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the card of {question} is damaged") from error


def seconds(names: Iterable[str], questions: Mapping[str, Question]) -> int:
    """How long questions take, by their kinds."""
    return sum(SECONDS[questions[name].answer.kind] for name in names)


def _within(names: list[str], questions: Mapping[str, Question], minutes: float) -> list[str]:
    """As many of the first as fit into the time; one at least."""
    chosen: list[str] = []
    left = minutes * 60
    for name in names:
        left -= SECONDS[questions[name].answer.kind]
        if left < 0 and chosen:
            break
        chosen.append(name)
    return chosen
