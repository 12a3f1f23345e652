"""Fixtures of the knowledge: a small library, and an encoder that needs no model."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Vectors
from knowledge.library import Library, load
from tests.knowledge import small_library


class WordEncoder:
    """Embeds a text as the sum of fixed random vectors of its words: shared words make texts alike."""

    dimension = 64
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.description = {"model": "words", "dimension": self.dimension}

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = [sum((_vector(w) for w in text.lower().split()), np.zeros(64)) for text in texts]
        table = np.array(rows, dtype=np.float32).reshape(-1, self.dimension)
        unit: Vectors = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-6)
        return unit


def _vector(word: str) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    seed = int.from_bytes(hashlib.sha256(word.strip(".,?!").encode()).digest()[:4], "big")
    return np.random.default_rng(seed).normal(size=64)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a small, valid library."""
    return small_library.write(tmp_path)


@pytest.fixture
def library(root: Path) -> Library:
    """The small library, read."""
    return load(root)


@pytest.fixture
def encoder() -> WordEncoder:
    """An encoder without a model."""
    return WordEncoder()
