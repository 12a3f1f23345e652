"""Reads PDF files: page by page into lines, then the lines into headings, paragraphs, lists and notes."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError

from knowledge.documents.block import LOWEST, Block, DocumentError, Reading, Say
from knowledge.documents.marks import CAPTION, CONTENTS, LABELLED, NOTE, list_mark, reads_as_heading
from knowledge.documents.normal import Mender, plain
from knowledge.documents.pdf_lines import Line, page_lines

# Of broken files it would print a line for each fault; what is wrong is said once, in a DocumentError.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

SAY_EVERY = 50  # pages
KEEP_PAGES = 100  # after so many, what pypdf remembers of earlier pages is let go
_ENCRYPTED = "the file is encrypted; save a copy without a password."
LARGER, SMALLER = 1.12, 0.92  # times the size of the body: a heading, a note
_PAGE_NUMBER = re.compile(r"^(?:page\s*)?(?:[-–|]\s*)?#\s*(?:[-–|/]|of\s*#|/\s*#)?$", re.IGNORECASE)
_NOTE = re.compile(r"^\d{1,3}\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


def read_pdf(path: Path, say: Say) -> Reading:
    """A PDF file; `say` is given a line every 50 pages.

    Raises:
        DocumentError: if it is broken, or encrypted with a password.
    """
    try:
        with path.open("rb") as file:
            reader = pypdf.PdfReader(file)
            if reader.is_encrypted and not reader.decrypt(""):
                raise DocumentError(f"{path}: {_ENCRYPTED}")
            title = plain(str((reader.metadata.title if reader.metadata else None) or ""))
            count = len(reader.pages)
            lines: list[Line] = []
            empty = []
            for number in range(1, count + 1):
                found = page_lines(reader.pages[number - 1], number)
                lines += found
                if not found:
                    empty.append(number)
                if number % KEEP_PAGES == 0:
                    reader.resolved_objects.clear()
                if number % SAY_EVERY == 0:
                    say(f"{path.name}: {number} of {count} pages read")
    except (DependencyError, FileNotDecryptedError):
        raise DocumentError(f"{path}: {_ENCRYPTED}") from None
    return Reading(title, list(_Layout(_without_furniture(lines, count)).blocks()), count, tuple(empty))


def _without_furniture(lines: list[Line], pages: int) -> list[Line]:
    """The lines but page numbers, and heads and feet that stand at the same place of three pages or more."""
    edges: dict[int, set[Line]] = {}
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    seen: Counter[tuple[str, int]] = Counter()
    for number, rows in by_page.items():
        ordered = sorted(rows, key=lambda row: row.y)
        edges[number] = {*ordered[:2], *ordered[-2:]}
        seen.update({_likeness(row) for row in edges[number]})

    def furniture(line: Line) -> bool:
        if line not in edges[line.page]:
            return False
        text, place = _likeness(line)
        return (pages > 1 and _PAGE_NUMBER.match(text) is not None) or seen[text, place] >= 3

    return [line for line in lines if not furniture(line)]


def _likeness(line: Line) -> tuple[str, int]:
    """What a head or foot has in common with those of other pages: its words without numbers, and its height."""
    return re.sub(r"\d+", "#", plain(line.text)), round(line.y / 4)


class _Layout:
    """Turns lines into blocks, by what is usual in this document."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._mender = Mender()
        self._mender.learn(line.text for line in lines)
        sizes: Counter[float] = Counter()
        weight = 0
        for line in lines:
            sizes[line.size] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        for line in lines:
            weight += (len(line.text) if line.bold else -len(line.text)) if line.size == self._body else 0
        self._body_bold = weight > 0
        steps = Counter(round(a.y - b.y, 0) for a, b in pairwise(lines) if self._follows(a, b))
        self._step = steps.most_common(1)[0][0] if steps else 1.2 * self._body
        lengths = sorted(len(line.text) for line in lines if line.size == self._body)
        self._full = lengths[int(len(lengths) * 0.8)] if lengths else 0  # characters of a full line
        found = {line.size for line in lines if self._is_large(line)}
        self._levels = {size: min(rank, LOWEST - 1) for rank, size in enumerate(sorted(found, reverse=True), 1)}
        self._boxes: dict[tuple[int, int], int] = {}
        self._box_count = 0

    def blocks(self) -> Iterator[Block]:
        """In the order of the file."""
        last: Line | None = None
        for rows in self._paragraphs():
            first = rows[0]
            text = self._mender.joined([row.text for row in rows])
            box = self._box(first, last, text)
            last = rows[-1]
            if not text:
                continue
            level = self._level(rows, text)
            note = not level and first.size <= SMALLER * self._body and self._opens_note(text)
            mark = "" if level or note else list_mark(text)
            yield Block(text, f"page {first.page}", first.page, level, mark, int(bool(mark)), box, note)

    def _paragraphs(self) -> Iterator[list[Line]]:
        rows: list[Line] = []
        for line in self._lines:
            if rows and self._starts_anew(rows, line):
                yield rows
                rows = []
            rows.append(line)
        if rows:
            yield rows

    def _starts_anew(self, rows: list[Line], line: Line) -> bool:
        last, text = rows[-1], plain(line.text)
        if last.size != line.size and (self._is_large(last) or self._is_large(line) or abs(last.size - line.size) > 1):
            return True
        if last.bold != line.bold and (self._is_heading(rows) or self._is_heading([line])):
            return True
        if list_mark(text) or CAPTION.match(text) or (line.size <= SMALLER * self._body and self._opens_note(text)):
            return True
        ended = _SENTENCE_END.search(last.text.rstrip()) is not None
        if last.page != line.page or line.y > last.y + self._step / 2:  # another page or column
            goes_on = not ended and not self._is_large(last) and text[:1].islower()
            return not goes_on
        if last.box != line.box or LABELLED.fullmatch(text) or LABELLED.fullmatch(plain(last.text)):
            return True
        gap = last.y - line.y
        if gap > 1.35 * max(self._step, 1.1 * line.size):
            return True
        # A paragraph without a gap before it: the last line ends early with its sentence, or this one is indented.
        early = ended and len(last.text) < 0.7 * self._full and text[:1].isupper()
        indented = ended and len(rows) > 1 and 0.5 * line.size < line.x - last.x < 4 * line.size
        return early or (indented and not list_mark(plain(rows[0].text)))

    def _level(self, rows: list[Line], text: str) -> int:
        if self._is_large(rows[0]) and len(text.split()) <= 30 and not text.endswith((".", ",", ";")):
            return self._levels[rows[0].size]
        return LOWEST if self._is_heading(rows) else 0

    def _is_heading(self, rows: list[Line]) -> bool:
        """Whether lines of the body's size are a heading: bold where the body is not, or "Lesson 3" alone."""
        text = plain(" ".join(row.text for row in rows))
        if LABELLED.fullmatch(text.rstrip(":.")):
            return True
        bold = all(row.bold for row in rows) and not self._body_bold
        return bold and len(rows) <= 3 and rows[0].size >= SMALLER * self._body and reads_as_heading(text)

    def _is_large(self, line: Line) -> bool:
        letters = any(c.isalpha() for c in line.text)
        return line.size >= LARGER * self._body and letters and not CONTENTS.search(plain(line.text))

    def _opens_note(self, text: str) -> bool:
        return (_NOTE.match(text) or NOTE.match(text)) is not None

    def _box(self, first: Line, last: Line | None, text: str) -> int:
        """The number of the box; one that goes on at the top of the next page is the same."""
        if not first.box:
            return 0
        key = first.page, first.box
        if key not in self._boxes:
            goes_on = last is not None and last.box and last.page == first.page - 1 and not self._is_heading([first])
            if goes_on and last is not None and not self._is_large(first):
                self._boxes[key] = self._boxes[last.page, last.box]
            else:
                self._box_count += 1
                self._boxes[key] = self._box_count
        return self._boxes[key]

    def _follows(self, above: Line, below: Line) -> bool:
        same = above.page == below.page and above.size == below.size == self._body
        return same and 0 < above.y - below.y < 3 * self._body
