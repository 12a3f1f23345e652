"""Words about faith and origin are left out of whom it is about."""

import pytest

from helpline.intake_script import script
from helpline.left_out import Leaver

LEAVER = Leaver(script().left_out)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a Buddhist boy of 16", "a … boy of 16"),
        ("two Romanians, both 19", "two …, both 19"),
        ("a lad from our church choir", "a lad from our … choir"),
        ("an asylum-seeker of 20", "an … of 20"),
        ("a white boy in a black coat", "a … boy in a black coat"),
        ("he is Irish and Catholic, 30 or so", "he is …, 30 or so"),
        ("a Jehovah’s Witness down the road", "a … down the road"),
    ],
)
def test_such_words_are_replaced_by_a_mark(text: str, kept: str) -> None:
    assert LEAVER.without(text) == kept


@pytest.mark.parametrize(
    "text", ["a boy of 16 in my class", "my neighbour, some 40 years old", "the mother of a pupil"]
)
def test_other_words_stay(text: str) -> None:
    assert LEAVER.without(text) == text


def test_what_says_nothing_else_is_told_apart() -> None:
    assert LEAVER.says_nothing(LEAVER.without("he is a Sikh from India"))
    assert not LEAVER.says_nothing(LEAVER.without("he is a Sikh of 17"))
