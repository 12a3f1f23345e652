"""A round of questions: which is asked, how an answer is marked, and how the round ends. Pure: a round goes in, the
next comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from knowledge.encoder import Vectors
from training.asking import Asked, present, read_answer
from training.marked import Marked
from training.marking import Marker
from training.question import Question


@dataclass(frozen=True)
class Quiz:
    """A round of questions as it stands.

    Attributes:
        questions: ids of those that are asked, in their order; one at least.
        seed: decides the order in which answers are shown.
        place: of the question that was asked last, from 0.
        answered: whether that one has its answer.
        scores: of the answers that could be judged, each from 0 to 1.
        right: how many of these were all right.
    """

    questions: tuple[str, ...]
    seed: int
    place: int = 0
    answered: bool = False
    scores: tuple[float, ...] = ()
    right: int = 0

    @property
    def over(self) -> bool:
        """Whether the last question has its answer."""
        return self.answered and self.place == len(self.questions) - 1

    @property
    def score(self) -> float:
        """Points so far, one a question at most."""
        return round(sum(self.scores), 2)

    def as_json(self) -> dict[str, Any]:
        """The round as plain data."""
        data: dict[str, Any] = _QUIZZES.dump_python(self, mode="json")
        return data

    @staticmethod
    def of_json(data: Mapping[str, Any]) -> "Quiz":
        """The round that `as_json` gave.

        Raises:
            ValueError: if it is no round.
        """
        return _QUIZZES.validate_python(data)


_QUIZZES = TypeAdapter(Quiz)


class QuizMaster:
    """Asks and marks.

    Args:
        questions: all there are, by id.
        marker: of answers.
        do_not_know: whole messages, lower case, that say so.
    """

    def __init__(self, questions: Mapping[str, Question], marker: Marker, do_not_know: Sequence[str]) -> None:
        self.questions = questions
        self.marker = marker
        self._do_not_know = do_not_know

    def holds(self, quiz: Quiz) -> bool:
        """Whether all questions of a round are still there: a trainer may have taken one out meanwhile."""
        return all(name in self.questions for name in quiz.questions)

    def asked(self, quiz: Quiz) -> Asked:
        """The question that was asked last, as it is shown."""
        return present(self.questions[quiz.questions[quiz.place]], f"{quiz.seed} {quiz.place}")

    def reads(self, quiz: Quiz, text: str) -> bool:
        """Whether `text` can be read as an answer to the question that was asked last."""
        return read_answer(self.asked(quiz), text, self._do_not_know) is not None

    def answer(self, quiz: Quiz, text: str, vector: Vectors | None = None) -> tuple[Quiz, Marked] | None:
        """The round after an answer, and the answer marked; None where `text` cannot be read as an answer.

        Args:
            quiz: whose last question has no answer yet.
            text: as it was written.
            vector: its embedding, where that is known.
        """
        asked = self.asked(quiz)
        given = read_answer(asked, text, self._do_not_know)
        if given is None:
            return None
        marked = self.marker.mark(asked.question, given, vector)
        scores = (*quiz.scores, marked.score) if marked.judged else quiz.scores
        right = quiz.right + (marked.judged and marked.right is True)
        return replace(quiz, answered=True, scores=scores, right=right), marked

    def next(self, quiz: Quiz) -> Quiz:
        """The round with its next question asked.

        Raises:
            ValueError: if there is none.
        """
        if quiz.place + 1 >= len(quiz.questions):
            raise ValueError("the round is over")
        return replace(quiz, place=quiz.place + 1, answered=False)
