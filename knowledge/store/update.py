"""Brings a store in agreement with the files for review: only what changed is embedded."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from knowledge.documents.review import files, read_files
from knowledge.encoder import Vectors, described_sha256
from knowledge.faults import KnowledgeError
from knowledge.store.interface import PassageStore, Writer
from knowledge.store.passage import StoredPassage, stored

BATCH = 256  # passages embedded at once; about ten seconds, so that progress is seen

Say = Callable[[str], None]


class Embedder(Protocol):
    """What of `knowledge.encoder.Encoder` is needed here."""

    @property
    def sha256(self) -> str:
        """Hash of what it computes with."""

    @property
    def dimension(self) -> int:
        """Length of an embedding."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embeddings of `texts`: shape (len(texts), dimension), rows of length 1."""


@dataclass(frozen=True)
class Updated:
    """What changed in the store.

    Attributes:
        added: passages that are new or other than before.
        removed: passages that are gone or were replaced.
        total: passages that there are now.
    """

    added: int
    removed: int
    total: int


def update(store: PassageStore, folder: Path, encoder: Embedder, say: Say, *, again: bool = False) -> Updated:
    """Takes in what was added to, changed in or removed from the files for review.

    Args:
        store: to bring up to date.
        folder: of the files for review.
        encoder: embeds the passages.
        say: is given lines about progress.
        again: whether to embed everything anew.

    Raises:
        KnowledgeError: if a file has faults; nothing was changed then.
        StoreError: if the store cannot be read or written; a store in files is as it was then.
    """
    fresh = again or store.encoder() != encoder.sha256
    known = {} if fresh else store.documents()
    there = {path.stem: path for path in files(folder)}
    hashes = {name: _sha256(path) for name, path in there.items()}
    changed = [name for name in there if known.get(name) != hashes[name]]
    gone = [name for name in known if name not in there]
    if not changed and not gone and not again:
        return Updated(0, 0, 0 if fresh else store.count())
    _check(there[name] for name in changed)
    added = removed = 0
    with store.writer(encoder.sha256, encoder.dimension, fresh=fresh) as writer:
        for name in (*changed, *gone):
            rows = stored(name, read_files([there[name]])[name]) if name in there else []
            before = {} if fresh else store.hashes(name)
            wanted = {passage.id: passage.sha256 for passage in rows}
            removing = [i for i, sha256 in before.items() if wanted.get(i) != sha256]
            adding = [passage for passage in rows if before.get(passage.id) != passage.sha256]
            writer.remove(removing)
            _add(writer, name, adding, encoder, say)
            writer.note(name, hashes.get(name))
            added, removed = added + len(adding), removed + len(removing)
    return Updated(added, removed, store.count())


def not_taken_in(store: PassageStore, folder: Path, encoder: Path | None = None) -> list[str]:
    """Names of the documents whose files for review are other than the store has them, or gone.

    Args:
        store: to compare with.
        folder: of the files for review.
        encoder: folder of the encoder that is in use, if that is to be compared too.

    Raises:
        StoreError: if the store cannot be read.
    """
    known = store.documents()
    if known and encoder is not None and store.encoder() != described_sha256(encoder):
        return list(known)
    there = {path.stem: _sha256(path) for path in files(folder)}
    return [name for name in {**there, **known} if known.get(name) != there.get(name)]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _check(paths: Iterable[Path]) -> None:
    """Reads all files before anything is changed, one after the other, since together they may be large.

    Raises:
        KnowledgeError: with every fault found.
    """
    faults = []
    for path in paths:
        try:
            read_files([path])
        except KnowledgeError as error:
            faults += error.faults
    if faults:
        raise KnowledgeError(faults)


def _add(writer: Writer, name: str, passages: Sequence[StoredPassage], encoder: Embedder, say: Say) -> None:
    for start in range(0, len(passages), BATCH):
        part = passages[start : start + BATCH]
        writer.add(part, encoder.encode([passage.embedded for passage in part]))
        if len(passages) > BATCH:
            say(f"{name}: {start + len(part)} of {len(passages)} passages embedded")
