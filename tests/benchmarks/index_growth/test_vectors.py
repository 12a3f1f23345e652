"""The embeddings that the benchmark searches."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.index_growth import vectors
from benchmarks.index_growth.vectors import fitted_spread, grown, nearest_cosines, neighbours, own_texts, synthetic
from knowledge.encoder import Vectors


@pytest.fixture(scope="module")
def real() -> Vectors:
    """Of length 1, near each other in twos and threes."""
    rng = np.random.default_rng(0)
    places = rng.standard_normal((400, 96))
    near = places[rng.integers(400, size=1_500)] + 0.5 * rng.standard_normal((1_500, 96))
    unit: Vectors = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_no_query_is_a_passage_and_no_passage_comes_twice() -> None:
    texts = own_texts(10**6)
    assert len(texts.queries) == 520
    assert len(set(texts.passages)) == len(texts.passages) > 10_000
    assert not set(texts.passages) & set(texts.queries)


def test_synthetic_embeddings_have_length_one_and_real_neighbourhoods(real: Vectors) -> None:
    made = synthetic(real, neighbours(real), len(real), fitted_spread(real), np.random.default_rng(9))
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert np.median(nearest_cosines(made)[:, 0]) == pytest.approx(np.median(nearest_cosines(real)[:, 0]), abs=0.02)


def test_the_grown_ones_begin_with_the_real_ones(
    real: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "CHUNK", 200)
    assert np.array_equal(grown(real, 100, tmp_path), real[:100])
    more = grown(real, 2_111, tmp_path)
    assert more.shape == (2_111, 96)
    assert np.array_equal(more[:1_500], real)
    assert len(np.unique(more, axis=0)) == 2_111
