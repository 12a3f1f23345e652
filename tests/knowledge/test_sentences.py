"""Cutting messages into parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import MIN_WORDS, parts, says_little


def test_one_sentence_has_no_parts() -> None:
    assert parts("How do we find a room for the group") == []


def test_each_sentence_is_a_part() -> None:
    message = "The hall has been shut since May. And the imam says nobody asked him about it."
    assert parts(message) == [
        "The hall has been shut since May.",
        "And the imam says nobody asked him about it.",
    ]


def test_short_exclamations_are_no_parts() -> None:
    assert parts("Hello there! We lost our room and have nowhere to meet. Please help!") == []


def test_a_long_breath_is_cut_at_its_joints() -> None:
    message = (
        "we used to meet in the school hall every second Tuesday and it went fine for about three years or so,"
        " but then the new head came and wanted forms for everything and names of all who attend,"
        " and also the council officer who helped us left and her desk is still empty as far as anyone can tell"
    )
    assert len(parts(message)) == 3


@given(st.text(max_size=300))
def test_parts_are_pieces_of_the_message_and_long_enough(message: str) -> None:
    found = parts(message)
    assert len(found) != 1
    for part in found:
        assert part in message
        assert len(part.split()) >= MIN_WORDS


@pytest.mark.parametrize(
    "message", ["what do I do now?", "help", "please help me", "I don't know what to do", "??", ""]
)
def test_words_that_name_nothing_say_little(message: str) -> None:
    assert says_little(message)


@pytest.mark.parametrize("message", ["the hall", "mothers", "what do I do about the fence?", "rumours!"])
def test_one_word_with_a_subject_is_enough(message: str) -> None:
    assert not says_little(message)
