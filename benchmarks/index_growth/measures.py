"""Recall, time and the price of a change, of one index."""

import mmap
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from benchmarks.index_growth.structures import EFFORTS, Ids, Structure, divided, held, set_effort
from knowledge.encoder import Vectors

WANTED = 10  # results of a query
AIM = 0.96  # recall for which the effort is chosen, on other queries than it is reported for
ENOUGH = 0.99  # recall at which no greater effort is tried
CHANGED = 100  # passages added or removed
LOOKED_FOR = 3  # removed passages whose bytes are sought in the file
LONGEST_TIMING = 20.0  # seconds


def exact(vectors: Vectors, ids: Ids, queries: Vectors) -> Ids:
    """Ids of the `WANTED` nearest passages of each query: shape (queries, WANTED)."""
    _, rows = faiss.knn(queries, vectors, WANTED, metric=faiss.METRIC_INNER_PRODUCT)
    found: Ids = ids[rows]
    return found


def recall(index: faiss.Index, queries: Vectors, truth: Ids) -> float:
    """The share of the nearest passages that `index` finds, in [0, 1]."""
    _, found = index.search(queries, WANTED)
    hits = [len(np.intersect1d(a, b)) for a, b in zip(found, truth, strict=True)]
    return float(np.mean(hits) / truth.shape[1])


def curve(index: faiss.Index, structure: Structure, queries: Vectors, truth: Ids, lists: int) -> dict[int, float]:
    """Recall by effort, up to `ENOUGH`; one entry, at 0, where effort means nothing."""
    if not structure.effort:
        return {0: recall(index, queries, truth)}
    found: dict[int, float] = {}
    for effort in (e for e in EFFORTS if not structure.lists or e <= lists):
        set_effort(index, structure, effort)
        found[effort] = recall(index, queries, truth)
        if found[effort] >= ENOUGH:
            break
    return found


def chosen(recalls: dict[int, float]) -> int:
    """The smallest effort that reaches `AIM`; else the one that comes nearest."""
    return next((e for e, value in recalls.items() if value >= AIM), max(recalls, key=lambda e: recalls[e]))


@dataclass(frozen=True)
class Times:
    """Milliseconds of one query with one thread: by the clock, and those in which the processor worked on it."""

    p50_ms: float
    p95_ms: float
    cpu_p50_ms: float
    cpu_p95_ms: float


def timed(index: faiss.Index, queries: Vectors) -> Times:
    """Times single queries, each once, until there is no query or no time left."""
    faiss.omp_set_num_threads(1)
    clock, cpu = [], []
    began = time.perf_counter()
    for row in range(len(queries)):
        query = queries[row : row + 1]
        started, worked = time.perf_counter(), time.thread_time()
        index.search(query, WANTED)
        cpu.append(1000 * (time.thread_time() - worked))
        clock.append(1000 * (time.perf_counter() - started))
        if time.perf_counter() - began > LONGEST_TIMING:
            break
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    return Times(*(float(np.percentile(values, p)) for values in (clock, cpu) for p in (50, 95)))


def saved(index: faiss.Index, path: Path) -> None:
    """Writes `index` so that a reader sees the old file or the new one, and a power cut leaves either."""
    new = path.with_name(f"{path.name}.new")
    faiss.write_index(index, str(new))
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(path)


def seconds_of_change(path: Path, change: Callable[[faiss.Index], object]) -> float:
    """Seconds to read the index at `path`, change it and save it again."""
    started = time.perf_counter()
    index = faiss.read_index(str(path))
    change(index)
    saved(index, path)
    return time.perf_counter() - started


def remove(index: faiss.Index, ids: Ids) -> int:
    """Removes the passages `ids`; returns how many there were.

    Raises:
        RuntimeError: if the structure cannot.
    """
    return int(index.remove_ids(faiss.IDSelectorBatch(ids)))


def removable(index: faiss.Index, ids: Ids) -> bool:
    """Whether the structure can remove passages; tries it on `index` with `ids`, of which none may be there."""
    try:
        remove(index, ids)
    except RuntimeError:
        return False
    return True


def stored_bytes(index: faiss.Index, structure: Structure, vectors: Vectors, ids: Ids) -> list[bytes]:
    """How the index holds each of these passages, as the bytes that its file has; empty where they are interleaved."""
    if not structure.lists:
        return [row.tobytes() for row in held(index).sa_encode(np.ascontiguousarray(vectors))]
    ivf = divided(index)
    if not isinstance(faiss.downcast_InvertedLists(ivf.invlists), faiss.ArrayInvertedLists):
        return []
    found = []
    _, lists = ivf.quantizer.search(np.ascontiguousarray(vectors), 1)
    for number, identity in zip(lists[:, 0], ids, strict=True):
        size = ivf.invlists.list_size(int(number))
        members = faiss.rev_swig_ptr(ivf.invlists.get_ids(int(number)), size)
        at = int(np.flatnonzero(members == identity)[0])
        codes = faiss.rev_swig_ptr(ivf.invlists.get_codes(int(number)), size * ivf.code_size)
        found.append(codes[at * ivf.code_size : (at + 1) * ivf.code_size].tobytes())
    return found


def count_in_file(path: Path, needles: list[bytes]) -> int:
    """How many of `needles` stand somewhere in the file."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return sum(content.find(needle) >= 0 for needle in needles)


def telling_middles(index: faiss.Index) -> int:
    """Middles of lists that are all but a passage (cosine above 0.999): they would outlive its removal."""
    ivf = divided(index)
    middles = ivf.quantizer.reconstruct_n(0, ivf.nlist)
    before, ivf.nprobe = ivf.nprobe, 1
    cosines, _ = index.search(middles, 1)
    ivf.nprobe = before
    return int(np.sum(cosines[:, 0] > 0.999))
