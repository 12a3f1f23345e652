"""What an opened index costs: two processes open the same file at once, search, and look at their own memory."""

import ctypes
import multiprocessing
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import faiss

from benchmarks.index_growth.structures import STRUCTURES, set_effort
from knowledge.encoder import Vectors

KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Opened:
    """One of two processes that hold the same index, after it searched; the growth since before it was opened.

    Attributes:
        open_ms: until the file was open.
        first_ms: until the first query was answered, with nothing of the file in the page cache.
        rss_mib: all pages of the process.
        pss_mib: pages that both processes use counted half.
        own_mib: pages that are in no file; nothing shares them.
    """

    open_ms: float
    first_ms: float
    rss_mib: float
    pss_mib: float
    own_mib: float


def opened_twice(path: Path, name: str, effort: int, queries: Vectors, flags: int) -> Opened:
    """Opens the index at `path` in two processes at once; the figures are of the first, which finds a cold file.

    Args:
        path: of the index.
        name: of its structure.
        effort: see `set_effort`.
        queries: that each process searches.
        flags: of `faiss.read_index`.
    """
    _evict(path)
    context = multiprocessing.get_context("spawn")
    pairs = [context.Pipe() for _ in range(2)]
    processes = [
        context.Process(target=_hold, args=(theirs, path, name, effort, queries, flags), daemon=True)
        for _, theirs in pairs
    ]
    for process in processes:
        process.start()
    ends = [ours for ours, _ in pairs]
    _all(ends, "look")  # both have loaded the same libraries: from here on only the index makes a difference
    for end in ends:  # one after the other, so that the first finds a cold file
        end.recv()
        end.send("open")
        end.poll(None)
    _all(ends, "measure")
    result: Opened = ends[0].recv()
    ends[1].recv()
    for end, process in zip(ends, processes, strict=True):
        end.send("end")
        process.join()
    return result


def _all(ends: list[Connection], word: str) -> None:
    """Says `word` to all once all have come as far."""
    for end in ends:
        end.recv()
    for end in ends:
        end.send(word)


def _hold(connection: Connection, path: Path, name: str, effort: int, queries: Vectors, flags: int) -> None:
    def next_step() -> None:
        connection.send("ready")
        connection.recv()

    faiss.omp_set_num_threads(1)
    next_step()
    ctypes.CDLL(None).malloc_trim(0)  # else what is freed already hides what is taken
    before = _memory()
    next_step()
    started = time.perf_counter()
    index = faiss.read_index(str(path), flags)
    opened = time.perf_counter()
    set_effort(index, STRUCTURES[name], effort)
    index.search(queries[:1], 10)
    first = time.perf_counter()
    for start in range(len(queries)):
        index.search(queries[start : start + 1], 10)
    next_step()
    grown = {key: (value - before[key]) / KIB_PER_MIB for key, value in _memory().items()}
    times = 1000 * (opened - started), 1000 * (first - opened)
    connection.send(Opened(*times, grown["Rss"], grown["Pss"], grown["Anonymous"]))
    connection.recv()


def _memory() -> dict[str, int]:
    """KiB by kind."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) for line in lines}


def _evict(path: Path) -> None:
    """Takes the file out of the page cache."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
