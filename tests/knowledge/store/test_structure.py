"""Which structure holds the embeddings: exact while there are few, lists when there are many, and back."""

from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest

from knowledge.encoder import Vectors
from knowledge.store import structure

DIMENSION, FEW = 24, 500


def clustered(count: int, seed: int = 1) -> Vectors:
    """Vectors of length 1 that lie in clusters, as those of texts do."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(40, DIMENSION))
    vectors = (centres[random.integers(40, size=count)] + 0.4 * random.normal(size=(count, DIMENSION))).astype(
        np.float32
    )
    faiss.normalize_L2(vectors)
    return vectors


def indexed(vectors: Vectors, first: int = 1) -> faiss.Index:
    index = structure.empty(DIMENSION)
    index.add_with_ids(vectors, np.arange(first, first + len(vectors)) * 3)  # rows have gaps
    return index


def through_a_file(index: faiss.Index, folder: Path, *, mapped: bool = True) -> faiss.Index:
    structure.write(index, folder / "index.faiss")
    return structure.read(folder / "index.faiss", mapped=mapped)


def test_few_vectors_are_searched_one_by_one(tmp_path: Path) -> None:
    vectors = clustered(FEW)
    index = through_a_file(structure.fitted(indexed(vectors), FEW), tmp_path)
    found, rows = index.search(vectors[7:8], 3)
    exact = vectors @ vectors[7]
    assert not isinstance(index, faiss.IndexIVF) and rows[0][0] == 8 * 3
    assert sorted(exact, reverse=True)[:3] == pytest.approx(list(found[0]), abs=1e-3)


def test_many_vectors_are_searched_by_lists_and_nearly_all_the_nearest_are_found(tmp_path: Path) -> None:
    vectors = clustered(6000)
    index = through_a_file(structure.fitted(indexed(vectors), FEW), tmp_path)
    assert isinstance(index, faiss.IndexIVF) and index.ntotal == 6000
    queries = clustered(200, seed=2)
    exact = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    _, rows = index.search(queries, 10)
    recall = np.mean([len(set(found // 3 - 1) & set(best)) / 10 for found, best in zip(rows, exact, strict=True)])
    assert recall > 0.9


@pytest.mark.parametrize("count", [FEW // 2, FEW * 4])
def test_rows_are_added_and_removed_whatever_the_structure(tmp_path: Path, count: int) -> None:
    vectors = clustered(count)
    index = through_a_file(structure.fitted(indexed(vectors), FEW), tmp_path, mapped=False)
    structure.removed(index, np.array([3, 9, 12_345_678]))
    index.add_with_ids(vectors[2:3], np.array([7]))
    index = through_a_file(structure.fitted(index, FEW), tmp_path)
    assert index.ntotal == count - 1
    _, rows = index.search(vectors[2:3], 1)
    assert rows[0][0] == 7
    _, rows = index.search(vectors[:1], count - 1)
    assert not {3, 9} & set(rows[0])


def test_lists_are_made_anew_when_the_index_has_outgrown_them() -> None:
    index: Any = structure.fitted(indexed(clustered(FEW + 1)), FEW)
    lists = index.nlist
    index.add_with_ids(clustered(FEW * 9, seed=3), np.arange(FEW * 9) + 10_000)
    grown: Any = structure.fitted(index, FEW)
    assert grown.nlist > 2 * lists and grown.ntotal == FEW * 10 + 1
    assert structure.fitted(grown, FEW) is grown


def test_few_are_left_and_searched_one_by_one_again() -> None:
    index = structure.fitted(indexed(clustered(FEW * 2)), FEW)
    structure.removed(index, (np.arange(FEW + 200) + 1) * 3)
    small = structure.fitted(index, FEW)
    assert not isinstance(small, faiss.IndexIVF) and small.ntotal == FEW - 200
    assert small.search(clustered(FEW * 2)[-1:], 1)[1][0][0] == FEW * 2 * 3


def test_nothing_of_removed_embeddings_stays_in_the_lists_or_their_middles(tmp_path: Path) -> None:
    alone = np.eye(DIMENSION, dtype=np.float32)  # far from all others: some are the middles of lists of their own
    index: Any = structure.fitted(indexed(np.concatenate([alone, clustered(FEW * 2)])), FEW)

    def found(index: faiss.Index) -> tuple[list[bool], list[bool]]:
        structure.write(index, tmp_path / "index.faiss")
        data = (tmp_path / "index.faiss").read_bytes()
        return [row.tobytes() in data for row in alone], [row.astype(np.float16).tobytes() in data for row in alone]

    as_middle, in_lists = found(index)
    assert any(as_middle) and all(in_lists)
    structure.removed(index, (np.arange(DIMENSION) + 1) * 3)
    as_middle, in_lists = found(structure.fitted(index, FEW, lists_anew=True))
    assert not any(as_middle) and not any(in_lists)


def test_an_index_of_an_earlier_version_with_32_bits_is_taken_over() -> None:
    vectors = clustered(FEW)
    old = faiss.IndexIDMap2(faiss.IndexFlatIP(DIMENSION))
    old.add_with_ids(vectors, np.arange(FEW))
    index = structure.fitted(old, FEW)
    assert index is not old and structure.fitted(index, FEW) is index
    assert [row[0] for row in index.search(vectors, 1)[1]] == list(range(FEW))


def test_lists_of_an_earlier_version_with_32_bits_are_taken_over() -> None:
    vectors = clustered(FEW * 3)
    old = faiss.IndexIVFFlat(faiss.IndexFlatIP(DIMENSION), DIMENSION, 40, faiss.METRIC_INNER_PRODUCT)
    old.train(vectors)
    old.add_with_ids(vectors, np.arange(len(vectors)))
    index = structure.fitted(old, FEW)
    assert index is not old and structure.fitted(index, FEW) is index
    every_list: Any = index
    every_list.nprobe = every_list.nlist
    assert [row[0] for row in index.search(vectors, 1)[1]] == list(range(len(vectors)))
