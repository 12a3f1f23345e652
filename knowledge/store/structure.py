"""Which FAISS structure holds the embeddings, by how many there are.

Exact search reads every embedding; from some number on that takes too long, and an inverted file (Jégou et al. 2011;
FAISS's IndexIVFScalarQuantizer) reads only the lists nearest to the message. Either keeps 16 bits a component: half the
memory and half the time of 32, and the same passages are found. Chosen by measurement: see docs/own-documents.md.
"""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.encoder import Vectors
from knowledge.store.interface import StoreError

EXACT_UP_TO = 100_000  # embeddings: one query then takes some 7 ms on one thread, and misses nothing
LISTS_PER_ROOT = 4  # lists of an inverted file, times the square root of the embeddings
PROBED = 96  # lists that a query reads; from 30,000 embeddings to a million as many find as much
GROWTH = 4  # times as many embeddings as lists were made for, and they are made anew
SAMPLE = 64  # embeddings a list that they are made from
BATCH = 50_000  # embeddings moved at once
CHUNK = 2**24  # bytes read at once
BITS = faiss.ScalarQuantizer.QT_fp16

Rows = npt.NDArray[np.int64]


def empty(dimension: int) -> faiss.Index:
    """An exact index without embeddings."""
    return faiss.IndexIDMap2(faiss.IndexScalarQuantizer(dimension, BITS, faiss.METRIC_INNER_PRODUCT))


def fitted(index: faiss.Index, exact_up_to: int = EXACT_UP_TO, *, lists_anew: bool = False) -> faiss.Index:
    """`index`, or another with the same embeddings where that fits their number better.

    Args:
        index: that embeddings were added to or removed from.
        exact_up_to: how many embeddings are searched one by one.
        lists_anew: whether lists are made anew in any case. The middle of a list can be the embedding of a passage that
            it was made from, and would outlive its removal.
    """
    total, inverted = index.ntotal, _inverted(index)
    if total <= exact_up_to:
        fits = inverted is None
    else:
        fits = inverted is not None and not lists_anew and total <= GROWTH * (inverted.nlist / LISTS_PER_ROOT) ** 2
    if fits and _is_short(index):
        return index
    return _moved(index, empty(index.d) if total <= exact_up_to else _trained(index))


def removed(index: faiss.Index, rows: Rows) -> None:
    """Removes the embeddings of `rows` from `index`."""
    index.remove_ids(faiss.IDSelectorBatch(rows))


def write(index: faiss.Index, path: Path) -> None:
    """Writes `index` to a file.

    Raises:
        StoreError: if it cannot be written.
    """
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise StoreError(f"{path} cannot be written; is the disk full? ({error})") from None


def read(path: Path, *, mapped: bool) -> faiss.Index:
    """Reads an index.

    Args:
        path: of the file.
        mapped: whether its embeddings stay in the file, so that several processes share what of it is in memory; it
            cannot be changed then.

    Raises:
        StoreError: if the file is none.
    """
    index = _mapped(path) if mapped else None
    if index is None:
        try:
            index = faiss.read_index(str(path))
        except RuntimeError:
            raise StoreError(f"{path} is missing or broken.") from None
    if (inverted := _inverted(index)) is not None:
        inverted.nprobe = min(PROBED, inverted.nlist)
    return index


def _mapped(path: Path) -> faiss.Index | None:
    """The index with its embeddings left in the file; None where FAISS cannot do that, as on macOS."""
    try:
        # FAISS maps the file for single reads here and there; exact search wants all of it, which would take seconds.
        with path.open("rb") as file:
            while file.read(CHUNK):
                pass
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except (RuntimeError, OSError):
        return None


def _is_short(index: Any) -> bool:
    """Whether an index keeps 16 bits a component; earlier versions of this project kept 32."""
    if _inverted(index) is not None:
        return isinstance(index, faiss.IndexIVFScalarQuantizer)
    return isinstance(faiss.downcast_index(index.index), faiss.IndexScalarQuantizer)


def _inverted(index: faiss.Index) -> Any:
    """`index` itself where it is an inverted file (`faiss.IndexIVF`), else None."""
    return index if isinstance(index, faiss.IndexIVF) else None


def _trained(index: faiss.Index) -> faiss.Index:
    """An inverted file without embeddings, its lists made for those of `index`."""
    lists = int(LISTS_PER_ROOT * math.sqrt(index.ntotal))
    made = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(index.d), index.d, lists, BITS, faiss.METRIC_INNER_PRODUCT, False
    )
    sample = np.random.default_rng(0).random(index.ntotal) < lists * SAMPLE / index.ntotal
    place, some = 0, []
    for _, vectors in _batches(index):
        some.append(vectors[sample[place : place + len(vectors)]])
        place += len(vectors)
    made.train(np.concatenate(some))
    return made


def _moved(index: faiss.Index, into: faiss.Index) -> faiss.Index:
    for rows, vectors in _batches(index):
        into.add_with_ids(vectors, rows)
    return into


def _batches(index: Any) -> Iterator[tuple[Rows, Vectors]]:
    """All embeddings with their rows, some at once."""
    inverted = _inverted(index)
    if inverted is None:
        flat, rows = faiss.downcast_index(index.index), faiss.vector_to_array(index.id_map)
        for start in range(0, len(rows), BATCH):
            count = min(BATCH, len(rows) - start)
            yield rows[start : start + count], flat.reconstruct_n(start, count)
        return
    lists = inverted.invlists
    for number in range(inverted.nlist):
        size = lists.list_size(number)
        if size:
            ids = faiss.rev_swig_ptr(lists.get_ids(number), size).copy()
            codes = faiss.rev_swig_ptr(lists.get_codes(number), size * inverted.code_size).copy()
            vectors = np.empty((size, inverted.d), dtype=np.float32)
            of = np.full(size, number)
            inverted.decode_vectors(size, faiss.swig_ptr(codes), faiss.swig_ptr(of), faiss.swig_ptr(vectors))
            yield ids, vectors
