"""The embeddings that are searched: real ones of this repository's texts, and synthetic ones like them beyond.

A synthetic embedding is an affine mix of the nearest neighbours of a real one: random convex weights put it among
them, and a draw from their own spread takes it out again, along the directions in which they differ. How strong that
draw is, is fitted: among as many synthetic ones as there are real ones, the median cosine of an embedding to its
nearest neighbour must be that of the real ones.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt
import yaml

from bot.evaluation.lines import read_lines
from bot.settings import ROOT
from knowledge.encoder import Encoder, Vectors
from knowledge.sentences import MIN_WORDS, parts

NEIGHBOURS = 16  # that a synthetic embedding is mixed of
CHUNK = 4096  # synthetic embeddings made at once
SPREADS = (0.0, 4.0)  # between which the strength of the draw is sought
PROBES = 1000  # embeddings by which neighbourhoods are compared
PATTERN = set("{}|<>")  # what has these is a rule or markup, no sentence
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Texts:
    """What is embedded.

    Attributes:
        passages: sentences of knowledge, training, examples and documentation, each once, in random order.
        queries: messages of `evaluation/guidance.jsonl`; none of them is a passage.
    """

    passages: list[str]
    queries: list[str]


def own_texts(most: int) -> Texts:
    """Texts of this repository, `most` passages of them at most."""
    queries = [line.text for line in read_lines(ROOT / "evaluation" / "guidance.jsonl", "grades")]
    found = dict.fromkeys(
        sentence for text in _strings() for line in text.splitlines() for sentence in _sentences(line)
    )
    passages = sorted(set(found) - set(queries))
    np.random.default_rng(0).shuffle(passages)
    return Texts(passages[:most], queries)


def _strings() -> Iterator[str]:
    for folder in ("knowledge", "training", "helpline", "data"):
        for path in sorted((ROOT / folder).rglob("*.yml")):
            yield from _leaves(yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER))
    for path in sorted((ROOT / "docs").glob("*.md")):
        yield from path.read_text(encoding="utf-8").split("\n\n")
    for path in sorted((ROOT / "evaluation").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _leaves(json.loads(line))


def _leaves(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)


def _sentences(line: str) -> Iterator[str]:
    text = line.strip().removeprefix("- ")
    if PATTERN & set(text):
        return
    for sentence in parts(text) or [text]:
        if len(sentence.split()) >= MIN_WORDS:
            yield sentence


def embedded(encoder: Path, cache: Path, most: int) -> tuple[Vectors, Vectors]:
    """Embeddings of the passages and of the queries, each of length 1; made once, then read from `cache`.

    Args:
        encoder: folder that `python -m bot build` made.
        cache: folder for this encoder's `passages.npy` and `queries.npy`.
        most: passages at most; takes effect when there is no cache.
    """
    files = [cache / "passages.npy", cache / "queries.npy"]
    if not all(path.exists() for path in files):
        texts = own_texts(most)
        model = Encoder(encoder, threads=2)
        cache.mkdir(parents=True, exist_ok=True)
        for path, lines in zip(files, (texts.passages, texts.queries), strict=True):
            print(f"{len(lines)} texts to embed", flush=True)
            np.save(path, model.encode(lines))
    passages, queries = (np.load(path) for path in files)
    return passages, queries


def grown(real: Vectors, size: int, cache: Path) -> Vectors:
    """The first `size` of: all real embeddings, then synthetic ones. Shape (size, dimension), mapped from a file."""
    if size <= len(real):
        return real[:size]
    path = cache / f"grown_{size}.npy"
    if not path.exists():
        spread = fitted_spread(real)
        new = path.with_suffix(".new.npy")
        file = np.lib.format.open_memmap(new, mode="w+", dtype=np.float32, shape=(size, real.shape[1]))
        file[: len(real)] = real
        rng = np.random.default_rng(1)
        near = neighbours(real)
        for start in range(len(real), size, CHUNK):
            end = min(start + CHUNK, size)
            file[start:end] = synthetic(real, near, end - start, spread, rng)
        file.flush()
        new.replace(path)
    mapped: Vectors = np.load(path, mmap_mode="r")
    return mapped


def neighbours(real: Vectors) -> npt.NDArray[np.int64]:
    """For each embedding its nearest, itself first: shape (len(real), NEIGHBOURS)."""
    _, near = faiss.knn(real, real, NEIGHBOURS, metric=faiss.METRIC_INNER_PRODUCT)
    return np.asarray(near, dtype=np.int64)


def synthetic(
    real: Vectors, near: npt.NDArray[np.int64], count: int, spread: float, rng: np.random.Generator
) -> Vectors:
    """`count` synthetic embeddings of length 1 (see the top of this file)."""
    chosen = near[rng.integers(len(real), size=count)]
    weights = rng.dirichlet(np.ones(NEIGHBOURS), size=count)
    draw = rng.standard_normal((count, NEIGHBOURS)) / np.sqrt(NEIGHBOURS)
    weights += spread * (draw - draw.mean(axis=1, keepdims=True))
    mixed = np.einsum("ij,ijk->ik", weights.astype(np.float32), real[chosen], optimize=True)
    unit: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return unit


def fitted_spread(real: Vectors) -> float:
    """The strength of the draw with which synthetic neighbourhoods are as near as real ones."""
    near = neighbours(real)
    aim = float(np.median(nearest_cosines(real)[:, 0]))
    low, high = SPREADS
    for _ in range(7):
        middle = (low + high) / 2
        made = synthetic(real, near, len(real), middle, np.random.default_rng(2))
        if float(np.median(nearest_cosines(made)[:, 0])) > aim:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def nearest_cosines(vectors: Vectors) -> Vectors:
    """Cosines of some of `vectors` to their ten nearest others: shape (at most PROBES, 10), nearest first."""
    some = vectors[:: max(1, len(vectors) // PROBES)][:PROBES]
    cosines, _ = faiss.knn(some, vectors, 11, metric=faiss.METRIC_INNER_PRODUCT)
    others: Vectors = cosines[:, 1:]
    return others
