"""What every reader of documents gives: blocks of text, with what the document says about each."""

from collections.abc import Callable
from dataclasses import dataclass

LOWEST = 7  # level of headings that are only set in bold: below the six of Word and HTML
MAX_HEADING_WORDS = 20

Say = Callable[[str], None]


class DocumentError(Exception):
    """A document cannot be read; the message names it and says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list, a row of a table or a note.

    Attributes:
        text: in one line, white space normalised; with the list mark only where that is text of the document.
        place: for people, such as "line 3", "paragraph 3" or "page 3".
        page: counted from 1, where the format has pages.
        level: 0 for text; else of a heading, 1 the highest.
        mark: of an item of a list, such as "1." or "-"; empty for what is none.
        depth: of the list that it stands in, 1 the outermost, 0 for none; 1 at most where the format does not tell.
        box: number of the box that the block stands in, 0 for none. Quotations may count as boxes.
        note: whether it is a note at the foot of a page or the end of the document.
    """

    text: str
    place: str
    page: int | None = None
    level: int = 0
    mark: str = ""
    depth: int = 0
    box: int = 0
    note: bool = False


@dataclass(frozen=True)
class Reading:
    """A document as read.

    Attributes:
        title: that the document gives itself, or an empty string.
        blocks: in the order of the document.
        pages: how many, where the format has pages.
        without_text: numbers of pages that hold no text, as scanned ones do.
        levels_known: whether levels of headings are the document's own, not guessed from plain text.
    """

    title: str
    blocks: list[Block]
    pages: int | None = None
    without_text: tuple[int, ...] = ()
    levels_known: bool = True


def silent(text: str) -> None:
    """Says nothing; for who wants no lines about progress."""
