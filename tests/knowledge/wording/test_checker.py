"""Places are found where they stand, names and sentences about words are left alone, and nothing makes it fail."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.wording.real_rules import real_checker

CHECKER = real_checker()
LOADED = ["no-go area", "radicals", "those people", "hotbed of radicals", "the terrorists", "vermin"]
ODD = ["\0", "🧕🏽", "שלום", "e\u0301", "\u202e", "\n\n", "“", "'", "…", "\ufeff"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*LOADED, *ODD]) | st.text(max_size=30), max_size=8), st.sampled_from(["", " "]))
def test_offsets_are_right_whatever_stands_around(parts: list[str], between: str) -> None:
    text = between.join(parts)
    last = 0
    for flag in CHECKER.check(text, strict=True):
        assert text[flag.start : flag.end] == flag.span != ""
        assert flag.start >= last
        last = flag.end


def test_a_place_has_its_offsets_in_code_points() -> None:
    text = "👋🏽 They say our estate is a no-go area."
    (flag,) = CHECKER.check(text)
    assert text[flag.start : flag.end] == "no-go area"


@pytest.mark.parametrize(
    "text",
    [
        "Why does the phrase 'no-go area' hurt?",
        "Please avoid the word hotbed.",
        "Do not use terms such as “no-go area”.",
    ],
)
def test_a_sentence_about_words_is_left_alone(text: str) -> None:
    assert CHECKER.check(text, strict=True) == []


def test_a_name_of_a_body_is_left_alone() -> None:
    assert CHECKER.check("She works for the No-Go Area Committee of the town.", strict=True) == []


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("We ask young people to report their friends.", True),
        ("We never ask young people to report their friends.", False),
        ("Do not wait, ask young people to report their friends.", True),
        ("The handbook warns against spying on your own child.", False),
        ("We do not want radicals here.", True),  # a label stays one
    ],
)
def test_a_deed_that_is_refused_is_no_fault_and_a_label_is(text: str, flagged: bool) -> None:
    assert bool(CHECKER.check(text, strict=True)) is flagged


def test_a_line_about_something_is_no_name() -> None:
    assert CHECKER.check("Report on No-Go Area Life in the town.", strict=True) != []


def test_where_two_rules_meet_the_longer_place_is_kept() -> None:
    flags = CHECKER.check("It is a hotbed of radicals, a no-go area.", strict=True)
    assert all(a.end <= b.start for a, b in pairwise(flags))
