"""Takes files in: reads and cuts them, and writes what was found for review, but never over anybody's edits."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.documents.block import DocumentError, Reading, Say
from knowledge.documents.cutting import cut, title_of
from knowledge.documents.passage import Passage
from knowledge.documents.reading import READERS, read
from knowledge.documents.review import Document, Kept, Name, Source, edited, files, read_files, write
from knowledge.faults import KnowledgeError
from knowledge.names import listed

MAX_NAME = 40  # characters that are made of the name of a file
_SHA = re.compile(r"^  sha256: ['\"]?([0-9a-f]{64})", re.MULTILINE)
_PLURALS = {
    "lesson": ("lesson", "lessons"),
    "recommendation": ("recommendation", "recommendations"),
    "case": ("case study", "case studies"),
    "passage": ("passage", "passages"),
}


def documents_in(paths: Iterable[Path]) -> list[Path]:
    """Files to read: those named, and of folders all that can be read, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix.lower() in READERS and p.is_file())
            # Word keeps a "~$…" beside a file that is open.
            found += sorted(p for p in inside if not any(part.startswith((".", "~$")) for part in p.parts[-2:]))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def name_of(path: Path) -> str:
    """The name that a document gets from its file: lower case, digits and hyphens."""
    letters = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(name) > MAX_NAME:
        name = name[:MAX_NAME].rpartition("-")[0] or name[:MAX_NAME]
    return name or "document"


def ingest(path: Path, folder: Path, say: Say, name: str | None = None, again: bool = False) -> str:
    """Takes one file in.

    Args:
        path: of the file.
        folder: where the file for review is written.
        say: is given lines about progress.
        name: of the document; made of the file's name if not said.
        again: whether to read it anew even if it did not change, or its file for review was edited.

    Returns:
        What happened, in a sentence or two.

    Raises:
        DocumentError: if the file cannot be taken in; nothing was changed then.
        KnowledgeError: if the file for review that is there already has faults.
    """
    called = _checked_name(name) if name else name_of(path)
    target = folder / f"{called}.yml"
    sha256 = _sha256(path)
    before = _before(target, path, sha256, again)
    if before is not None and before.document.sha256 == sha256 and not again:
        return f"{called}: {path.name} has not changed since it was read; nothing was done."
    if before is None and (same := _with_sha(folder, sha256, target)):
        return f"{path.name} is the same file as the document '{same}'; nothing was done."
    say(f"{path.name}: reading")
    reading = read(path, say)
    _refuse_empty(path, reading)
    title = title_of(reading) or path.stem
    passages = cut(reading, title)
    entries = _with_ids(called, passages, before)
    new = Document(document=Source(title=title, file=path.name, sha256=sha256), entries=entries)
    try:
        write(new, target)
    except OSError as error:
        raise DocumentError(f"{target}: cannot be written ({error.strerror or error}).") from None
    counted = f"{called}: {summary(entries)} from {path.name}; look through {target}."
    return " ".join(filter(None, [counted, _changes(before, entries), _without_text(reading)]))


def summary(entries: Sequence[Kept]) -> str:
    """How many of each kind: "2 lessons, 1 case study and 7 passages"."""
    kinds = Counter(entry.kind for entry in entries)
    return listed([f"{kinds[kind]} {_PLURALS[kind][kinds[kind] != 1]}" for kind in _PLURALS if kinds[kind]])  # type: ignore[index]


def _checked_name(name: str) -> str:
    try:
        return str(TypeAdapter(Name).validate_python(name))
    except ValidationError:
        raise DocumentError(f"The name '{name}' must be lower-case letters, digits and single hyphens.") from None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise DocumentError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror or error}).") from None


def _before(target: Path, path: Path, sha256: str, again: bool) -> Document | None:
    """What was found earlier, where it may be replaced.

    Raises:
        DocumentError: if it was edited by hand, or belongs to another file.
    """
    if not target.is_file():
        return None
    by_hand = edited(target)
    try:
        before = read_files([target])[target.stem]
    except KnowledgeError:
        if again:
            return None  # what somebody wrote is given up
        raise
    if before.document.sha256 == sha256 or again:
        return before
    if before.document.file != path.name:
        raise DocumentError(
            f"{path}: the name '{target.stem}' is taken by {before.document.file};"
            " give another with --name, or put this file in its place with --again."
        )
    if by_hand:
        raise DocumentError(
            f"{path}: the file has changed, but {target} was edited by hand and is left as it is;"
            " --again reads the document anew and drops the edits."
        )
    return before


def _with_sha(folder: Path, sha256: str, target: Path) -> str | None:
    """The name of another document that was read from a file with this hash."""
    for path in files(folder):
        if path != target:
            with path.open(encoding="utf-8", errors="replace") as file:
                found = _SHA.search(file.read(4000))  # the head is enough, and files may be many
            if found and found[1] == sha256:
                return path.stem
    return None


def _refuse_empty(path: Path, reading: Reading) -> None:
    if reading.blocks:
        return
    if reading.pages:
        raise DocumentError(
            f"{path}: no page holds text, so it is probably scanned; have its text recognised (OCR) and try again."
        )
    raise DocumentError(f"{path}: there is no text in the file.")


def _without_text(reading: Reading) -> str:
    numbers = reading.without_text
    if not numbers:
        return ""
    shown = [*map(str, numbers[:10]), *(["others"] if len(numbers) > 10 else [])]
    return f"Page{'s' if len(numbers) > 1 else ''} {listed(shown)} hold{'' if len(numbers) > 1 else 's'} no text."


def _with_ids(name: str, passages: Sequence[Passage], before: Document | None) -> list[Kept]:
    """Entries with ids; what stood there before keeps its own, since other files may name it."""
    old = before.entries if before else []
    by_text = {entry.text: entry.id for entry in old}
    by_head = {_head(entry): entry.id for entry in old if _head(entry)}
    same = [by_text.get(passage.text) for passage in passages]
    ids: list[str | None] = []
    for passage, kept in zip(passages, same, strict=True):
        wanted = kept or by_head.get(_head(passage))
        free = wanted not in ids and (wanted == kept or wanted not in same)
        ids.append(wanted if free else None)
    last = max((int(entry.id.rpartition("-")[2]) for entry in old), default=0)
    entries = []
    for passage, known in zip(passages, ids, strict=True):
        last += known is None
        entries.append(
            Kept(
                id=known or f"doc-{name}-{last}",
                kind=passage.kind,
                number=passage.number,
                title=passage.title,
                page=passage.page,
                section=passage.section,
                text=passage.text,
            )
        )
    return entries


def _head(entry: Kept | Passage) -> tuple[str, str | None, str]:
    return entry.kind, entry.number, entry.title


def _changes(before: Document | None, entries: Sequence[Kept]) -> str:
    if before is None:
        return ""
    old = {entry.id: entry for entry in before.entries}
    new = {entry.id: entry for entry in entries}
    added, gone = new.keys() - old.keys(), old.keys() - new.keys()
    same = sum(old[i] == new[i] for i in new.keys() & old.keys())
    changed = len(new) - len(added) - same
    return f"Since the last reading {len(added)} are new, {changed} changed, {len(gone)} gone and {same} as before."
