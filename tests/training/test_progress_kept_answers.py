"""Between a marked answer and what is kept: the schedule goes on where it was put away."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.clock import Clock
from training.database import Database
from training.export import learner_data
from training.kept_answers import keep_answer, kept_schedule
from training.learners import Learners, UnknownLearnerError
from training.marked import Marked
from training.progress import Progress, Scheduled
from training.schedule import Schedule

ONE, TWO = "lesson-2.3-q1", "lesson-2.3-q2"


def marked(score: float, question: str = ONE, judged: bool = True, wrong: tuple[int, ...] = ()) -> Marked:
    right = score == 1 if judged else None
    return Marked(question, "lesson-2.3", score, right, judged, lines=(), wrong=wrong, sources=())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    course=st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from([ONE, TWO]), st.sampled_from([0.0, 0.6, 0.9, 1.0, None])),
        min_size=1,
        max_size=8,
    )
)
def test_the_kept_schedule_goes_on_as_one_that_was_never_put_away(
    progress: Progress, learners: Learners, clock: Clock, course: list[tuple[int, str, float | None]]
) -> None:
    learner, never = learners.new_link().learner, Schedule(clock)
    for days, question, score in course:
        clock.forward(days=days)
        answer = marked(score or 0.0, question, judged=score is not None)
        assert keep_answer(progress, learner, answer, clock=clock) == never.answered(answer)
    assert kept_schedule(progress, learner, clock).state() == never.state()
    assert progress.due(learner, [ONE, TWO]) == sum(never.due_at(question) <= clock() for question in never.learned)


def test_strength_is_the_time_that_the_schedule_waits(progress: Progress, clock: Clock, kim: int) -> None:
    due = keep_answer(progress, kim, marked(1.0), clock=clock)
    clock.forward(days=10)
    due = keep_answer(progress, kim, marked(1.0), clock=clock)
    assert due is not None
    assert progress.items(kim, [ONE])["lesson-2.3"].strength == (due - clock()) / timedelta(days=1) > 1


def test_what_was_wrong_and_the_words_are_kept_with_it(
    progress: Progress, learners: Learners, training: Database, clock: Clock, kim: int
) -> None:
    keep_answer(progress, kim, marked(0.5, wrong=(1, 3)), "not asked for", clock=clock)
    learners.allow_text(kim, True)
    keep_answer(progress, kim, marked(0.5, wrong=(0,)), "in my own words", clock=clock)
    answers = learner_data(training, kim)["answers"]
    assert [(answer["wrong"], answer["text"]) for answer in answers] == [([1, 3], None), ([0], "in my own words")]


def test_what_cannot_be_judged_is_kept_and_leaves_the_schedule_alone(
    progress: Progress, clock: Clock, kim: int
) -> None:
    assert keep_answer(progress, kim, marked(0.0, judged=False), clock=clock) is None
    assert progress.last(kim) == {} and progress.cards(kim) == {} and progress.practised(kim).count == 1
    due = keep_answer(progress, kim, marked(1.0), clock=clock)
    before = progress.cards(kim)
    clock.forward(days=9)
    assert keep_answer(progress, kim, marked(0.0, judged=False), clock=clock) == due
    assert progress.cards(kim) == before and progress.last(kim)[ONE].known


def test_an_easy_one_comes_back_later(progress: Progress, learners: Learners, clock: Clock, kim: int) -> None:
    other = learners.of_account("8").id
    plain = keep_answer(progress, kim, marked(1.0), clock=clock)
    easy = keep_answer(progress, other, marked(1.0), easy=True, clock=clock)
    assert plain is not None and easy is not None and plain < easy


def test_cards_of_another_version_and_answers_of_nobody_are_refused(progress: Progress, clock: Clock, kim: int) -> None:
    with pytest.raises(UnknownLearnerError):
        keep_answer(progress, 99, marked(1.0), clock=clock)
    progress.record_answer(kim, ONE, 1.0, scheduled=Scheduled({"version": 0}, clock()))
    with pytest.raises(ValueError, match="another version"):
        kept_schedule(progress, kim, clock)
