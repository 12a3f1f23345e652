"""Figures of ranking, against values worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.metrics import confusion, ndcg, ranking_figures

GRADES = {"a": 3, "b": 2, "c": 1}


def test_shares_count_the_first_place_of_a_best_item() -> None:
    rows = [
        (["a", "b"], GRADES),
        (["b", "x", "a"], GRADES),
        (["x", "x2", "b", "c", "a"], GRADES),
        ([], GRADES),
    ]
    figures = ranking_figures(rows)
    assert (figures.first, figures.within_three, figures.within_five) == (0.25, 0.5, 0.75)
    assert figures.mrr == pytest.approx((1 + 1 / 3 + 1 / 5) / 4)


def test_ndcg_by_hand() -> None:
    ideal = 7 + 3 / 1.5849625 + 1 / 2
    assert ndcg(["b", "a"], GRADES) == pytest.approx((3 + 7 / 1.5849625) / ideal, rel=1e-6)
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1)
    assert ndcg(["x"], GRADES) == 0
    assert ndcg(["x"], {}) == 0


@given(st.permutations(["a", "b", "c", "x", "y", "z"]))
def test_ndcg_is_a_share_and_best_in_the_right_order(order: list[str]) -> None:
    assert 0 <= ndcg(order, GRADES) <= 1 + 1e-9


def test_confusion_counts_pairs() -> None:
    assert confusion([("a", "a"), ("a", "b"), ("a", "b")]) == {"a": {"a": 1, "b": 2}}
