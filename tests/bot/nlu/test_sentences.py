"""Sentences of a message: every word stands in exactly one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.sentences import sentences


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_with_their_mark_or_with_the_line() -> None:
    assert parts("We met on Monday. Nobody came back!\nis he all right") == [
        "We met on Monday.",
        "Nobody came back!",
        "is he all right",
    ]


def test_a_word_or_two_belong_to_the_sentence_before() -> None:
    assert parts("He has left the house. Sorry. I do not know where.") == [
        "He has left the house. Sorry.",
        "I do not know where.",
    ]


def test_a_number_or_a_time_ends_nothing() -> None:
    assert parts("It begins at 10.30 in the hall") == ["It begins at 10.30 in the hall"]


@given(st.text(alphabet="ab .!?\n”’", max_size=80))
def test_no_word_is_lost_and_no_sentence_overlaps_another(text: str) -> None:
    places = sentences(text)
    letters = [at for at, character in enumerate(text) if character in "ab"]
    assert all(sum(start <= at < end for start, end in places) == 1 for at in letters)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert all(part == part.strip() != "" for part in parts(text))
