"""The structures that the benchmark compares, over a few random embeddings."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from benchmarks.index_growth import measures
from benchmarks.index_growth.structures import STRUCTURES, Built, Ids, OutOfTimeError, build, centroids, list_count
from knowledge.encoder import Vectors

PASSAGES, DIMENSION = 2_000, 768
IDS: Ids = np.random.default_rng(1).choice(2**62, PASSAGES, replace=False).astype(np.int64)
REMOVING = ("flat", "fp16", "sq8", "ivf_flat", "ivf_fp16", "ivf_sq8")


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Of length 1, gathered around a hundred places."""
    rng = np.random.default_rng(0)
    places = rng.standard_normal((100, DIMENSION))
    near = places[rng.integers(100, size=PASSAGES)] + 0.7 * rng.standard_normal((PASSAGES, DIMENSION))
    unit: Vectors = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    return unit


def built(name: str, vectors: Vectors, seconds: float = 60) -> Built:
    return build(STRUCTURES[name], vectors, IDS, centroids(vectors, list_count(PASSAGES)), seconds)


@pytest.mark.parametrize("name", REMOVING)
def test_what_is_removed_is_gone_from_the_file(name: str, vectors: Vectors, tmp_path: Path) -> None:
    path = tmp_path / "passages.faiss"
    index = built(name, vectors).index
    some = slice(7, 10)
    needles = measures.stored_bytes(index, STRUCTURES[name], vectors[some], IDS[some])
    measures.saved(index, path)
    assert measures.count_in_file(path, needles) == 3
    measures.seconds_of_change(path, lambda index: measures.remove(index, IDS[some]))
    assert measures.count_in_file(path, needles) == 0
    assert faiss.read_index(str(path)).ntotal == PASSAGES - 3


@pytest.mark.parametrize("name", STRUCTURES)
def test_the_ids_come_back_that_were_given(name: str, vectors: Vectors) -> None:
    index = built(name, vectors).index
    truth = measures.exact(vectors, IDS, vectors[:20])
    assert (truth[:, 0] == IDS[:20]).all()
    recalls = measures.curve(index, STRUCTURES[name], vectors[:20], truth, list_count(PASSAGES))
    assert max(recalls.values()) > 0.8


@pytest.mark.parametrize("name", STRUCTURES)
def test_only_where_ids_can_be_taken_out_is_a_structure_said_to_remove(name: str, vectors: Vectors) -> None:
    index = built(name, vectors).index
    nowhere = np.array([2**62], dtype=np.int64)
    assert measures.removable(index, nowhere) == (name not in ("hnsw", "ivf_pq_refined"))
    assert index.ntotal == PASSAGES


def test_a_list_of_one_passage_is_counted_as_telling(vectors: Vectors) -> None:
    middles = np.concatenate([vectors[:2], centroids(vectors, 10)[0]])
    index = build(STRUCTURES["ivf_flat"], vectors, IDS, (middles, 0.0), 60).index
    assert measures.telling_middles(index) == 2


def test_building_stops_when_its_time_is_over(vectors: Vectors) -> None:
    with pytest.raises(OutOfTimeError, match="0 of 2000 passages"):
        built("flat", vectors, seconds=-1)


@pytest.mark.parametrize(("passages", "lists"), [(1, 1), (100, 2), (10_000, 256), (1_000_000, 4_000)])
def test_lists_grow_with_the_root_and_none_is_too_small_to_train(passages: int, lists: int) -> None:
    assert list_count(passages) == lists


def test_the_least_effort_that_reaches_the_aim_is_chosen() -> None:
    assert measures.chosen({1: 0.5, 2: 0.97, 4: 0.99}) == 2
    assert measures.chosen({1: 0.5, 2: 0.94, 4: 0.93}) == 2
