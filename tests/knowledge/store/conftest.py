"""Stores to test, and an encoder that needs no model."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from qdrant_client import QdrantClient

from knowledge.documents.review import Document, Kept, Source, write
from knowledge.encoder import Vectors
from knowledge.store.interface import PassageStore
from knowledge.store.local import LocalStore
from knowledge.store.passage import StoredPassage
from knowledge.store.qdrant import QdrantStore

DIMENSION = 16


class WordEncoder:
    """Embeds a text as the sum of a direction for each of its words: texts that share words are near."""

    def __init__(self, sha256: str = "one") -> None:
        self.sha256, self.dimension = sha256, DIMENSION
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.stack([vector(text) for text in texts]) if texts else np.zeros((0, DIMENSION), dtype=np.float32)


def vector(text: str) -> Vectors:
    """The embedding of one text: shape (DIMENSION,), length 1."""
    total = np.zeros(DIMENSION)
    for word in text.lower().replace(".", " ").split():
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        total += np.random.default_rng(seed).normal(size=DIMENSION)
    unit: Vectors = (total / np.linalg.norm(total)).astype(np.float32)
    return unit


def passage(number: int, text: str = "", document: str = "guide") -> StoredPassage:
    """A passage of a made-up document."""
    text = text or f"Sentence number {number}."
    return StoredPassage(
        f"doc-{document}-{number}", document, "Our Guide", "lesson", "1.10", f"Part {number}", 3, "Why > How", text
    )


def review(folder: Path, name: str, *texts: str) -> Path:
    """Writes a file for review with a passage for each text."""
    entries = [
        Kept(id=f"doc-{name}-{n}", kind="passage", title=f"Part {n}", section="All", text=text)
        for n, text in enumerate(texts, 1)
    ]
    source = Source(title=f"The {name} paper", file=f"{name}.txt", sha256=hashlib.sha256(name.encode()).hexdigest())
    path = folder / f"{name}.yml"
    write(Document(document=source, entries=entries), path)
    return path


@pytest.fixture(params=["files", "qdrant"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PassageStore]:
    """An empty store of each kind; the client of Qdrant keeps its collections in this process."""
    made: PassageStore
    made = LocalStore(tmp_path / "index") if request.param == "files" else QdrantStore(QdrantClient(":memory:"), "own")
    yield made
    made.close()


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()
