"""Confidence intervals by bootstrap (Efron 1979, percentile): the labelled sets are small, and this says how small."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from bot.evaluation.section import Share

RESAMPLES = 2000
SEED = 1
LOW, HIGH = 2.5, 97.5

Rows = npt.NDArray[np.int_]


def mean_share(values: Sequence[float] | npt.NDArray[np.bool_]) -> Share:
    """The mean of `values`, one a message, each from 0 to 1. At least one."""
    table = np.array(values, dtype=float)
    return share_of(len(table), lambda rows: float(table[rows].mean()))


def share_of(count: int, statistic: Callable[[Rows], float], resamples: int = RESAMPLES) -> Share:
    """A figure over `count` messages, and the interval that it has over messages drawn with replacement.

    Args:
        count: of messages.
        statistic: the figure over the messages of the numbers it is given.
        resamples: how often messages are drawn.
    """
    random = np.random.default_rng(SEED)
    found = [statistic(random.integers(0, count, count)) for _ in range(resamples)]
    low, high = np.percentile(found, [LOW, HIGH])
    return Share(statistic(np.arange(count)), float(low), float(high))
