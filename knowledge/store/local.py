"""Passages kept in files of this machine: texts in SQLite, embeddings in FAISS.

A folder holds one whole generation of both, and a file `current` that names it. Who writes makes a new generation and
then changes `current`, so that a reader sees the old one or the new one, never half of each; embeddings are mapped
into memory, so that several action servers share them.
"""

import contextlib
import fcntl
import json
import os
import shutil
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import faiss
import numpy as np

from knowledge.encoder import Vectors
from knowledge.store import structure
from knowledge.store.interface import Near, StoreError
from knowledge.store.passage import StoredPassage
from knowledge.store.texts import Texts

FORMAT = 1
CURRENT, LOCK = "current", "lock"
TEXTS, VECTORS, MANIFEST = "passages.sqlite", "passages.faiss", "manifest.json"
REBUILD = "'python -m knowledge update --again' makes it anew"


@dataclass(frozen=True)
class Manifest:
    """What a generation was built from."""

    format: int
    encoder: str
    dimension: int
    passages: int


@dataclass(frozen=True)
class Generation:
    """One state of the store, open for reading."""

    name: str
    manifest: Manifest
    index: faiss.Index
    texts: Texts


class LocalStore:
    """A store in a folder; see `knowledge.store.interface.PassageStore`.

    Args:
        folder: where it lies; it need not be there yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: Generation | None = None
        self._lock = threading.Lock()

    def count(self) -> int:
        generation = self._current()
        return generation.manifest.passages if generation else 0

    def encoder(self) -> str | None:
        generation = self._current()
        return generation.manifest.encoder if generation else None

    def documents(self) -> Mapping[str, str]:
        generation = self._current()
        return generation.texts.documents() if generation else {}

    def hashes(self, document: str) -> Mapping[str, str]:
        generation = self._current()
        return generation.texts.hashes(document) if generation else {}

    def get(self, ids: Sequence[str]) -> list[StoredPassage]:
        generation = self._current()
        return generation.texts.get(ids) if generation else []

    def nearest(self, vector: Vectors, count: int) -> list[Near]:
        generation = self._current()
        if generation is None or generation.manifest.passages == 0:
            return []
        found, rows = generation.index.search(vector[np.newaxis], min(count, generation.manifest.passages))
        passages = generation.texts.in_rows([int(row) for row in rows[0] if row >= 0])
        near = zip(rows[0], found[0], strict=True)
        return [Near(passages[int(row)], float(similarity)) for row, similarity in near if int(row) in passages]

    @contextlib.contextmanager
    def writer(self, encoder: str, dimension: int, *, fresh: bool = False) -> Iterator["LocalWriter"]:
        with self._alone():
            generations = [path.name for path in self.folder.iterdir() if path.name.isdigit()]
            name = str(max(map(int, generations), default=0) + 1)
            new = self.folder / name
            before = None if fresh else _named(self.folder)
            try:
                writer = _begun(self.folder / before if before else None, new, encoder, dimension)
                yield writer
                writer.finish()
            except OSError as error:
                raise StoreError(f"{new} cannot be written ({error.strerror or error}).") from None
            finally:
                if not (new / MANIFEST).is_file():
                    shutil.rmtree(new, ignore_errors=True)
            (self.folder / f"{CURRENT}.new").write_text(f"{name}\n", encoding="utf-8")
            (self.folder / f"{CURRENT}.new").replace(self.folder / CURRENT)
            for old in generations:  # who has one open keeps it until the next look at `current`
                shutil.rmtree(self.folder / old, ignore_errors=True)

    def close(self) -> None:
        with self._lock:
            if self._open is not None:
                self._open.texts.close()
            self._open = None

    def _current(self) -> Generation | None:
        """The newest generation, opened anew if another process made one."""
        with self._lock:
            for _ in range(3):  # a writer may take one away between the look at its name and its opening
                name = _named(self.folder)
                if name is None:
                    self._open = None
                elif self._open is None or self._open.name != name:
                    try:
                        self._open = _opened(self.folder / name)
                    except StoreError:
                        if _named(self.folder) == name:
                            raise
                        continue
                break
            return self._open

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / LOCK).open("w")
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written ({error.strerror or error}).") from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreError(
                    "Somebody else is changing the index just now; try again when they are done."
                ) from None
            yield


class LocalWriter:
    """Makes a new generation; see `knowledge.store.interface.Writer`."""

    def __init__(self, folder: Path, index: faiss.Index, texts: Texts, encoder: str) -> None:
        self._folder, self._index, self._texts, self._encoder = folder, index, texts, encoder
        self._has_removed = False

    def remove(self, ids: Collection[str]) -> None:
        rows = self._texts.remove(ids)
        self._has_removed = self._has_removed or bool(rows)
        structure.removed(self._index, np.array(rows, dtype=np.int64))

    def add(self, passages: Sequence[StoredPassage], vectors: Vectors) -> None:
        rows = self._texts.add(passages)
        self._index.add_with_ids(vectors, np.array(rows, dtype=np.int64))

    def note(self, document: str, sha256: str | None) -> None:
        self._texts.note(document, sha256)

    def finish(self) -> None:
        """Writes everything; the manifest comes last, since a folder without one is no generation."""
        self._texts.finish()
        index = structure.fitted(self._index, lists_anew=self._has_removed)
        structure.write(index, self._folder / VECTORS)
        manifest = Manifest(FORMAT, self._encoder, index.d, index.ntotal)
        for name in (TEXTS, VECTORS):
            _to_disk(self._folder / name)
        (self._folder / f"{MANIFEST}.new").write_text(json.dumps(asdict(manifest)) + "\n", encoding="utf-8")
        _to_disk(self._folder / f"{MANIFEST}.new")
        (self._folder / f"{MANIFEST}.new").replace(self._folder / MANIFEST)


def _begun(before: Path | None, new: Path, encoder: str, dimension: int) -> LocalWriter:
    """A new generation that is as the one before, or empty if there was none."""
    new.mkdir()
    if before is not None:
        if _manifest(before).encoder != encoder:
            raise StoreError(f"The index in {before} was built with another encoder; {REBUILD}.")
        shutil.copyfile(before / TEXTS, new / TEXTS)
        index = structure.read(before / VECTORS, mapped=False)
        return LocalWriter(new, index, Texts.changing(new / TEXTS), encoder)
    return LocalWriter(new, structure.empty(dimension), Texts.made(new / TEXTS), encoder)


def _named(folder: Path) -> str | None:
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise StoreError(f"{folder / CURRENT} cannot be read; {REBUILD}.") from None
    if not name.isdigit():
        raise StoreError(f"{folder / CURRENT} is broken; {REBUILD}.")
    return name


def _manifest(folder: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise StoreError(f"The index in {folder} is missing or broken; {REBUILD}.") from None
    if manifest.format != FORMAT:
        raise StoreError(f"The index in {folder} is of another version; {REBUILD}.")
    return manifest


def _opened(folder: Path) -> Generation:
    manifest = _manifest(folder)
    try:
        index = structure.read(folder / VECTORS, mapped=True)
        texts = Texts.reading(folder / TEXTS)
    except StoreError as error:
        raise StoreError(f"{error} {REBUILD[0].upper() + REBUILD[1:]}.") from None
    if index.ntotal != manifest.passages or texts.count() != manifest.passages:
        raise StoreError(f"The index in {folder} is incomplete; {REBUILD}.")
    return Generation(folder.name, manifest, index, texts)


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
