"""Compares structures of the index over passages, from a hundred of them to a million, in one run.

    python -m benchmarks.index_growth [--sizes 1000 10000] [--structures flat ivf_sq8] [--minutes 15]

Needs `build/encoder` and, for a million passages, some 12 GB of disk and 6 GB of memory. Every row is written to
`benchmarks/results/index_growth.json` as soon as it is measured; a row measured again takes the place of the old one.
With --draw only the picture and the table are made again, from that file.
"""

import argparse
import json
import os
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from benchmarks.index_growth import measures
from benchmarks.index_growth.memory import Opened, opened_twice
from benchmarks.index_growth.picture import draw, table
from benchmarks.index_growth.structures import (
    STRUCTURES,
    Ids,
    OutOfTimeError,
    Structure,
    build,
    centroids,
    list_count,
    set_effort,
)
from benchmarks.index_growth.vectors import embedded, grown, nearest_cosines
from bot.settings import ROOT
from knowledge.encoder import Vectors

RESULTS = ROOT / "benchmarks" / "results" / "index_growth.json"
PICTURE = ROOT / "docs" / "pictures" / "index-growth.svg"
ENCODER = ROOT / "build" / "encoder"
SIZES = (100, 1_000, 10_000, 30_000, 100_000, 1_000_000)
FEWEST_FOR_LISTS = 1_000  # fewer are not worth dividing
MOST_REAL = 12_000
SEARCHED_WHEN_OPENED = 100  # queries


@dataclass(frozen=True)
class Row:
    """One structure at one size. MiB and seconds; what a structure cannot do is None.

    Attributes:
        removed_gone: whether the bytes of removed passages are in the file before, and none of them after.
        telling_middles: middles of lists that are all but a passage and would outlive it.
        mapped: opened with `IO_FLAG_MMAP_IFC`; `read` without it.
    """

    structure: str
    passages: int
    lists: int
    effort: int
    recall: float
    recall_by_effort: dict[int, float]
    times: measures.Times
    train_seconds: float
    add_seconds: float
    file_mib: float
    mapped: Opened
    read: Opened
    add_100_seconds: float
    remove_100_seconds: float | None
    removed_gone: bool | None
    telling_middles: int | None


@dataclass(frozen=True)
class Ground:
    """What all structures of one size share."""

    vectors: Vectors
    ids: Ids
    queries: Vectors
    truth: Ids
    middles: tuple[Vectors, float]


