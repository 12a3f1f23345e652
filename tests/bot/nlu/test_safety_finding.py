"""Rules and classifier together: the higher level counts, and neither lowers the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.safety_finding import Learned, together
from bot.nlu.safety_rules import LEVELS, Finding

levels = st.sampled_from(LEVELS)


def rule(level: str) -> Finding:
    return Finding(level, "some-rule", "It is so.", 3, 9)


def test_nothing_is_said_where_nobody_saw_anything() -> None:
    assert together(None, None) is None
    assert together(None, Learned("none", 0.4, 0, 20)) is None


def test_a_rule_alone_names_itself_its_reason_and_its_words() -> None:
    assert together(rule("urgent"), Learned("none", 0.1, 0, 20)) == {
        "level": "urgent", "by": "rule", "rule": "some-rule", "because": "It is so.", "start": 3, "end": 9,
    }  # fmt: skip


def test_the_classifier_alone_names_its_sentence() -> None:
    assert together(None, Learned("concern", 0.9, 0, 20)) == {
        "level": "concern", "by": "classifier", "rule": None, "because": None, "start": 0, "end": 20,
    }  # fmt: skip


@pytest.mark.parametrize(("ruled", "learned", "start"), [("urgent", "emergency", 0), ("urgent", "urgent", 3)])
def test_of_both_the_graver_gives_the_place_and_the_rule_the_reason(ruled: str, learned: str, start: int) -> None:
    seen = together(rule(ruled), Learned(learned, 0.9, 0, 20))
    assert seen is not None
    assert (seen["level"], seen["by"], seen["start"], seen["because"]) == (learned, "both", start, "It is so.")


@given(levels, levels)
def test_neither_lowers_the_other(ruled: str, learned: str) -> None:
    seen = together(None if ruled == "none" else rule(ruled), Learned(learned, 0.5, 0, 20))
    assert (seen["level"] if seen else "none") == max(ruled, learned, key=LEVELS.index)
