"""Whoever learns in a conversation: by their training page their progress is kept, else it lasts as long as the talk.

A fault of the database must not end a lesson: what cannot be kept is said, and the lesson goes on.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from rasa_sdk import Tracker

from actions.conversation import Event, remember
from actions.resources import Learning, learning
from training.kept_answers import keep_answer, kept_schedule
from training.learners import UnknownLearnerError
from training.marked import Marked
from training.practice import Turn
from training.practice_runs import UnknownRunError
from training.schedule import Schedule

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Trainee:
    """The trainee of one turn.

    Attributes:
        kept: whether their progress is kept.
        failed: whether something of this turn could not be.
    """

    def __init__(self, tracker: Tracker) -> None:
        known = learning()
        learner = (tracker.latest_message.get("metadata") or {}).get("learner")
        self._of: tuple[Learning, int] | None = (known, learner) if known and isinstance(learner, int) else None
        self._cards = tracker.slots.get("training_cards") or {}
        self.failed = False

    @property
    def kept(self) -> bool:
        return self._of is not None

    def schedule(self) -> Schedule:
        """What they have learned so far."""
        found = self._try("read a schedule", lambda of, who: kept_schedule(of.progress, who), None)
        return found or Schedule.of_state(self._cards)

    def answered(self, marked: Marked, text: str | None) -> list[Event]:
        """Keeps an answer; `text` is of a free one, and kept only if the trainee said so."""
        if self.kept:
            self._try("keep an answer", lambda of, who: keep_answer(of.progress, who, marked, text), None)
            return []
        schedule = Schedule.of_state(self._cards)
        schedule.answered(marked)
        self._cards = schedule.state()
        return remember(training_cards=self._cards)

    def started(self, scenario: str) -> int | None:
        """Begins a practice conversation; gives its number, None if it is not kept."""
        return self._try("keep a practice", lambda of, who: of.runs.start(who, scenario), None)

    def again(self, run: int | None, turn: int) -> int | None:
        """Begins another try from a turn on; gives its number."""
        if run is None:
            return None
        return self._try("keep a practice", lambda of, who: of.runs.again(who, run, turn), None)

    def took(self, run: int | None, turn: Turn) -> None:
        """Keeps a turn: the move and the numbers, no word of it."""
        if run is not None:
            numbers = dict(turn.numbers._asdict())
            self._try("keep a turn", lambda of, who: of.runs.record_turn(who, run, [turn.move], numbers), None)

    def debriefed(self, run: int | None) -> None:
        """Notes that somebody looked back."""
        if run is not None:
            self._try("keep a debrief", lambda of, who: of.runs.debriefed(who, run), None)

    def _try(self, what: str, do: Callable[[Learning, int], T], otherwise: T) -> T:
        if self._of is None:
            return otherwise
        try:
            return do(*self._of)
        except (UnknownLearnerError, UnknownRunError):  # erased meanwhile: there is nobody to keep it for
            self._of = None
        except Exception as error:  # its text may hold what a person wrote
            logger.error("The training could not %s: %s", what, type(error).__name__)
            self.failed = True
        return otherwise
