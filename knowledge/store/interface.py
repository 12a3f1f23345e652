"""What every store of passages can do, whatever engine is behind it."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from knowledge.encoder import Vectors
from knowledge.store.passage import StoredPassage


class StoreError(Exception):
    """The store cannot be read, written or reached; the message says what to do."""


@dataclass(frozen=True)
class Near:
    """A passage that was found.

    Attributes:
        passage: it.
        similarity: cosine with what was searched for, -1 to 1.
    """

    passage: StoredPassage
    similarity: float


class Writer(Protocol):
    """Changes a store; what it did counts only when its context ends without an error."""

    def remove(self, ids: Collection[str]) -> None:
        """Removes passages, embeddings and all."""

    def add(self, passages: Sequence[StoredPassage], vectors: Vectors) -> None:
        """Adds passages whose ids are not there; `vectors` has shape (passages, dimension), rows of length 1."""

    def note(self, document: str, sha256: str | None) -> None:
        """Notes from which state of its file for review a document was taken in; None forgets the document."""


class PassageStore(Protocol):
    """Passages with their embeddings. Safe to share between threads; several processes may read at once."""

    def count(self) -> int:
        """How many passages there are."""

    def encoder(self) -> str | None:
        """Hash of the encoder that the embeddings are of; None where nothing is kept yet."""

    def documents(self) -> Mapping[str, str]:
        """Hash of the file for review of each document, by its name."""

    def hashes(self, document: str) -> Mapping[str, str]:
        """`StoredPassage.sha256` of the passages of a document, by id."""

    def get(self, ids: Sequence[str]) -> list[StoredPassage]:
        """Those of the passages that are there, in the order of `ids`."""

    def nearest(self, vector: Vectors, count: int) -> list[Near]:
        """The passages nearest to a vector of shape (dimension,), nearest first."""

    def writer(self, encoder: str, dimension: int, *, fresh: bool = False) -> AbstractContextManager[Writer]:
        """Opens the store for changes.

        Args:
            encoder: hash of the encoder that embeds.
            dimension: of its embeddings.
            fresh: whether to begin with an empty store, as must be where the encoder is another one.

        Raises:
            StoreError: if somebody else is writing, or it cannot be written.
        """

    def close(self) -> None:
        """Lets go of files and connections."""
