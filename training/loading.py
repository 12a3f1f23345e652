"""Puts together what marks answers."""

from collections.abc import Mapping
from pathlib import Path

from knowledge.encoder import Encoder
from knowledge.library import ROOT, Library
from knowledge.wording.checker import Checker
from training import vectors
from training.free_answers import Encode, FreeAnswers, load_limits, weights_of
from training.marking import Marker
from training.mending import Mending
from training.phrases import load_phrases
from training.question import Question

BUILD = ROOT / "build"
FOLDER = "training"


def remembering_encode(encoder: Encoder, build: Path = BUILD) -> Encode:
    """The encoder's `encode`; the ways that are stored in `build` are not encoded again, others when first needed."""
    return vectors.remembering(encoder.encode, vectors.load(build / FOLDER, encoder.sha256))


def load_free_answers(questions: Mapping[str, Question], encode: Encode) -> FreeAnswers:
    """What judges free answers to these questions."""
    return FreeAnswers(encode, load_limits(), weights_of(questions.values()))


def load_marker(library: Library, questions: Mapping[str, Question], encode: Encode, checker: Checker) -> Marker:
    """What marks answers of every kind.

    Args:
        library: with the items.
        questions: all of them.
        encode: turns texts into embeddings.
        checker: of the rules on wording.
    """
    mending = Mending(checker, encode, load_limits())
    return Marker(library.items, load_phrases(), load_free_answers(questions, encode), mending)
