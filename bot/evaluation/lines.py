"""Reads labelled messages: one JSON object a line."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPTIONAL = ("style", "language", "kind")


class LinesError(Exception):
    """A file of labelled messages cannot be used; the message names file, line and fault."""


@dataclass(frozen=True)
class Line:
    """One labelled message.

    Attributes:
        id: of the line.
        text: the message.
        label: what the line says of it: `grades`, `urgency`, `label` or `spans`, whichever it has.
        style: how it is written, if the line says so.
        language: two letters, if the line says so.
        kind: what it is about, if the line says so.
        held_out: whether what is measured was built without looking at it, if the line says so.
    """

    id: str
    text: str
    label: Any
    style: str = ""
    language: str = ""
    kind: str = ""
    held_out: bool = False


def read_lines(path: Path, label: str) -> list[Line]:
    """The lines of `path`, each with the key `label`.

    Raises:
        LinesError: if the file cannot be read or a line lacks a key.
    """
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LinesError(f"{path} cannot be read: {error.strerror}.") from None
    found = []
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        try:
            data = json.loads(row)
            of_line = data["id"], data["text"], data[label]
            optional = {name: str(data.get(name, "")) for name in OPTIONAL}
            found.append(Line(*of_line, **optional, held_out=data.get("held_out") is True))
        except (ValueError, KeyError, TypeError) as error:
            raise LinesError(f"{path}, line {number}: not a labelled message ({error}).") from None
    return found
