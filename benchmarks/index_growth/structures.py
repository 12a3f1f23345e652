"""The structures that are compared, and how each is built."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.encoder import Vectors

Ids = npt.NDArray[np.int64]

CHUNK = 20_000  # embeddings added at once, between two looks at the clock
POINTS_PER_LIST = 64  # that k-means sees: with more it takes longer and the lists are hardly better
FEWEST_PER_LIST = 39  # below it FAISS warns that lists are trained on too little
REFINED = 10  # times as many as are wanted come from the coarse structure to the exact one
EFFORTS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)


class OutOfTimeError(Exception):
    """Building took longer than was allowed."""


@dataclass(frozen=True)
class Structure:
    """One way to lay out an index.

    Attributes:
        name: as options and results call it.
        label: as the picture and tables call it.
        codec: how FAISS's factory calls what holds an embedding.
        lists: whether passages are divided into lists, of which a search looks into a few.
        wrapped: whether ids need a map beside the structure.
        effort: name of the parameter that trades time for recall, "" if there is none.
    """

    name: str
    label: str
    codec: str
    lists: bool = False
    wrapped: bool = False
    effort: str = ""

    def factory(self, lists: int) -> str:
        """What FAISS's factory is asked for."""
        text = f"IVF{lists},{self.codec}" if self.lists else self.codec
        return f"IDMap2,{text}" if self.wrapped else text


STRUCTURES = {
    s.name: s
    for s in (
        Structure("flat", "all, 32 bits", "Flat", wrapped=True),
        Structure("fp16", "all, 16 bits", "SQfp16", wrapped=True),
        Structure("sq8", "all, 8 bits", "SQ8", wrapped=True),
        Structure("ivf_flat", "lists, 32 bits", "Flat", lists=True, effort="nprobe"),
        Structure("ivf_fp16", "lists, 16 bits", "SQfp16", lists=True, effort="nprobe"),
        Structure("ivf_sq8", "lists, 8 bits", "SQ8", lists=True, effort="nprobe"),
        Structure("ivf_rabitq4", "lists, RaBitQ 4 bits", "RaBitQ4", lists=True, effort="nprobe"),
        Structure("ivf_pq_refined", "lists, PQ and 32 bits", "PQ192x4fs,RFlat", True, True, "nprobe"),
        Structure("hnsw", "graph (HNSW), 32 bits", "HNSW32", wrapped=True, effort="efSearch"),
    )
}


def list_count(passages: int, factor: float = 4) -> int:
    """How many lists `passages` are divided into: `factor` times their root, none of them too small to be trained."""
    return max(1, min(int(factor * math.sqrt(passages)), passages // FEWEST_PER_LIST))


def centroids(vectors: Vectors, lists: int) -> tuple[Vectors, float]:
    """The middles of `lists` lists by spherical k-means: shape (lists, dimension); and the seconds that it took."""
    started = time.perf_counter()
    means = faiss.Kmeans(
        vectors.shape[1], lists, niter=10, spherical=True, seed=1, max_points_per_centroid=POINTS_PER_LIST
    )
    means.train(sample(vectors, POINTS_PER_LIST * lists))
    return np.asarray(means.centroids), time.perf_counter() - started


def sample(vectors: Vectors, most: int) -> Vectors:
    """`most` of `vectors` at random, or all of them."""
    if len(vectors) <= most:
        return np.ascontiguousarray(vectors)
    rows = np.random.default_rng(3).choice(len(vectors), most, replace=False)
    return np.ascontiguousarray(vectors[np.sort(rows)])


@dataclass(frozen=True)
class Built:
    """An index in memory, and the seconds that its making took."""

    index: faiss.Index
    train_seconds: float
    add_seconds: float


def build(
    structure: Structure,
    vectors: Vectors,
    ids: Ids,
    middles: tuple[Vectors, float],
    seconds: float,
    say: Callable[[str], None] = lambda _: None,
) -> Built:
    """Builds `structure` over `vectors`.

    Args:
        structure: what to build.
        vectors: shape (n, dimension), each of length 1; may be mapped from a file.
        ids: of the passages, shape (n,).
        middles: what `centroids` gave, shared by all structures with lists.
        seconds: that it may take.
        say: is told of progress.

    Raises:
        OutOfTimeError: if it takes longer.
    """
    index = faiss.index_factory(vectors.shape[1], structure.factory(len(middles[0])), faiss.METRIC_INNER_PRODUCT)
    if isinstance(refined := held(index), faiss.IndexRefine):
        refined.k_factor = REFINED
    started = time.perf_counter()
    if structure.lists:
        ivf = divided(index)
        ivf.quantizer.train(middles[0])
        ivf.quantizer.add(middles[0])  # FAISS then leaves the lists as they are
    index.train(sample(vectors, POINTS_PER_LIST * max(64, len(middles[0]))))
    trained = time.perf_counter()
    for start in range(0, len(vectors), CHUNK):
        if time.perf_counter() - started > seconds:
            raise OutOfTimeError(f"{structure.name}: {start} of {len(vectors)} passages in {seconds:.0f} s")
        end = start + CHUNK
        index.add_with_ids(np.ascontiguousarray(vectors[start:end]), ids[start:end])
        if end % (10 * CHUNK) == 0:
            say(f"{end} of {len(vectors)} passages added")
    training = trained - started + (middles[1] if structure.lists else 0.0)
    return Built(index, training, time.perf_counter() - trained)


def set_effort(index: faiss.Index, structure: Structure, effort: int) -> None:
    """Sets how hard `index` searches; nothing if the structure knows no such thing."""
    if structure.effort == "nprobe":
        divided(index).nprobe = effort
    elif structure.effort == "efSearch":
        held(index).hnsw.efSearch = effort


def held(index: faiss.Index) -> Any:
    """What stands under the map of ids, if there is one: an index of its own FAISS class."""
    whole: Any = faiss.downcast_index(index)
    return faiss.downcast_index(whole.index) if isinstance(whole, faiss.IndexIDMap) else whole


def divided(index: faiss.Index) -> Any:
    """The part of `index` that has lists, of its own FAISS class."""
    return faiss.extract_index_ivf(index)
