"""The FAISS index over passages, stored with the names of what it was built from."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.encoder import Encoder, Vectors
from knowledge.passages import Passage, content_sha256

FORMAT = 1


class IndexMismatchError(Exception):
    """The stored index is missing, broken, or was built from another encoder or other content."""


@dataclass(frozen=True)
class Manifest:
    """What an index was built from."""

    format: int
    encoder: str
    encoder_sha256: str
    content_sha256: str
    passages: int
    dimension: int


class PassageIndex:
    """Exact inner-product search; embeddings have length 1, so scores are cosines in [-1, 1]."""

    def __init__(self, index: faiss.Index, passages: Sequence[Passage]) -> None:
        self._index = index
        self.passages = list(passages)

    @classmethod
    def build(cls, passages: Sequence[Passage], encoder: Encoder) -> "PassageIndex":
        """Embeds `passages`, in memory."""
        index = faiss.IndexFlatIP(encoder.dimension)
        index.add(encoder.encode([p.text for p in passages]))
        return cls(index, passages)

    def save(self, folder: Path, encoder: Encoder) -> None:
        """Writes the index so that a reader sees the old one or the new one, never half of each."""
        folder.mkdir(parents=True, exist_ok=True)
        manifest = Manifest(
            FORMAT,
            str(encoder.description["model"]),
            encoder.sha256,
            content_sha256(self.passages),
            len(self.passages),
            encoder.dimension,
        )
        (folder / "manifest.json").unlink(missing_ok=True)  # without it, nothing loads
        faiss.write_index(self._index, str(folder / "passages.faiss.new"))
        (folder / "passages.faiss.new").replace(folder / "passages.faiss")
        text = json.dumps(asdict(manifest), indent=1) + "\n"
        (folder / "manifest.json.new").write_text(text, encoding="utf-8")
        (folder / "manifest.json.new").replace(folder / "manifest.json")

    @classmethod
    def load(cls, folder: Path, passages: Sequence[Passage], encoder: Encoder) -> "PassageIndex":
        """Reads the index that was built from exactly `passages` with exactly `encoder`.

        Raises:
            IndexMismatchError: if it was not, or cannot be read; the message says how to rebuild.
        """
        rebuild = "rebuild it with 'python -m bot build'"
        try:
            stored = Manifest(**json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
            index = faiss.read_index(str(folder / "passages.faiss"))
        except (OSError, ValueError, TypeError, RuntimeError):
            raise IndexMismatchError(f"The index in {folder} is missing or broken; {rebuild}.") from None
        if stored.encoder_sha256 != encoder.sha256:
            raise IndexMismatchError(f"The index was built with another encoder ({stored.encoder}); {rebuild}.")
        if stored.content_sha256 != content_sha256(passages) or stored.format != FORMAT:
            raise IndexMismatchError(f"The knowledge changed after the index was built; {rebuild}.")
        if index.ntotal != len(passages):
            raise IndexMismatchError(f"The index in {folder} is incomplete; {rebuild}.")
        return cls(index, passages)

    def similarities(self, vectors: Vectors) -> npt.NDArray[np.float32]:
        """Cosine of each row of `vectors` with every passage: shape (rows, passages)."""
        scores, rows = self._index.search(vectors, len(self.passages))
        ordered: npt.NDArray[np.float32] = np.empty_like(scores)
        np.put_along_axis(ordered, rows, scores, axis=1)
        return ordered
