"""A passage of a document, and how its text is laid out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.documents.block import Block
from knowledge.documents.found import Kind

MAX_WORDS = 300  # of a passage; lessons, recommendations and case studies stay whole
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'‘(])")


@dataclass(frozen=True)
class Passage:
    """A piece of a document.

    Attributes:
        kind: what the document marks it as.
        number: that the document gives it, such as "2.5".
        title: its heading, without the number.
        page: on which it begins, where the format has pages.
        section: the headings above it, or its own where there is none.
        text: paragraphs with an empty line between, items of lists each in a line.
    """

    kind: Kind
    number: str | None
    title: str
    page: int | None
    section: str
    text: str


def parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks in parts of MAX_WORDS words at most, cut between paragraphs, or sentences where one alone is longer."""
    part: list[Block] = []
    count = 0
    for block in blocks:
        for piece in _sentences(block):
            words = len(piece.text.split())
            if part and count + words > MAX_WORDS:
                yield part
                part, count = [], 0
            part.append(piece)
            count += words
    if part:
        yield part


def _sentences(block: Block) -> Iterator[Block]:
    """A block, or several of MAX_WORDS words at most, cut between sentences; between words within one too long."""
    if len(block.text.split()) <= MAX_WORDS:
        yield block
        return
    rest: list[str] = []
    for sentence in _SENTENCE.split(block.text):
        words = sentence.split()
        if rest and len(rest) + len(words) > MAX_WORDS:
            yield replace(block, text=" ".join(rest))
            rest = []
        rest += words
        while len(rest) > MAX_WORDS:
            yield replace(block, text=" ".join(rest[:MAX_WORDS]))
            rest = rest[MAX_WORDS:]
    if rest:
        yield replace(block, text=" ".join(rest))


def laid_out(blocks: Sequence[Block]) -> str:
    """The text of blocks: an empty line between paragraphs, items of lists each in a line."""
    text = ""
    for block in blocks:
        text += ("\n" if block.mark else "\n\n") + block.text if text else block.text
    return text


def first_words(text: str) -> str:
    """The beginning of a text that has no title."""
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
