"""A text that is to be checked is told from a message that speaks of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.pasted_text import pasted_text

LEAFLET = """Dear neighbours, join us for an evening of tea and talk at the community centre on Friday at 6 pm.
There will be refreshments and games for children of all ages. Everyone is welcome, whether they have lived here for
thirty years or for three weeks. Please register by Wednesday."""


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("check this text: They are here.", "They are here."),
        ("Check this text:They are here.", "They are here."),
        ("Please check this: a b", "a b"),
        ("Hi, can you proofread our leaflet:\n\nCome along", "Come along"),
        ("could you look at the wording of this invitation: “Join us”", "“Join us”"),
        ("check my sentence “those lot”", "“those lot”"),
        ("Check the following text: one: two", "one: two"),
        (LEAFLET, LEAFLET),
    ],
)
def test_a_text_is_found(message: str, text: str) -> None:
    place = pasted_text(message)
    assert place is not None and message[place[0] : place[1]] == text


@pytest.mark.parametrize(
    "message",
    [
        "",
        "check this text:",
        "can you check our leaflet",
        "We want to check on our neighbours: how do we begin?",
        "The police check our papers: it makes people angry",
        "I told my group to join us on Friday at 6 pm in the community centre, and nobody came. " * 3,
        "My son reads this: they are all liars",
        "Something happened in our street and people are afraid to talk. " * 8,
    ],
)
def test_other_messages_bring_none(message: str) -> None:
    assert pasted_text(message) is None


@given(st.text(max_size=300))
def test_a_place_is_inside_the_message_and_not_empty(message: str) -> None:
    place = pasted_text(f"check this text: {message}")
    assert place is None or 0 <= place[0] < place[1] <= len(message) + 17
