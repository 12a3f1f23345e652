"""Reads HTML pages: what a reader sees of the article, without menus and scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from knowledge.documents.block import LOWEST, Block, DocumentError, Reading, Say
from knowledge.documents.marks import reads_as_heading
from knowledge.documents.normal import plain

_NO_TEXT = {"script", "style", "noscript", "template", "nav", "button", "select", "svg", "head", "iframe", "object"}
_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd"),
    *("label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}
_BOXED = re.compile(r"(?:^|[-_\s])(?:box|callout|case|case-?study|panel|sidebar|infobox|textbox|example)(?:$|[-_\s\d])")


def read_html(path: Path, say: Say) -> Reading:
    """An HTML file; its encoding is what it says itself, else UTF-8.

    Raises:
        DocumentError: if it holds no HTML.
    """
    try:
        tree = html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding=_encoding(path), huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        raise DocumentError(f"{path}: the file is empty.") from None
    heads = tree.xpath("//head/title")
    bodies = tree.xpath("//main") or tree.xpath("//article") or tree.xpath("//body") or [tree]
    # Several articles are parts of one page; only a lone one is the whole of it.
    body = bodies[0] if len(bodies) == 1 else (tree.xpath("//body") or [tree])[0]
    return Reading(plain(heads[0].text_content()) if heads else "", list(_Walk().blocks(body)))


def _encoding(path: Path) -> str | None:
    start = path.read_bytes()[:2048].lower()
    return None if b"charset" in start or start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"


class _Walk:
    """Goes through the elements in their order and gathers text until a block ends."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._plain_text = False  # whether something of the block is not bold
        self._level = 0
        self._mark = ""
        self._box = 0
        self._boxes = 0
        self._count = 0
        self._lists: list[int | None] = []

    def blocks(self, body: Any) -> Iterator[Block]:
        yield from self._element(body, bold=False)
        yield from self._end()

    def _element(self, element: Any, bold: bool) -> Iterator[Block]:
        if not isinstance(element.tag, str) or element.tag in _NO_TEXT:  # comments have no name
            return
        tag = element.tag
        if tag == "br":
            self._text.append(" ")
            return
        if tag == "tr":
            yield from self._row(element)
            return
        if tag in _INLINE:
            yield from self._inside(element, bold or tag in ("b", "strong"))
            return
        yield from self._end()
        around = self._level, self._box
        self._open(element, tag)
        yield from self._inside(element, bold)
        yield from self._end()
        self._level, self._box = around
        if tag in ("ul", "ol"):
            self._lists.pop()
        elif tag == "li":
            self._mark = ""

    def _open(self, element: Any, tag: str) -> None:
        if re.fullmatch("h[1-6]", tag):
            self._level = int(tag[1])
        elif tag in ("ul", "ol"):
            start = element.get("start", "1")
            self._lists.append(None if tag == "ul" else int(start) if start.isdigit() else 1)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self._mark = "-" if number is None else f"{number}."
            if self._lists and number is not None:
                self._lists[-1] = number + 1
        elif self._box == 0 and _is_box(element, tag):
            self._boxes += 1
            self._box = self._boxes

    def _inside(self, element: Any, bold: bool) -> Iterator[Block]:
        self._add(element.text, bold)
        if element.tag == "img":
            self._add(element.get("alt"), bold)
        for child in element:
            yield from self._element(child, bold)
            self._add(child.tail, bold)

    def _row(self, row: Any) -> Iterator[Block]:
        yield from self._end()
        cells = [" ".join(b.text for b in _Walk().blocks(cell)) for cell in row if isinstance(cell.tag, str)]
        self._add(" | ".join(cells), bold=False)
        yield from self._end()

    def _add(self, text: str | None, bold: bool) -> None:
        if text:
            self._text.append(text)
            self._plain_text = self._plain_text or (not bold and bool(text.strip()))

    def _end(self) -> Iterator[Block]:
        text, bold = plain("".join(self._text)), not self._plain_text
        self._text, self._plain_text = [], False
        if text:
            mark, self._mark = self._mark, ""
            level = self._level or (LOWEST if bold and not self._lists and reads_as_heading(text) else 0)
            self._count += 1
            yield Block(text, f"paragraph {self._count}", None, level, mark, len(self._lists), self._box)


def _is_box(element: Any, tag: str) -> bool:
    if tag in ("aside", "blockquote"):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return tag in ("div", "section", "table", "fieldset", "article") and _BOXED.search(named) is not None
