"""Figures of ranking and of classes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BEST = 3  # the grade of an item that must be in the answer
DEPTH = 5


@dataclass(frozen=True)
class RankingFigures:
    """Means over messages, each from 0 to 1.

    Attributes:
        messages: how many.
        first: share with a grade-3 item first.
        within_three: share with one among the first three.
        within_five: share with one among the first five.
        mrr: mean of 1 / place of the first grade-3 item, 0 where there is none.
        ndcg: nDCG@5 with gain 2**grade - 1 (Burges et al. 2005).
    """

    messages: int
    first: float
    within_three: float
    within_five: float
    mrr: float
    ndcg: float


def ranking_figures(rows: Sequence[tuple[Sequence[str], Mapping[str, int]]]) -> RankingFigures:
    """Figures of pairs (item ids found, best first; grades by item id). At least one pair."""
    places = [_place(found, grades) for found, grades in rows]
    n = len(rows)
    return RankingFigures(
        messages=n,
        first=sum(p == 1 for p in places) / n,
        within_three=sum(p is not None and p <= 3 for p in places) / n,
        within_five=sum(p is not None and p <= DEPTH for p in places) / n,
        mrr=sum(1 / p for p in places if p) / n,
        ndcg=sum(ndcg(found, grades) for found, grades in rows) / n,
    )


def _place(found: Sequence[str], grades: Mapping[str, int]) -> int | None:
    return next((n for n, item in enumerate(found, 1) if grades.get(item) == BEST), None)


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """nDCG@5 of one message; 0 where nothing is graded."""

    def dcg(values: Sequence[int]) -> float:
        return sum((float(2**g) - 1) / math.log2(n + 1) for n, g in enumerate(values[:DEPTH], 1))

    ideal = dcg(sorted(grades.values(), reverse=True))
    return dcg([grades.get(item, 0) for item in found]) / ideal if ideal else 0.0


def ranking_values(found: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """The figures of one message, by name; their means over messages are those of `ranking_figures`."""
    place = _place(found, grades)
    return {
        "first": float(place == 1),
        "within 3": float(place is not None and place <= 3),
        "within 5": float(place is not None and place <= DEPTH),
        "MRR": 1 / place if place else 0.0,
        "nDCG@5": ndcg(found, grades),
    }


def macro_f1(wanted: npt.NDArray[np.int_], given: npt.NDArray[np.int_], classes: int) -> float:
    """Mean F1 over the classes that are wanted at least once.

    Args:
        wanted: number of the right class of each message, below `classes`.
        given: number of the class it was given; `classes` or more for one that is none of them.
        classes: how many there are.
    """
    right = np.bincount(wanted[wanted == given], minlength=classes)[:classes]
    asked = np.bincount(wanted, minlength=classes)[:classes]
    answered = np.bincount(given, minlength=classes)[:classes]
    present = asked > 0
    return float((2 * right[present] / (asked + answered)[present]).mean())


def confusion(rows: Sequence[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Counts of pairs (wanted, got): wanted -> got -> how many."""
    table: dict[str, dict[str, int]] = {}
    for wanted, got in rows:
        counts = table.setdefault(wanted, {})
        counts[got] = counts.get(got, 0) + 1
    return table
