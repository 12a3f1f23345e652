"""Reads Markdown: the text as it is shown, with the headings, lists and quotations that its marks make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.documents.block import LOWEST, Block, Reading, Say
from knowledge.documents.marks import reads_as_heading
from knowledge.documents.normal import plain

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:(.*)$", re.MULTILINE | re.IGNORECASE)


def read_markdown(path: Path, say: Say) -> Reading:
    """A Markdown file (CommonMark, and tables). A head of settings between "---" is no text; its title is kept.

    Raises:
        UnicodeDecodeError: if it is not UTF-8.
    """
    text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    front = _FRONT.match(text)
    title = _TITLE.search(front[1]) if front else None
    body = "\n" * front[0].count("\n") + text[front.end() :] if front else text  # lines keep their numbers
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    return Reading(plain(title[1].strip().strip("\"'")) if title else "", list(_Walk().blocks(tokens)))


@dataclass
class _Walk:
    """Where in lists and quotations the walk through the tokens is."""

    lists: list[int | None] = field(default_factory=list)  # the next number of each list around, None for bullets
    mark: str = ""  # of the item whose first paragraph is still to come
    quotes: int = 0
    boxes: int = 0
    level: int = 0
    row: list[str] | None = None
    line: int = 1

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for token in tokens:
            if token.map:
                self.line = token.map[0] + 1
            self._step(token)
            if token.type == "inline":
                if self.row is not None:
                    self.row.append(shown(token))
                else:
                    yield from self._block(shown(token), _all_bold(token))
            elif token.type in ("fence", "code_block"):
                yield from self._block(token.content)
            elif token.type == "html_block":
                yield from self._block(_stripped(token.content))
            elif token.type == "tr_close" and self.row is not None:
                cells, self.row = self.row, None
                yield from self._block(" | ".join(cells))

    def _step(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.lists.append(None)
            case "ordered_list_open":
                self.lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                number = self.lists[-1]
                self.mark = "-" if number is None else f"{number}."
                self.lists[-1] = None if number is None else number + 1
            case "list_item_close":
                self.mark = ""
            case "blockquote_open":
                self.boxes += self.quotes == 0
                self.quotes += 1
            case "blockquote_close":
                self.quotes -= 1
            case "heading_open":
                self.level = int(token.tag[1])
            case "heading_close":
                self.level = 0
            case "tr_open":
                self.row = []

    def _block(self, raw: str, bold: bool = False) -> Iterator[Block]:
        text = plain(raw)
        if not text:
            return
        mark, self.mark = self.mark, ""
        level = self.level or (LOWEST if bold and not self.lists and reads_as_heading(text) else 0)
        yield Block(text, f"line {self.line}", None, level, mark, len(self.lists), self.boxes if self.quotes else 0)


def shown(token: Token) -> str:
    """The text of an inline token as a reader sees it."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "image"):  # of an image, the words that stand in for it
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or (child.type == "html_inline" and child.content[:3] == "<br"):
            parts.append(" ")
    return "".join(parts)


def _all_bold(token: Token) -> bool:
    inside, outside = 0, False
    for child in token.children or ():
        inside += (child.type == "strong_open") - (child.type == "strong_close")
        outside = outside or (inside == 0 and child.type != "strong_close" and bool(child.content.strip()))
    return not outside and any(child.type == "strong_open" for child in token.children or ())


def _stripped(source: str) -> str:
    """The text of a piece of HTML; a comment has none."""
    if not re.sub(r"<!--.*?(?:-->|\Z)", "", source, flags=re.DOTALL).strip():
        return ""
    return str(html.fromstring(f"<div>{source}</div>").text_content())
