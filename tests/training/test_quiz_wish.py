"""What somebody would like to be asked, read from how they say it."""

import pytest

from training.quiz_wish import LONGEST, MINUTES, read_wish

ITEMS = ["challenge-2", "lesson-2.1", "lesson-2.2", "lesson-3.1", "case-hideaway"]


def found(topic: str) -> list[str]:
    """Stands for the search: it knows of mothers only."""
    return ["lesson-2.1", "lesson-2.2"] if "mothers" in topic else []


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("give me ten minutes on working with mothers", 10),
        ("I have 25 mins", 25),
        ("twenty minutes please", 20),
        ("a quarter of an hour before my shift", 15),
        ("half an hour of questions", 30),
        ("three quarters of an hour", 45),
        ("an hour", 60),
        ("999 minutes", LONGEST),
        ("0 minutes", 1),
        ("quiz me", MINUTES),
    ],
)
def test_the_time_is_read_in_words_and_numbers(said: str, minutes: float) -> None:
    assert read_wish(said, ITEMS, found)[0].minutes == minutes


@pytest.mark.parametrize(("said", "count"), [("five questions", 5), ("3 hard questions", 3), ("some questions", None)])
def test_a_number_of_questions_is_read(said: str, count: int | None) -> None:
    wish, wanted = read_wish(said, ITEMS, found)
    assert wanted == count and (wish.minutes is None) == (count is not None)


@pytest.mark.parametrize(
    "said",
    [
        "only what I got wrong",
        "the ones I got wrong last time please",
        "just my mistakes",
        "go through the wrong answers again",
        "what I didn't know",
        "what I didn’t know",
    ],
)
def test_only_what_was_wrong_is_understood_in_many_words(said: str) -> None:
    wish, _ = read_wish(said, ITEMS, found)
    assert wish.only_wrong and wish.minutes is None and not wish.items


@pytest.mark.parametrize("said", ["what is due today?", "those that come back today", "my repetitions"])
def test_what_is_due_brings_nothing_new(said: str) -> None:
    assert read_wish(said, ITEMS, found)[0].new == 0


def test_a_topic_is_looked_for_in_the_paper() -> None:
    assert read_wish("ten minutes on working with mothers", ITEMS, found)[0].items == ["lesson-2.1", "lesson-2.2"]


def test_a_topic_that_is_not_in_the_paper_leaves_all_of_it() -> None:
    assert not read_wish("quiz me on the Roman empire", ITEMS, found)[0].items


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("quiz me on lesson 2.1", ["lesson-2.1"]),
        ("lesson two please", ["lesson-2.1", "lesson-2.2"]),
        ("questions on challenge 2", ["challenge-2"]),
        ("part 3", ["lesson-3.1"]),
    ],
)
def test_a_part_can_be_named_by_its_number(said: str, items: list[str]) -> None:
    assert read_wish(said, ITEMS, found)[0].items == items


@pytest.mark.parametrize("said", ["ask me for ten minutes", "questions for today", "quiz me on it", "test of me"])
def test_words_that_name_no_topic_are_not_searched_for(said: str) -> None:
    def nothing(topic: str) -> list[str]:
        raise AssertionError(f"'{topic}' was searched for")

    read_wish(said, ITEMS, nothing)
