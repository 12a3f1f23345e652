"""Reads lists of entries from YAML files, and gathers every fault instead of stopping at the first one."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.faults import Fault, KnowledgeError
from knowledge.yaml_source import YamlSource

E = TypeVar("E", bound=BaseModel)


class EntryReader:
    """Turns rows of YAML files into entries of a model.

    Args:
        root: the folder that names in faults are relative to.

    Attributes:
        faults: all that were found.
        broken: ids of entries with faults of their own; references to them are not faults as well.
        unreadable: whether a file could not be read at all, so that what refers to it cannot be judged.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[Fault] = []
        self.broken: set[str] = set()
        self.unreadable = False
        self._where: dict[tuple[type, str], tuple[YamlSource, tuple[str | int, ...]]] = {}

    def entries(self, paths: Iterable[Path], model: type[E], name: str, key: str | None = None) -> dict[str, E]:
        """Entries by their field `name`, in the order of the files.

        Args:
            paths: of the files, each a list of entries.
            model: of an entry.
            name: the field that an entry is known by, unlike that of every other.
            key: under which the list stands in a file, if not alone.
        """
        found: dict[str, E] = {}
        for path in paths:
            source = self.open(path)
            if source is None:
                continue
            base: tuple[str | int, ...] = (key,) if key else ()
            rows = source.data.get(key) if key and isinstance(source.data, dict) else source.data
            if not isinstance(rows, list):
                self.faults.append(source.fault(base, "a list of entries is expected here"))
                continue
            for position, row in enumerate(rows):
                loc = (*base, position)
                entry = self._entry(source, loc, row, model)
                if entry is None:
                    if isinstance(row, dict):
                        self.broken.add(str(row.get(name)))
                    continue
                label = str(getattr(entry, name))
                if label in found:
                    self.faults.append(source.fault((*loc, name), f"'{label}' is used twice"))
                found[label] = entry
                self._where[model, label] = source, loc
        return found

    def single(self, path: Path, model: type[E]) -> E | None:
        """The one entry that a file holds, or None if it has faults."""
        source = self.open(path)
        if source is None:
            return None
        self._where[model, ""] = source, ()
        return self._entry(source, (), source.data, model)

    def fault_at(self, model: type, label: str, message: str, *field: str | int) -> None:
        """Notes a fault of an entry that was read, at one of its fields; `label` is empty for a single entry."""
        source, loc = self._where[model, label]
        self.faults.append(source.fault((*loc, *field), message))

    def open(self, path: Path) -> YamlSource | None:
        """A file, or None if it cannot be read."""
        try:
            return YamlSource(path, self.root)
        except KnowledgeError as error:
            self.unreadable = True
            self.faults.extend(error.faults)
            return None

    def _entry(self, source: YamlSource, loc: tuple[str | int, ...], row: Any, model: type[E]) -> E | None:
        try:
            return model.model_validate(row)
        except ValidationError as error:
            for detail in error.errors():
                field = (*loc, *detail["loc"])
                self.faults.append(source.fault(field, plain(detail["msg"])))
            return None


def load_entry(path: Path, root: Path, model: type[E]) -> E:
    """The one entry that a file holds.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    reader = EntryReader(root)
    entry = reader.single(path, model)
    if entry is None:
        raise KnowledgeError(reader.faults)
    return entry


def plain(message: str) -> str:
    """pydantic's message in the words of someone who edits YAML."""
    known = {
        "Field required": "this field is missing",
        "Extra inputs are not permitted": "there is no such field",
    }
    return known.get(message, message[:1].lower() + message[1:])
