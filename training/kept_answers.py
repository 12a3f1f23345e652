"""Between a marked answer and what is kept of it: the schedule as it was, and the question's new card."""

from collections.abc import Callable
from datetime import datetime

from training.database import now
from training.marked import Marked
from training.progress import Progress, Scheduled
from training.schedule import Schedule


def keep_answer(
    progress: Progress,
    learner_id: int,
    marked: Marked,
    text: str | None = None,
    easy: bool = False,
    clock: Callable[[], datetime] = now,
) -> datetime | None:
    """Keeps an answer with the question's new card; gives when the question comes back, None if that is not known.

    Args:
        text: of a free answer; kept only if the learner said so.
        easy: whether the learner says that it was easy.
        clock: gives the present moment in UTC.

    Raises:
        UnknownLearnerError: if there is no such learner.
        ValueError: if a card is of another version of the schedule.
    """
    schedule = kept_schedule(progress, learner_id, clock)
    due = schedule.answered(marked, easy)
    question, score, scheduled = marked.question, None, None
    if marked.judged:
        score, scheduled = marked.score, Scheduled(schedule.card(question), schedule.due_at(question))
    progress.record_answer(learner_id, question, score, marked.wrong, scheduled, text)
    return due


def kept_schedule(progress: Progress, learner_id: int, clock: Callable[[], datetime] = now) -> Schedule:
    """A learner's schedule, as it was after their last answer.

    Raises:
        ValueError: if a card is of another version of the schedule.
    """
    return Schedule.of_state(progress.cards(learner_id), clock)
