"""What simpler searches would give on the same messages: plain BM25, and the plain encoder.

Both search the items' own text (title and what it says), as one would without questions, intents or tuning.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.encoder import Encoder
from knowledge.lexical import LexicalIndex
from knowledge.library import Library
from knowledge.passages import Passage


def text_passages(library: Library) -> list[Passage]:
    """Title and points of every item."""
    return [Passage(item.id, "says", f"{item.title}. {text}") for item in library.items.values() for text in item.says]


def bm25(library: Library, texts: Sequence[str], count: int = 5) -> list[list[str]]:
    """Items by their best passage under BM25, best first, for each of `texts`."""
    rows = text_passages(library)
    index = LexicalIndex(rows)
    return [_best(rows, index.scores(text), count) for text in texts]


def embeddings(library: Library, encoder: Path, texts: Sequence[str], count: int = 5) -> list[list[str]]:
    """Items by their nearest passage under the encoder of the folder `encoder`, for each of `texts`."""
    model = Encoder(encoder)
    rows = text_passages(library)
    similarities = model.encode(texts) @ model.encode([p.text for p in rows]).T
    return [_best(rows, row, count) for row in similarities]


def _best(
    rows: Sequence[Passage], scores: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", count: int
) -> list[str]:
    order = (rows[i].item for i in np.argsort(-scores, kind="stable"))
    return list(dict.fromkeys(order))[:count]
