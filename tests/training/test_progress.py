"""What is kept of answers, and what is made of it: due, known, lasting, and days with practice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.clock import Clock
from tests.knowledge.wording.real_rules import real_library
from training.database import Database
from training.groups import FELL_SHORT
from training.learners import Learners, UnknownLearnerError
from training.practice_runs import PracticeRuns
from training.progress import KNOWN, ItemProgress, Last, Progress, Scheduled, SectionAccuracy
from training.progress_words import load_progress_words
from training.question_files import load_questions
from training.schedule import GOOD, HARD
from training.sections import item_of, sections

ONE, TWO, OTHER = "lesson-2.3-q1", "lesson-2.3-q2", "challenge-5-q1"
QUESTIONS = (ONE, TWO, OTHER)


def in_days(clock: Clock, days: float) -> Scheduled:
    return Scheduled({"stability": days}, clock() + timedelta(days=days))


def test_the_last_judged_answer_is_what_counts(progress: Progress, clock: Clock, kim: int) -> None:
    progress.record_answer(kim, ONE, 1.0)
    clock.forward(hours=1)
    progress.record_answer(kim, ONE, 0.25, [2])
    asked_at = clock()
    clock.forward(hours=1)
    progress.record_answer(kim, ONE, None)
    assert progress.last(kim) == {ONE: Last(0.25, (2,), asked_at)}


def test_of_two_answers_in_one_moment_the_later_counts(progress: Progress, kim: int) -> None:
    progress.record_answer(kim, ONE, 0.0)
    progress.record_answer(kim, ONE, 1.0)
    assert progress.last(kim)[ONE].known


def test_the_card_is_replaced_by_each_answer_and_stays_without_one(progress: Progress, clock: Clock, kim: int) -> None:
    progress.record_answer(kim, ONE, 1.0, scheduled=in_days(clock, 1))
    progress.record_answer(kim, ONE, 1.0, scheduled=in_days(clock, 3))
    progress.record_answer(kim, ONE, None)
    assert progress.cards(kim) == {ONE: {"stability": 3}}


def test_due_is_what_has_come_back_and_still_exists(
    progress: Progress, clock: Clock, kim: int, learners: Learners
) -> None:
    progress.record_answer(kim, ONE, 1.0, scheduled=in_days(clock, 2))
    progress.record_answer(kim, TWO, 1.0, scheduled=in_days(clock, 1))
    progress.record_answer(kim, OTHER, 1.0, scheduled=in_days(clock, 3))
    progress.record_answer(kim, "lesson-9.9-q1", 1.0, scheduled=in_days(clock, 1))
    assert progress.due(kim, QUESTIONS) == 0
    clock.forward(days=2)
    assert progress.due(kim, QUESTIONS) == 2
    assert progress.due(learners.of_account("8").id, QUESTIONS) == 0


def test_what_comes_due_is_counted_by_the_days_of_the_learner(progress: Progress, clock: Clock, kim: int) -> None:
    clock.at = datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    london, auckland = ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")
    progress.record_answer(kim, ONE, 1.0, scheduled=in_days(clock, 0.06))  # 23:26 in UTC
    progress.record_answer(kim, TWO, 1.0, scheduled=in_days(clock, 2))
    progress.record_answer(kim, OTHER, 1.0, scheduled=in_days(clock, 40))
    assert progress.due_ahead(kim, QUESTIONS) == [1, 0, 1, 0, 0, 0, 0]
    assert progress.due_ahead(kim, QUESTIONS, zone=london) == [0, 1, 1, 0, 0, 0, 0]
    assert progress.due_ahead(kim, QUESTIONS, zone=auckland) == [1, 0, 1, 0, 0, 0, 0]
    clock.forward(days=10)
    assert progress.due_ahead(kim, QUESTIONS, days=2) == [2, 0]


def test_progress_by_item_counts_what_is_known_and_how_long_it_stays(
    progress: Progress, clock: Clock, kim: int
) -> None:
    progress.record_answer(kim, ONE, 1.0, scheduled=in_days(clock, 10))
    clock.forward(days=1)
    progress.record_answer(kim, TWO, 0.5, scheduled=in_days(clock, 1))
    assert progress.items(kim, QUESTIONS) == {
        "lesson-2.3": ItemProgress(asked=2, answered=2, known=1, seen=clock(), strength=10.0),
        "challenge-5": ItemProgress(asked=1),
    }
    assert progress.items(kim, QUESTIONS)["lesson-2.3"].share == 0.5
    assert progress.items(kim, [OTHER]) == {"challenge-5": ItemProgress(asked=1)}


def test_an_item_of_which_nothing_is_known_has_no_strength(progress: Progress, clock: Clock, kim: int) -> None:
    progress.record_answer(kim, OTHER, 0.0, scheduled=in_days(clock, 1))
    assert progress.items(kim, QUESTIONS)["challenge-5"].strength is None
    assert ItemProgress(0).share == 0.0


def test_known_and_short_mean_what_they_mean_to_the_schedule() -> None:
    assert (KNOWN, FELL_SHORT) == (GOOD, HARD)


def test_accuracy_is_the_mean_of_the_last_answers_of_a_section(progress: Progress, kim: int) -> None:
    progress.record_answer(kim, ONE, 0.0)
    progress.record_answer(kim, ONE, 1.0)
    progress.record_answer(kim, TWO, 0.5)
    of = {"Women": ["lesson-2.3"], "Challenges": ["challenge-5"], "Others": []}
    assert progress.accuracy(kim, QUESTIONS, of) == [
        SectionAccuracy("Women", 2, 2, 0.75),
        SectionAccuracy("Challenges", 1, 0, None),
        SectionAccuracy("Others", 0, 0, None),
    ]


def test_days_with_practice_are_those_with_answers_or_turns_within_four_weeks(
    progress: Progress, runs: PracticeRuns, clock: Clock, kim: int
) -> None:
    progress.record_answer(kim, ONE, 1.0)
    clock.forward(days=1)
    run = runs.start(kim, "mother-afraid")  # beginning alone is no practice yet
    clock.forward(days=3)
    runs.record_turn(kim, run, ["reflect"], {})
    practised = progress.practised(kim)
    assert [day.isoformat() for day, did in practised.days if did] == ["2026-03-02", "2026-03-06"]
    assert (practised.count, len(practised.days), practised.days[-1][0]) == (2, 28, clock().date())
    clock.forward(days=24)
    assert progress.practised(kim).count == 1
    clock.forward(days=4)
    assert progress.practised(kim).count == 0


def test_the_oldest_of_the_days_counts_whole(progress: Progress, clock: Clock, kim: int) -> None:
    clock.at = clock.at.replace(hour=0, minute=1)
    progress.record_answer(kim, ONE, 1.0)
    clock.forward(days=27, hours=23)
    assert progress.practised(kim).days[0] == (datetime(2026, 3, 2).date(), True)
    clock.forward(hours=1)
    assert progress.practised(kim).count == 0


def test_a_day_begins_where_the_learner_is(progress: Progress, clock: Clock, kim: int) -> None:
    clock.at = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)  # the night in which British clocks go forward
    progress.record_answer(kim, ONE, 1.0)
    clock.forward(hours=1)  # 00:30 on Sunday in London too
    progress.record_answer(kim, ONE, 1.0)
    clock.forward(hours=22, minutes=45)  # 23:15 on Sunday in UTC, 00:15 on Monday in London
    progress.record_answer(kim, ONE, 1.0)
    assert progress.practised(kim).count == 2
    assert progress.practised(kim, ZoneInfo("Europe/London")).count == 3


def test_the_words_for_days_with_practice_speak_of_no_loss(progress: Progress, clock: Clock, kim: int) -> None:
    words = load_progress_words()
    said = [words.of_days(progress.practised(kim))]
    for _ in range(2):
        progress.record_answer(kim, ONE, 1.0)
        said.append(words.of_days(progress.practised(kim)))
        clock.forward(days=1)
    assert said[1:] == ["You practised on one of the last 28 days.", "You practised on 2 of the last 28 days."]
    for sentence in said:
        assert not [word for word in ("lost", "lose", "miss", "fail", "streak", "only") if word in sentence.lower()]


@pytest.mark.parametrize(
    ("question", "score", "wrong"),
    [
        (ONE, -0.1, []),
        (ONE, 1.1, []),
        (ONE, float("nan"), []),
        (ONE, 1.0, [-1]),
        ("I think of my brother", 1.0, []),
        ("lesson-2.3", 1.0, []),
        ("lesson-2.3-q0", 1.0, []),
    ],
)
def test_what_is_no_answer_is_refused_and_leaves_nothing(
    progress: Progress, kim: int, question: str, score: float, wrong: list[int]
) -> None:
    with pytest.raises(ValueError):
        progress.record_answer(kim, question, score, wrong)
    assert progress.last(kim) == {}


def test_an_answer_of_nobody_is_refused(progress: Progress, clock: Clock) -> None:
    with pytest.raises(UnknownLearnerError):
        progress.record_answer(99, ONE, 1.0, scheduled=in_days(clock, 1))
    assert progress.cards(99) == {}


def test_nothing_of_one_learner_is_seen_with_another(
    progress: Progress, learners: Learners, training: Database, clock: Clock, kim: int
) -> None:
    progress.record_answer(kim, ONE, 1.0, scheduled=in_days(clock, 0))
    ash = learners.of_account("8").id
    assert progress.last(ash) == {} and progress.cards(ash) == {} and progress.due(ash, QUESTIONS) == 0
    assert progress.practised(ash).count == 0 and progress.due_ahead(ash, QUESTIONS) == [0] * 7


def test_the_items_stand_in_six_sections_numbered_ones_first() -> None:
    library = real_library()
    found = sections(library.items)
    assert next(iter(found)) == "Challenges in communities"
    assert [name[:2] for name in list(found)[1:]] == ["1.", "2.", "3.", "4.", "5."]
    assert sorted(item.id for items in found.values() for item in items) == sorted(library.items)
    assert set(found) == {item.place.section for item in library.items.values() if item.number}
    for items in found.values():
        kinds = ["numbered" if item.number else item.kind for item in items]
        assert kinds == sorted(kinds, key=["numbered", "concept", "case"].index)


def test_the_item_of_every_question_is_read_from_its_id() -> None:
    for question in load_questions(real_library()).values():
        assert item_of(question.id) == question.item
