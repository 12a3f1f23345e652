"""Figures of ranking, against values worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from bot.evaluation.metrics import confusion, macro_f1, ndcg, ranking_figures, ranking_values

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


@given(st.lists(st.permutations(["a", "b", "c", "x", "y"]), min_size=1, max_size=8))
def test_the_figures_of_messages_have_the_figures_of_all_as_their_means(orders: list[list[str]]) -> None:
    rows = [ranking_values(order, GRADES) for order in orders]
    whole = ranking_figures([(order, GRADES) for order in orders])
    means = [sum(row[name] for row in rows) / len(rows) for name in rows[0]]
    assert means == pytest.approx([whole.first, whole.within_three, whole.within_five, whole.mrr, whole.ndcg])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=40))
def test_macro_f1_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    """Over classes that are wanted at least once; the number 4 stands for an answer that is none of them."""
    wanted, given_ = np.array(pairs).T
    expected = f1_score(wanted, given_, labels=sorted(set(wanted)), average="macro", zero_division=0)
    assert macro_f1(wanted, given_, 4) == pytest.approx(expected)