def main() -> None:
    """Measures what is asked for, row by row, and draws it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--structures", nargs="+", choices=STRUCTURES, default=list(STRUCTURES))
    parser.add_argument("--minutes", type=float, default=15, help="that building one structure may take")
    parser.add_argument("--draw", action="store_true", help="only draw what was measured before")
    options = parser.parse_args()
    if not options.draw:
        encoder = json.loads((ENCODER / "encoder.json").read_text(encoding="utf-8"))
        cache = ROOT / "build" / "index_growth" / encoder["sha256"][:12]  # another encoder, other embeddings
        real, queries = embedded(ENCODER, cache, MOST_REAL)
        for size in options.sizes:
            ground = _ground(real, queries, size, cache)
            for name in options.structures:
                if size >= FEWEST_FOR_LISTS or not STRUCTURES[name].lists:
                    _measure(STRUCTURES[name], ground, cache, 60 * options.minutes)
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    draw(results["rows"], PICTURE)
    print(table(results["rows"]))


def _ground(real: Vectors, queries: Vectors, size: int, cache: Path) -> Ground:
    vectors = grown(real, size, cache)
    ids = np.random.default_rng(4).choice(2**62, size, replace=False).astype(np.int64)
    truth = measures.exact(vectors, ids, queries)
    cosines = np.percentile(nearest_cosines(vectors), (10, 50, 90), axis=0)
    _keep(
        "neighbourhoods",
        {
            "passages": size,
            "of them real": min(size, len(real)),
            "cosine to the nearest other, 10th, 50th and 90th percentile": cosines[:, 0].tolist(),
            "to the tenth nearest": cosines[:, 9].tolist(),
        },
        ("passages",),
    )
    middles = centroids(vectors, list_count(size))
    print(f"{size} passages, {len(middles[0])} lists, trained in {middles[1]:.0f} s", flush=True)
    return Ground(vectors, ids, queries, truth, middles)


def _measure(structure: Structure, ground: Ground, cache: Path, seconds: float) -> None:
    label = f"{structure.name}, {len(ground.vectors)}"
    started = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            row = _row(structure, ground, Path(folder) / "passages.faiss", seconds)
    except OutOfTimeError as error:
        print(f"{label}: left out, {error}", flush=True)
        return
    _keep("rows", asdict(row), ("structure", "passages"))
    print(
        f"{label}: recall {row.recall:.3f} at {row.effort}, p95 {row.times.p95_ms:.2f} ms "
        f"({row.times.cpu_p95_ms:.2f} ms of work), {time.perf_counter() - started:.0f} s",
        flush=True,
    )


def _row(structure: Structure, ground: Ground, path: Path, seconds: float) -> Row:
    tuning, held_out = slice(0, None, 2), ground.queries[1::2]
    lists = len(ground.middles[0]) if structure.lists else 0
    built = build(structure, ground.vectors, ground.ids, ground.middles, seconds, _say)
    measures.saved(built.index, path)
    removes = measures.removable(built.index, np.array([2**62], dtype=np.int64))
    some = np.random.default_rng(5).choice(len(ground.ids), measures.CHANGED, replace=False)
    changed, their_ids = np.ascontiguousarray(ground.vectors[some]), ground.ids[some]
    needles: list[bytes] = []
    if removes:
        shown = slice(measures.LOOKED_FOR)
        needles = measures.stored_bytes(built.index, structure, changed[shown], their_ids[shown])
    telling = measures.telling_middles(built.index) if structure.lists else None
    training, adding_all = built.train_seconds, built.add_seconds
    del built  # the file is measured from here on
    index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    by_effort = measures.curve(index, structure, ground.queries[tuning], ground.truth[tuning], lists)
    effort = measures.chosen(by_effort)
    set_effort(index, structure, effort)
    found, times = measures.recall(index, held_out, ground.truth[1::2]), measures.timed(index, ground.queries)
    del index
    few = held_out[:SEARCHED_WHEN_OPENED]
    mapped, read = (opened_twice(path, structure.name, effort, few, flags) for flags in (faiss.IO_FLAG_MMAP_IFC, 0))
    size = path.stat().st_size / 2**20
    removing, gone = None, None
    if removes:
        before = measures.count_in_file(path, needles)
        removing = measures.seconds_of_change(path, lambda index: measures.remove(index, their_ids))
        gone = before == len(needles) and measures.count_in_file(path, needles) == 0 if needles else None
        new_ids = their_ids
    else:
        new_ids = their_ids + 2**61
    adding = measures.seconds_of_change(path, lambda index: index.add_with_ids(changed, new_ids))
    return Row(
        structure.name, len(ground.ids), lists, effort, found, by_effort, times, training, adding_all,
        size, mapped, read, adding, removing, gone, telling,
    )  # fmt: skip


def _say(text: str) -> None:
    print(f"  {text}", flush=True)


def _keep(kind: str, entry: dict[str, Any], key: tuple[str, ...]) -> None:
    """Writes `entry` into the results in place of the one with the same `key`."""
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    others = [e for e in results.get(kind, []) if any(e[k] != entry[k] for k in key)]
    results[kind] = [*others, entry]
    results["faiss"], results["processors"] = faiss.__version__, os.cpu_count()
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    new = RESULTS.with_suffix(".new")
    new.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    new.replace(RESULTS)


if __name__ == "__main__":
    main()
