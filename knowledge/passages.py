"""Cuts the library into passages: the short texts that a message is compared with."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from knowledge.library import Library

PassageKind = Literal["title", "says", "step", "question"]


@dataclass(frozen=True)
class Passage:
    """One text of one item.

    Attributes:
        item: id of the item.
        kind: which part of the item the text is; `question` is one that people ask.
        text: what is embedded. Nothing else is: metadata in the text hurts the ranking.
    """

    item: str
    kind: PassageKind
    text: str


def passages(library: Library) -> list[Passage]:
    """Every passage of the library, in a stable order."""
    found: list[Passage] = []
    for item in library.items.values():
        found.append(Passage(item.id, "title", item.title))
        found += [Passage(item.id, "says", text) for text in item.says]
        found += [Passage(item.id, "step", text) for text in item.steps]
        found += [Passage(item.id, "question", text) for text in library.questions[item.id]]
    return found


def content_sha256(rows: Sequence[Passage]) -> str:
    """Hash of the passages: an index built from others must not be used."""
    text = json.dumps([asdict(row) for row in rows], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
