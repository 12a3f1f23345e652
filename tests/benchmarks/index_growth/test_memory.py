"""What an opened index costs."""

import sys
from pathlib import Path

import faiss
import numpy as np
import pytest

from benchmarks.index_growth.memory import opened_twice

PASSAGES, DIMENSION, MIB = 20_000, 256, 20_000 * 256 * 4 / 2**20


@pytest.mark.skipif(sys.platform != "linux", reason="FAISS maps no files elsewhere, and there is no smaps_rollup")
def test_two_processes_share_a_mapped_index_and_not_one_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "passages.faiss"
    vectors = np.random.default_rng(0).standard_normal((PASSAGES, DIMENSION)).astype(np.float32)
    index = faiss.index_factory(DIMENSION, "IDMap2,Flat", faiss.METRIC_INNER_PRODUCT)
    index.add_with_ids(vectors, np.arange(PASSAGES))
    faiss.write_index(index, str(path))
    mapped = opened_twice(path, "flat", 0, vectors[:3], faiss.IO_FLAG_MMAP_IFC)
    read = opened_twice(path, "flat", 0, vectors[:3], 0)
    assert mapped.own_mib < 0.2 * MIB < 0.9 * MIB < read.own_mib
    assert mapped.pss_mib < 0.75 * MIB < read.pss_mib
