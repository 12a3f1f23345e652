"""Embeddings of the ways that free answers are compared with, computed once and kept beside the encoder."""

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
    wanted = texts(questions)
    kept = load(folder, encoder.sha256)
    missing = [text for text in wanted if text not in kept]
    rows = {**kept, **dict(zip(missing, encoder.encode(missing), strict=True))}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    new = path.with_name(f"new-{FILE}")
    table = np.array([rows[text] for text in wanted], dtype=np.float32)
    np.savez(new, texts=np.array(wanted, dtype=np.str_), vectors=table, encoder=np.array(encoder.sha256))
    new.replace(path)
    return len(wanted)


def load(folder: Path, encoder: str) -> Mapping[str, Vectors]:
    """Embeddings by text, as far as `folder` has those of this encoder; what is missing can be computed when needed.

    Args:
        folder: where `save` wrote.
        encoder: hash of the encoder that is used.
    """
    try:
        with np.load(folder / FILE, allow_pickle=False) as stored:
            if str(stored["encoder"]) != encoder:
                return {}
            return dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
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
