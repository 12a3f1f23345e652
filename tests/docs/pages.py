"""The documentation as its tests read it: headings, links, code in and out of blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.settings import ROOT

DOCS = ROOT / "docs"


@dataclass(frozen=True)
class Page:
    """One file.

    Attributes:
        path: of the file.
        anchors: of its headings, as the site and code hosts make them.
        links: where its links and pictures lead.
        names: what stands between backticks in running text.
        blocks: (language, text) of its blocks of code.
    """

    path: Path
    anchors: frozenset[str]
    links: tuple[str, ...]
    names: tuple[str, ...]
    blocks: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


@cache
def pages() -> tuple[Page, ...]:
    """All pages, the front door too."""
    return tuple(map(_read, [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]))


def _read(path: Path) -> Page:
    tokens = MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8"))
    inside = [child for token in tokens for child in token.children or ()]
    return Page(
        path,
        frozenset(_anchor(text) for text in _headings(tokens)),
        tuple(str(t.attrs[k]) for t in inside for k in ("href", "src") if k in t.attrs),
        tuple(t.content for t in inside if t.type == "code_inline"),
        tuple((t.info, t.content) for t in tokens if t.type in ("fence", "code_block")),
    )


def _headings(tokens: list[Token]) -> Iterator[str]:
    for opened, inline in pairwise(tokens):
        if opened.type == "heading_open":
            yield "".join(child.content for child in inline.children or ())


def _anchor(heading: str) -> str:
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())
