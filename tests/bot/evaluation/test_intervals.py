"""Bootstrap intervals, against what is known of the distribution."""

import math
import random

import numpy as np
import pytest

from bot.evaluation.intervals import mean_share, share_of


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    """For 200 messages of which 0.8 are right, the normal approximation gives 0.8 ± 1.96 sqrt(0.8 * 0.2 / 200)."""
    share = mean_share([1.0] * 160 + [0.0] * 40)
    half = 1.96 * math.sqrt(0.8 * 0.2 / 200)
    assert share.value == pytest.approx(0.8)
    assert share.low == pytest.approx(0.8 - half, abs=0.012)
    assert share.high == pytest.approx(0.8 + half, abs=0.012)


def test_it_covers_the_true_share_about_as_often_as_it_says() -> None:
    draw = random.Random(4)
    samples = [[float(draw.random() < 0.7) for _ in range(80)] for _ in range(100)]
    covered = sum(share.low <= 0.7 <= share.high for share in map(mean_share, samples))
    assert 88 <= covered <= 100


def test_without_spread_there_is_no_interval() -> None:
    share = mean_share([1.0] * 30)
    assert (share.value, share.low, share.high) == (1, 1, 1)


def test_more_messages_make_it_narrower_and_the_same_messages_give_the_same() -> None:
    few, many = mean_share([0.0, 1.0] * 10), mean_share([0.0, 1.0] * 1000)
    assert many.high - many.low < (few.high - few.low) / 5
    assert mean_share([0.0, 1.0] * 10) == few


def test_any_figure_over_messages_has_an_interval() -> None:
    values = np.arange(100)
    share = share_of(100, lambda rows: float(values[rows].max()), resamples=50)
    assert share.value == 99
    assert 80 < share.low <= share.high <= 99
