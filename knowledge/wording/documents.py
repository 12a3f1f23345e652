"""The text of documents in parts that a person can find again, for the check of wording."""

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from knowledge.documents.block import Block, DocumentError
from knowledge.documents.reading import READERS
from knowledge.documents.reading import read as read_blocks

__all__ = ["DocumentError", "Part", "READERS", "read"]


@dataclass(frozen=True)
class Part:
    """A part of a document.

    Attributes:
        place: for people, such as "line 3", "paragraph 3" or "page 3".
        text: of the part.
    """

    place: str
    text: str


def read(path: Path) -> list[Part]:
    """The parts of a document that hold text: what stands at one place, its blocks with an empty line between.

    Raises:
        DocumentError: if it is of no known kind, missing, encrypted or broken.
    """
    blocks = groupby(read_blocks(path).blocks, key=_place)
    return [Part(place, "\n\n".join(block.text for block in rows)) for place, rows in blocks]


def _place(block: Block) -> str:
    return block.place
