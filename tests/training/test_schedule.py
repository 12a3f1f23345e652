"""What is asked next: as the FSRS library says, and as the learner wishes."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.wording.real_rules import real_library
from training.marked import Marked
from training.question import Question
from training.question_files import load_questions
from training.schedule import GOOD, HARD, SECONDS, Schedule, Wish, rating, seconds

REAL: Mapping[str, Question] = load_questions(real_library())
NAMES = list(REAL)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


def marked(name: str, score: float = 1.0, right: bool | None = None, judged: bool = True) -> Marked:
    all_right = score == 1 if right is None else right
    return Marked(name, REAL[name].item, score, all_right, judged, (), (), ())


def schedule() -> tuple[Schedule, Clock]:
    clock = Clock()
    return Schedule(clock), clock


ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.integers(0, 60 * 24 * 40)), min_size=1, max_size=12)


@given(ANSWERS)
def test_cards_are_those_of_the_library_itself(answers: list[tuple[float, bool, int]]) -> None:
    plan, clock = schedule()
    library, card = Scheduler(enable_fuzzing=False), Card(card_id=1, due=START)
    for score, easy, minutes in answers:
        clock.at += timedelta(minutes=minutes)
        answer = marked(NAMES[0], score)
        plan.answered(answer, easy)
        rated = rating(answer, easy)
        assert rated is not None
        card, _ = library.review_card(card, rated, clock.at)
        assert plan.card(NAMES[0])["card"] == card.to_dict()
        assert plan.due_at(NAMES[0]) == card.due
        assert plan.remembered(NAMES[0]) == library.get_card_retrievability(card, clock.at)


@given(ANSWERS, st.integers(0, 11))
def test_what_is_kept_goes_on_as_if_it_had_never_been_kept(answers: list[tuple[float, bool, int]], cut: int) -> None:
    plan, clock = schedule()
    kept, kept_clock = schedule()
    for number, (score, easy, minutes) in enumerate(answers):
        clock.at = kept_clock.at = clock.at + timedelta(minutes=minutes)
        name = NAMES[number % 3]
        plan.answered(marked(name, score), easy)
        kept.answered(marked(name, score), easy)
        if number == cut:
            kept = Schedule.of_state(json.loads(json.dumps(kept.state())), kept_clock)
    assert kept.state() == plan.state()
    assert kept.next(REAL) == plan.next(REAL)


@pytest.mark.parametrize(
    ("score", "right", "easy", "wanted"),
    [
        (0.0, False, False, Rating.Again),
        (HARD - 0.01, False, False, Rating.Again),
        (HARD, False, False, Rating.Hard),
        (2 / 3, None, False, Rating.Hard),
        (GOOD - 0.01, None, True, Rating.Hard),
        (GOOD, None, False, Rating.Good),
        (1.0, True, False, Rating.Good),
        (1.0, True, True, Rating.Easy),
    ],
)
def test_the_rating_follows_from_the_score(score: float, right: bool | None, easy: bool, wanted: Rating) -> None:
    assert rating(Marked("q", "i", score, right, True, (), (), ()), easy) is wanted


def test_what_could_not_be_judged_leaves_the_card_as_it_is() -> None:
    plan, clock = schedule()
    assert plan.answered(marked(NAMES[0], 0, judged=False)) is None
    assert plan.state() == {}
    plan.answered(marked(NAMES[0], 1))
    before, due = plan.state(), plan.due_at(NAMES[0])
    clock.at += timedelta(days=1)
    assert plan.answered(marked(NAMES[0], 0, judged=False)) == due
    assert plan.state() == before


def test_what_is_due_comes_first_and_least_remembered_first() -> None:
    plan, clock = schedule()
    plan.answered(marked(NAMES[5], 1), easy=True)
    plan.answered(marked(NAMES[6], 0))
    assert plan.due(REAL) == []
    clock.at += timedelta(days=60)
    assert plan.due(REAL) == [NAMES[6], NAMES[5]]
    assert plan.next(REAL)[:2] == [NAMES[6], NAMES[5]]
    assert set(plan.next(REAL)) == set(REAL)


def test_what_was_wrong_comes_back_within_minutes() -> None:
    plan, clock = schedule()
    plan.answered(marked(NAMES[0], 0))
    clock.at += timedelta(minutes=2)
    assert plan.due(REAL) == [NAMES[0]]


def test_new_questions_go_from_easy_to_hard_and_the_items_take_turns() -> None:
    names = schedule()[0].new(REAL)
    assert sorted(names) == sorted(REAL)
    assert [REAL[n].difficulty for n in names] == sorted(q.difficulty for q in REAL.values())
    easy = [REAL[n].item for n in names if REAL[n].difficulty == 1]
    assert len(set(easy[: len(set(easy))])) == len(set(easy))


def test_ten_minutes_on_an_item_hold_no_more_than_ten_minutes_of_it() -> None:
    items = {f"lesson-2.{n}" for n in range(1, 7)}
    names = schedule()[0].next(REAL, Wish(items=items, minutes=10))
    assert names and {REAL[n].item for n in names} <= items
    assert 10 * 60 - max(SECONDS.values()) < seconds(names, REAL) <= 10 * 60


@given(st.floats(0, 60))
def test_however_short_the_time_one_question_is_asked(minutes: float) -> None:
    names = schedule()[0].next(REAL, Wish(minutes=minutes))
    assert names and (len(names) == 1 or seconds(names, REAL) <= minutes * 60)


def test_only_what_was_wrong_last_time_whether_due_or_not() -> None:
    plan, clock = schedule()
    for name, score in zip(NAMES, (1, 0, 0.4, 0), strict=False):
        clock.at += timedelta(minutes=1)
        plan.answered(marked(name, score))
    plan.answered(marked(NAMES[3], 1))
    assert set(plan.next(REAL, Wish(only_wrong=True))) == {NAMES[1], NAMES[2]}
    assert plan.next(REAL, Wish(only_wrong=True, items=["none"])) == []


def test_a_wish_may_name_kinds_and_limit_what_is_new() -> None:
    plan, _ = schedule()
    names = plan.next(REAL, Wish(kinds=["order"], new=2))
    assert len(names) == 2 and all(REAL[n].answer.kind == "order" for n in names)


def test_a_question_that_is_no_longer_there_is_not_asked() -> None:
    plan, clock = schedule()
    plan.answered(marked(NAMES[0], 0))
    clock.at += timedelta(days=2)
    rest = {name: question for name, question in REAL.items() if name != NAMES[0]}
    assert NAMES[0] not in plan.next(rest)
    assert NAMES[0] not in plan.next(rest, Wish(only_wrong=True))


@pytest.mark.parametrize("damage", [{"version": 0}, {"card": {}}, {"card": None}, {"unknown": 1}])
def test_a_damaged_card_is_refused_and_named(damage: dict[str, object]) -> None:
    plan, _ = schedule()
    plan.answered(marked(NAMES[0]))
    with pytest.raises(ValueError, match=NAMES[0]):
        Schedule.of_state({NAMES[0]: {**plan.card(NAMES[0]), **damage}})


def test_a_card_is_plain_data() -> None:
    plan, _ = schedule()
    plan.answered(marked(NAMES[0]))
    card = plan.card(NAMES[0])
    assert json.loads(json.dumps(card)) == card


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(hours=-1), timedelta(days=400)])
def test_a_clock_that_jumps_loses_nothing_and_the_next_answer_sets_things_right(jump: timedelta) -> None:
    plan, clock = schedule()
    plan.answered(marked(NAMES[0], 0.3))
    clock.at += timedelta(days=1)
    plan.answered(marked(NAMES[0]))
    clock.at += jump
    assert 0 <= plan.remembered(NAMES[0]) <= 1
    back = plan.answered(marked(NAMES[0]))
    assert back is not None and clock.at < back < clock.at + timedelta(days=365)
    assert plan.learned[NAMES[0]].answers == 3
