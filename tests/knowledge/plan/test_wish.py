"""What a plan is to be about, where it is said while asking for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.plan.wish import Wish, read_wish
from tests.knowledge.wording.real_rules import real_library

ITEMS = real_library().items


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("make me a plan for fathers who stay away", "fathers who stay away"),
        ("A checklist about journalists, please.", "journalists, please"),
        ("a handout for my course on rumours", "rumours"),
        (
            "Nobody here speaks to the council any more. Can you make a plan?",
            "Nobody here speaks to the council any more.",
        ),
        ("I need a one-pager on how to start a dialogue", "start a dialogue"),
    ],
)
def test_the_topic_is_what_is_said_of_it(said: str, topic: str) -> None:
    assert read_wish(said, ITEMS) == Wish(topic=topic)


@pytest.mark.parametrize(
    "said", ["make me a plan", "as a PDF please", "can I have that on one page for my team", "a handout", ""]
)
def test_there_may_be_none(said: str) -> None:
    assert read_wish(said, ITEMS) == Wish()


def test_items_are_named_by_number(real: object) -> None:
    assert read_wish("a plan from lesson 2.3 and challenge 2", ITEMS) == Wish(("lesson-2.3", "challenge-2"))
    assert read_wish("a plan from lesson 9.9", ITEMS).items == ()


@given(st.text(max_size=200))
def test_any_text_can_be_read(said: str) -> None:
    wish = read_wish(said, ITEMS)
    assert set(wish.items) <= set(ITEMS)
