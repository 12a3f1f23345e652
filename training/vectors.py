"""Embeddings that are computed once for each encoder and kept in a file; above all of the ways of free answers."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.encoder import Encoder, Vectors
from training.free_answers import Encode, texts_of
from training.question import Mend, Question, Short

FILE = "ways.npz"


def texts(questions: Iterable[Question]) -> list[str]:
    """Every text whose embedding is needed to judge answers, each once."""
    found: list[str] = []
    for question in questions:
        if isinstance(question.answer, Short):
            found += texts_of(question.answer)
        elif isinstance(question.answer, Mend):
            found += question.answer.better
    return list(dict.fromkeys(found))


def save(folder: Path, questions: Iterable[Question], encoder: Encoder) -> int:
    """Computes what `folder` does not hold yet and writes all of it there; gives the number of texts."""
    return len(stored(folder / FILE, texts(questions), encoder.encode, encoder.sha256))


def load(folder: Path, encoder: str) -> Mapping[str, Vectors]:
    """Embeddings by text, as far as `folder` has those of this encoder; what is missing can be computed when needed.

    Args:
        folder: where `save` wrote.
        encoder: hash of the encoder that is used.
    """
    return _read(folder / FILE, encoder)


def stored(path: Path, wanted: Sequence[str], encode: Encode, encoder: str) -> dict[str, Vectors]:
    """Embeddings by text; the file then holds those of `wanted` and no other.

    Args:
        path: of the file; what it holds already is not computed again.
        wanted: texts, each once.
        encode: turns texts into embeddings.
        encoder: hash of the encoder.
    """
    kept = _read(path, encoder)
    missing = [text for text in wanted if text not in kept]
    new = dict(zip(missing, encode(missing), strict=True))
    found = {text: kept[text] if text in kept else new[text] for text in wanted}
    if found.keys() != kept.keys():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"new-{path.name}")
        table = np.array([*found.values()], dtype=np.float32)
        np.savez(beside, texts=np.array(wanted, dtype=np.str_), vectors=table, encoder=np.array(encoder))
        beside.replace(path)
    return found


def _read(path: Path, encoder: str) -> dict[str, Vectors]:
    """What a file holds of this encoder; nothing where it is missing or broken."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder:
                return {}
            return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    except (OSError, EOFError, BadZipFile, KeyError, ValueError):
        return {}


def remembering(encode: Encode, known: Mapping[str, Vectors]) -> Encode:
    """`encode`, which is asked only about texts that are not in `known`."""

    def remembered(wanted: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(wanted) if text not in known]
        new = dict(zip(missing, encode(missing), strict=True)) if missing else {}
        rows: Vectors = np.array([known[text] if text in known else new[text] for text in wanted])
        return rows

    return remembered
