"""A round of questions: an answer for each, points for what could be judged, and an end."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.small_questions import of_each_kind
from training.asking import Asked
from training.marked import Line, Marked, Tone
from training.quiz import Quiz, QuizMaster

QUESTIONS = {question.id: question for question in of_each_kind().values()}
NAMES = tuple(QUESTIONS)


class Half:
    """Marks every answer with half a point, and leaves "?" unjudged."""

    def mark(self, question: Any, given: Any, vector: Any = None) -> Marked:
        judged = given != "?"
        return Marked(question.id, question.item, 0.5 if judged else 0.0, False if judged else None, judged,
                      (Line(Tone.VERDICT, "So so."),), (), ())  # fmt: skip


@pytest.fixture
def master() -> QuizMaster:
    return QuizMaster(QUESTIONS, Half(), ["i do not know"])  # type: ignore[arg-type]


def test_a_round_asks_each_question_once_and_then_is_over(master: QuizMaster) -> None:
    quiz, seen = Quiz(NAMES, 1), []
    while True:
        seen.append(master.asked(quiz).question.id)
        result = master.answer(quiz, "i do not know")
        assert result is not None
        quiz, _ = result
        if quiz.over:
            break
        quiz = master.next(quiz)
    assert seen == list(NAMES) and quiz.score == len(NAMES) / 2 and quiz.right == 0


def test_what_cannot_be_read_changes_nothing(master: QuizMaster) -> None:
    quiz = Quiz((of_each_kind()["one"].id,), 1)
    assert master.answer(quiz, "the moon") is None and not master.reads(quiz, "the moon")


def test_an_answer_that_cannot_be_judged_costs_no_point_and_gives_none(master: QuizMaster) -> None:
    result = master.answer(Quiz((of_each_kind()["short"].id,), 1), "?")
    assert result is not None and result[0].scores == () and result[0].answered


def test_there_is_nothing_after_the_last(master: QuizMaster) -> None:
    with pytest.raises(ValueError, match="over"):
        master.next(Quiz(NAMES[:1], 1, answered=True))


def test_the_same_question_is_shown_in_the_same_order_however_often(master: QuizMaster) -> None:
    quiz = Quiz(NAMES, 7)
    shown: list[Asked] = [master.asked(quiz) for _ in range(3)]
    assert shown[0].rows == shown[1].rows == shown[2].rows


def test_a_question_that_was_taken_out_is_noticed(master: QuizMaster) -> None:
    assert master.holds(Quiz(NAMES, 1)) and not master.holds(Quiz(("lesson-2.1-q99",), 1))


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, unique=True),
    st.integers(0, 2**31),
    st.booleans(),
    st.lists(st.floats(0, 1), max_size=5),
)
def test_a_round_comes_back_from_plain_data_as_it_was(
    names: list[str], seed: int, answered: bool, scores: list[float]
) -> None:
    quiz = Quiz(tuple(names), seed, len(names) - 1, answered, tuple(scores), 0)
    assert Quiz.of_json(quiz.as_json()) == quiz


def test_other_data_is_no_round() -> None:
    with pytest.raises(ValueError):
        Quiz.of_json({"questions": "none"})
