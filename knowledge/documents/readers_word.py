"""Reads Word documents: headings by style, numbered lists, text boxes, boxes made of borders or a table, notes."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from knowledge.documents.block import LOWEST, Block, DocumentError, Reading, Say
from knowledge.documents.marks import list_mark, reads_as_heading
from knowledge.documents.normal import plain

MAX_BYTES = 400_000_000  # of the text once unpacked: a small file can hold far more than the memory does
SAY_EVERY = 5_000  # paragraphs
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_BOX_STYLE = re.compile(r"\b(?:box|case|callout|textbox)\b", re.IGNORECASE)


def read_word(path: Path, say: Say) -> Reading:
    """A .docx file.

    Raises:
        DocumentError: if it is none, is encrypted, or is too large unpacked.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(info.file_size for info in packed.infolist() if info.filename.endswith(".xml"))
    except zipfile.BadZipFile:
        raise DocumentError(f"{path}: the file is broken or encrypted (this is no Word document).") from None
    if size > MAX_BYTES:
        raise DocumentError(f"{path}: the file is too large ({size // 1_000_000} MB of text once unpacked).")
    document = docx.Document(str(path))
    return Reading(
        plain(document.core_properties.title or ""),
        list(_Walk(document, lambda count: say(f"{path.name}: {count} paragraphs read")).blocks()),
    )


