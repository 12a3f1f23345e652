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
    assert read_wish(said, ITEMS, found).wish.minutes == minutes


@pytest.mark.parametrize(("said", "count"), [("five questions", 5), ("3 hard questions", 3), ("some questions", None)])
def test_a_number_of_questions_is_read(said: str, count: int | None) -> None:
    wished = read_wish(said, ITEMS, found)
    assert wished.count == count and (wished.wish.minutes is None) == (count is not None)


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
    wish = read_wish(said, ITEMS, found).wish
    assert wish.only_wrong and wish.minutes is None and not wish.items


@pytest.mark.parametrize("said", ["what is due today?", "those that come back today", "my repetitions"])
def test_what_is_due_brings_nothing_new(said: str) -> None:
    assert read_wish(said, ITEMS, found).wish.new == 0


def test_a_topic_is_looked_for_in_the_paper() -> None:
    assert read_wish("ten minutes on working with mothers", ITEMS, found).wish.items == ["lesson-2.1", "lesson-2.2"]


def test_a_topic_that_is_not_in_the_paper_leaves_all_of_it() -> None:
    wished = read_wish("quiz me on the Roman empire", ITEMS, found)
    assert not wished.wish.items and wished.strange_topic


@pytest.mark.parametrize("said", ["ask me lesson 2 questions", "lesson 2.1 questions", "part 3 questions"])
def test_the_number_of_a_part_is_no_number_of_questions(said: str) -> None:
    assert read_wish(said, ITEMS, found).count is None


@pytest.mark.parametrize(("said", "special"), [("quiz me", False), ("go on with the questions", False),
                                               ("twenty minutes", True), ("quiz me on football", True)])  # fmt: skip
def test_a_wish_for_nothing_special_is_told_apart(said: str, special: bool) -> None:
    assert read_wish(said, ITEMS, found).nothing_special is not special


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
    assert read_wish(said, ITEMS, found).wish.items == items


@pytest.mark.parametrize("said", ["ask me for ten minutes", "questions for today", "quiz me on it", "test of me"])
def test_words_that_name_no_topic_are_not_searched_for(said: str) -> None:
    def nothing(topic: str) -> list[str]:
        raise AssertionError(f"'{topic}' was searched for")

    read_wish(said, ITEMS, nothing)
