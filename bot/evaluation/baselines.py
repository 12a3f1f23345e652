"""What simpler searches would give on the same messages: plain BM25, the plain encoder, Rasa's DIET.

The first two search the items' own text (title and what it says), as one would without questions, intents or tuning.
"""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.evaluation import diet
from bot.evaluation.kept import keep
from bot.evaluation.pipeline import make_encoder, project_digest
from bot.evaluation.run import Run
from bot.evaluation.service import Say
from bot.settings import ROOT, Settings
from knowledge.encoder import Encoder
from knowledge.lexical import LexicalIndex
from knowledge.library import Library
from knowledge.passages import Passage

DEPTH = 5
PLAIN = ROOT / "build" / "plain-encoder"
BM25, ENCODER = "BM25", "plain encoder"
NOTE = (
    "BM25 and the plain encoder (as published, not adapted to our examples) search what each item says. The paper's own"
    " text is no part of this project; the items retell it, so their text stands for it."
)

Scores = npt.NDArray[np.float32]


def items(run: Run, name: str) -> dict[str, list[list[str]]]:
    """Item ids for the messages of one file, best first, by name of the baseline."""
    texts = [line.text for line in run.lines(name)]
    rows = text_passages(run.library)
    found = {label: [_best(rows, row) for row in scores] for label, scores in scores_of(run, texts).items()}
    return {**found, diet.title(run): diet.items(run, name)}


def scores_of(run: Run, texts: Sequence[str]) -> dict[str, Scores]:
    """Scores of some of the labelled messages, shape (texts, passages of `text_passages`), by name of the baseline."""
    by_text = _plain_scores(run)
    return {
        BM25: bm25(text_passages(run.library), texts),
        ENCODER: np.array([by_text[text] for text in texts]),
    }


def text_passages(library: Library) -> list[Passage]:
    """Title and points of every item."""
    return [Passage(item.id, "says", f"{item.title}. {text}") for item in library.items.values() for text in item.says]


def bm25(rows: Sequence[Passage], texts: Sequence[str]) -> Scores:
    """BM25 of each of `texts` with each passage."""
    index = LexicalIndex(rows)
    return np.array([index.scores(text) for text in texts])


def embeddings(rows: Sequence[Passage], encoder: Path, texts: Sequence[str]) -> Scores:
    """Cosine of each of `texts` with each passage, under the encoder of the folder `encoder`."""
    model = Encoder(encoder, threads=os.cpu_count() or 1)
    similarities: Scores = model.encode(texts) @ model.encode([row.text for row in rows]).T
    return similarities


def plain_encoder(settings: Settings, say: Say) -> Path:
    """Folder of the service's encoder as it is published, in 32 bits; exported the first time, and kept."""
    inputs = [settings.encoder, project_digest("knowledge/encoder_export.py")]
    keep(PLAIN, inputs, lambda place: make_encoder(place, settings, say, small=False))
    return PLAIN / "encoder"


@cache
def _plain_scores(run: Run) -> dict[str, Scores]:
    """Scores of all labelled messages under the plain encoder: several sections ask for the same ones."""
    texts, folder = run.texts(), plain_encoder(run.settings, run.say)
    run.say(f"Embedding {len(texts)} messages with the plain encoder ...")
    return dict(zip(texts, embeddings(text_passages(run.library), folder, texts), strict=True))


def _best(rows: Sequence[Passage], scores: Scores) -> list[str]:
    order = (rows[i].item for i in np.argsort(-scores, kind="stable"))
    return list(dict.fromkeys(order))[:DEPTH]