class _Walk:
    def __init__(self, document: Any, say_count: Callable[[int], None]) -> None:
        self._say_count = say_count
        self._numbered: dict[tuple[str, int], bool] = {}  # which lists have numbers, not bullets
        self._document = document
        self._styles: dict[str | None, tuple[str, Any]] = {}  # by id
        self._paragraphs = 0
        self._boxes = 0
        self._in_border = False
        self._counts: dict[tuple[str, int], int] = {}  # of numbered lists, by list and depth

    def blocks(self) -> Iterator[Block]:
        for content in self._document.iter_inner_content():
            if isinstance(content, docx.table.Table):
                self._in_border = False
                yield from self._table(content)
            else:
                self._paragraphs += 1
                if self._paragraphs % SAY_EVERY == 0:
                    self._say_count(self._paragraphs)
                yield from self._paragraph(content, f"paragraph {self._paragraphs}", self._border(content))
        yield from self._notes()

    def _table(self, table: Any) -> Iterator[Block]:
        after = f"table after paragraph {self._paragraphs}"
        if len(table.rows) == len(table.columns) == 1:  # a table of one cell is a box
            self._boxes += 1
            box = self._boxes
            for paragraph in table.rows[0].cells[0].paragraphs:
                yield from self._paragraph(paragraph, f"{after}, row 1", box)
            for inner in table.rows[0].cells[0].tables:
                yield from self._table(inner)
            return
        for number, row in enumerate(table.rows, 1):
            cells = {id(cell._tc): plain(cell.text) for cell in row.cells}  # merged cells are given several times
            if text := " | ".join(cell for cell in cells.values() if cell):
                yield Block(text, f"{after}, row {number}")

    def _border(self, paragraph: Any) -> int:
        """Number of the box that borders, shading or a style draw round the paragraph; those that follow share it."""
        properties = paragraph._p.pPr
        name, of_style = self._style(paragraph)
        bordered = any(p is not None and _framed(p) for p in (properties, of_style))
        boxed = bordered or _BOX_STYLE.search(name) is not None
        if boxed and not self._in_border:
            self._boxes += 1
        self._in_border = boxed
        return self._boxes if boxed else 0

    def _paragraph(self, paragraph: Any, place: str, box: int) -> Iterator[Block]:
        text = plain(paragraph.text)
        if text:
            level = self._level(paragraph, text)
            mark = "" if level else self._mark(paragraph) or list_mark(text)
            number = self._number(paragraph)
            depth = 0 if level or not mark else number[1] + 1 if number else 1
            yield Block(text, place, None, level, mark, depth, box)
        for drawn in paragraph._p.iter(qn("w:txbxContent")):
            if any(a.tag.endswith("}Fallback") for a in drawn.iterancestors()):
                continue  # Word stores a text box twice, for old versions too
            self._boxes += 1
            for inner in drawn.iter(qn("w:p")):
                yield from self._paragraph(Paragraph(inner, paragraph._parent), place, self._boxes)

    def _style(self, paragraph: Any) -> tuple[str, Any]:
        """Name and settings of a paragraph's style; python-docx looks through all styles each time it is asked."""
        key = paragraph._p.style
        if key not in self._styles:
            style = paragraph.style
            found = ("", None) if style is None else (style.name or "", style.element.find(qn("w:pPr")))
            self._styles[key] = found
        return self._styles[key]

    def _level(self, paragraph: Any, text: str) -> int:
        name, _ = self._style(paragraph)
        if found := _HEADING.fullmatch(name):
            return int(found[1])
        if name == "Title":
            return 1
        runs = [run for run in paragraph.runs if run.text.strip()]
        bold = bool(runs) and all(run.bold for run in runs)
        listed = self._number(paragraph) is not None
        return LOWEST if bold and not listed and reads_as_heading(text) else 0

    def _number(self, paragraph: Any) -> tuple[str, int] | None:
        """The list that a paragraph is an item of, and how deep; from its own settings or its style's."""
        for owner in (paragraph._p.pPr, self._style(paragraph)[1]):
            found = owner.find(qn("w:numPr")) if owner is not None else None
            if found is not None and (list_id := found.find(qn("w:numId"))) is not None:
                depth = found.find(qn("w:ilvl"))
                return list_id.get(qn("w:val")), int(depth.get(qn("w:val"))) if depth is not None else 0
        return None

    def _mark(self, paragraph: Any) -> str:
        number = self._number(paragraph)
        if number is None or number[0] == "0":
            return ""
        if number not in self._numbered:
            self._numbered[number] = self._counted(*number)
        if not self._numbered[number]:
            return "-"
        for deeper in [key for key in self._counts if key[0] == number[0] and key[1] > number[1]]:
            del self._counts[deeper]
        self._counts[number] = self._counts.get(number, 0) + 1
        return f"{self._counts[number]}."

    def _counted(self, list_id: str, depth: int) -> bool:
        """Whether a list has numbers, not bullets."""
        try:
            numbering = self._document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return False
        found = numbering.xpath(
            f"w:abstractNum[@w:abstractNumId=../w:num[@w:numId='{int(list_id)}']/w:abstractNumId/@w:val]"
            f"/w:lvl[@w:ilvl='{depth}']/w:numFmt/@w:val"
        )
        return bool(found) and found[0] not in ("bullet", "none")

    def _notes(self) -> Iterator[Block]:
        for relation in self._document.part.rels.values():
            if relation.reltype.rsplit("/", 1)[-1] not in ("footnotes", "endnotes"):
                continue
            kind = relation.reltype.rsplit("/", 1)[-1][:-1]
            for note in etree.fromstring(relation.target_part.blob).iter(qn(f"w:{kind}")):
                text = plain(" ".join("".join(p.itertext(qn("w:t"))) for p in note.iter(qn("w:p"))))
                if text:
                    number = note.get(qn("w:id"))
                    yield Block(text, f"{kind} {number}", note=True)


def _framed(properties: Any) -> bool:
    """Whether a paragraph has lines on two sides or more, or is shaded."""
    borders = properties.find(qn("w:pBdr"))
    sides = [b for b in borders if b.get(qn("w:val")) not in (None, "nil", "none")] if borders is not None else []
    shade = properties.find(qn("w:shd"))
    fill = shade.get(qn("w:fill"), "auto") if shade is not None else "auto"
    return len(sides) >= 2 or fill.lower() not in ("auto", "ffffff")
