"""The file of a document that people look through: what was found in it, as YAML that may be edited."""

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, StringConstraints

from knowledge.documents.found import Kind
from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT
from knowledge.schema import Entry, Text

FOLDER = ROOT / "knowledge" / "own"
VARIABLE = "KNOWLEDGE_DOCUMENTS"
HEAD = """\
# What stands in this document, cut into passages. Look through it: kind, number, title and section may be put right,
# entries may be deleted or divided. The texts are quoted word for word, so please leave their words alone.
# kind: passage, lesson, recommendation or case. After an edit this file is not written over, but with --again.
"""
_MADE = re.compile(r"^  made: [0-9a-f]{64}\n", re.MULTILINE)

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Kept(Entry):
    """One passage of a document, in the document's own words."""

    id: Annotated[str, StringConstraints(pattern=r"^doc-[a-z0-9]+(-[a-z0-9]+)*-\d+$")]
    kind: Kind
    number: Text | None = Field(default=None, description="that the document gives it")
    title: Text
    page: int | None = Field(default=None, ge=1)
    section: Text
    text: Text


class Source(Entry):
    """The file that a document was read from."""

    title: Text
    file: Text
    sha256: Sha256
    made: Sha256 | None = Field(default=None, description="hash of this file as it was written; shows whether edited")


class Document(Entry):
    """A document and its passages."""

    document: Source
    entries: list[Kept] = Field(min_length=1)


class _Dumper(yaml.CSafeDumper):
    pass


def _string(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text or len(text) > 100 else None
    )


_Dumper.add_representer(str, _string)


def as_yaml(document: Document) -> str:
    """The text of the file of a document, with the hash that tells later whether somebody edited it."""
    data = document.model_dump(exclude_none=True, exclude={"document": {"made"}})
    text = HEAD + yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=2**20)
    made = hashlib.sha256(text.encode()).hexdigest()
    head, entries = text.split("\nentries:\n", 1)
    return f"{head}\n  made: {made}\nentries:\n{entries}"


def edited(path: Path) -> bool:
    """Whether the file of a document is another than was written."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return True
    found = _MADE.search(text)
    rest = _MADE.sub("", text, count=1)
    return found is None or found[0].split()[1] != hashlib.sha256(rest.encode()).hexdigest()


def write(document: Document, path: Path) -> None:
    """Writes the file so that a reader sees the old one or the new one, never half of each.

    Raises:
        OSError: if it cannot.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    try:
        new.write_text(as_yaml(document), encoding="utf-8")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def files(folder: Path) -> list[Path]:
    """Files of documents in a folder, by name; none where there is no such folder."""
    return sorted(path for path in folder.glob("*.yml") if not path.name.startswith("."))


def own_folder() -> Path:
    """Where the files for review lie: the folder that KNOWLEDGE_DOCUMENTS names, else one of the project."""
    return Path(os.environ.get(VARIABLE) or FOLDER)


def read_documents(folder: Path) -> dict[str, Document]:
    """All documents of a folder, by name.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    return read_files(files(folder))


def read_files(paths: Iterable[Path]) -> dict[str, Document]:
    """The documents that files hold, by name.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    found: dict[str, Document] = {}
    faults = []
    for path in paths:
        reader = EntryReader(_root(path))
        document = reader.single(path, Document)
        if document is not None:
            _check_ids(reader, path.stem, document.entries)
            found[path.stem] = document
        faults += reader.faults
    if faults:
        raise KnowledgeError(faults)
    return found


def _check_ids(reader: EntryReader, name: str, entries: Sequence[Kept]) -> None:
    seen: set[str] = set()
    for position, entry in enumerate(entries):
        if entry.id in seen:
            reader.fault_at(Document, "", f"'{entry.id}' is used twice", "entries", position, "id")
        elif entry.id.rpartition("-")[0] != f"doc-{name}":
            message = f"'{entry.id}' does not fit the file '{name}.yml'; 'doc-{name}-' and a number is expected"
            reader.fault_at(Document, "", message, "entries", position, "id")
        seen.add(entry.id)


def _root(path: Path) -> Path:
    """What names in faults are relative to: the project, or the folder of a file outside it."""
    return ROOT if path.is_absolute() and path.is_relative_to(ROOT) else path.parent
