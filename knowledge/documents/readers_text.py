"""Reads plain text: paragraphs, and headings as far as words and empty lines tell them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.documents.block import Block, Reading, Say
from knowledge.documents.marks import (
    BULLET,
    LABELLED,
    NOTE,
    NUMBER,
    guessed_level,
    is_note,
    is_reference,
    list_mark,
    notes_called,
    reads_as_heading,
)
from knowledge.documents.normal import Mender, plain

_RULE = re.compile(r"^\s*([=\-_*~#])\1{2,}\s*$")
_UNDERLINE = re.compile(r"^\s*(={3,}|-{3,})\s*$")

Lines = list[tuple[int, str]]  # number from 1, and the line


def read_text(path: Path, say: Say) -> Reading:
    """A text file in UTF-8.

    Raises:
        UnicodeDecodeError: if it is in another encoding.
    """
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    mender = Mender()
    mender.learn(lines)
    return Reading("", list(_blocks(lines, mender)), levels_known=False)


def _blocks(lines: Sequence[str], mender: Mender) -> Iterator[Block]:
    called = notes_called("\n".join(lines))
    note = False
    for paragraph in _paragraphs(lines):
        for part in _parts(paragraph):
            number = part[0][0]
            level = 0
            if len(part) == 2 and (under := _UNDERLINE.match(part[1][1])):
                level = 1 if "=" in under[1] else 2
                part = part[:1]
            text = mender.joined([line for _, line in part])
            if not text or _RULE.match(text):
                continue
            if not level and len(part) == 1 and reads_as_heading(text):
                level = guessed_level(text)
            note = not level and (is_note(text, called) or (note and is_reference(text)))
            mark = "" if level or note else list_mark(text)
            yield Block(text, f"line {number}", None, level, mark, int(bool(mark)), note=note)


def _paragraphs(lines: Sequence[str]) -> Iterator[Lines]:
    """Lines that no empty line parts belong together, since sentences run over their ends."""
    found: Lines = []
    for number, line in enumerate([*lines, ""], 1):
        if plain(line):
            found.append((number, line))
        elif found:
            yield found
            found = []


def _parts(paragraph: Lines) -> Iterator[Lines]:
    """Items of a list within a paragraph stand alone, and so does a heading that no empty line follows."""
    part: Lines = []
    for row, (number, raw) in enumerate(paragraph):
        line = raw.strip()
        after = paragraph[row + 1][1] if row + 1 < len(paragraph) else ""
        starts = (BULLET.match(line) or NUMBER.match(line) or NOTE.match(line)) and not _RULE.match(line)
        if part and (starts or _headed(part) or _UNDERLINE.match(after)):
            yield part
            part = []
        part.append((number, raw))
    yield part


def _headed(part: Lines) -> bool:
    """Whether what was gathered so far is a whole heading: underlined, or "Lesson 3" alone in its line."""
    if len(part) == 2:
        return _UNDERLINE.match(part[1][1]) is not None
    line = plain(part[0][1])
    return LABELLED.fullmatch(line.rstrip(":.")) is not None
