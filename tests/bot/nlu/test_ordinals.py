"""Which of the offered things a person means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.ordinals import ordinal


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the second one", 2),
        ("Show me the THIRD", 3),
        ("2nd pls", 2),
        ("number 4", 4),
        ("option two", 2),
        ("3", 3),
        ("1.", 1),
        ("the last one please", -1),
        ("yes, the second", 2),
        ("I mean the top one", 1),
        ("why would the second one help with the fathers?", 2),
        ("tell me more about the third lesson", 3),
    ],
)
def test_a_choice_is_read(text: str, meant: int) -> None:
    assert ordinal(text) == meant


@pytest.mark.parametrize("text", ["", "lesson 2.4", "we are 3 mothers", "no one came", "room 12", "tell me more"])
def test_other_numbers_are_no_choice(text: str) -> None:
    assert ordinal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "why would that have helped last week?",
        "the first mother",
        "since the second attack",
        "at our first meeting nobody came",
        "my second son asks me",
        "there are no 2 ways about it",
        "open lesson 3",
        "the third step, tell me more about that",
    ],
)
def test_what_is_counted_in_a_story_is_no_choice(text: str) -> None:
    assert ordinal(text) is None


@given(st.text(max_size=60))
def test_a_choice_is_among_the_first_five_or_the_last(text: str) -> None:
    assert ordinal(text) in (None, 1, 2, 3, 4, 5, -1)
