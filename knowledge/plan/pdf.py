"""Writes a page as a PDF that screen readers can follow: tagged headings and lists, a language and a title."""

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import pypdf
import typst

from knowledge.plan.page import Page

TEMPLATE = Path(__file__).with_name("page.typ")
# Tried in turn until all stands on one page; the smallest is used in any case, and may then need a second page.
SIZES = (10.8, 10.4, 10.0, 9.6, 9.2)


def as_pdf(page: Page) -> bytes:
    """The page as a tagged PDF (PDF/UA-1 where every sign has a glyph)."""
    return _fitting(_data(page.tidied()))[0]


def as_png(page: Page, ppi: float = 110) -> list[bytes]:
    """Pictures of the pages of that PDF, to look at."""
    data = _data(page.tidied())
    return _compiled(data, _fitting(data)[1], "png", ppi)


def _fitting(data: str) -> tuple[bytes, float]:
    """The PDF in the largest type in which it is one page, and the size of that type."""
    made = b""
    for size in SIZES:
        made = _compiled(data, size, "pdf")[0]
        if len(pypdf.PdfReader(BytesIO(made)).pages) == 1:
            break
    return made, size


def _data(page: Page) -> str:
    """All that the template shows, as JSON: texts stay strings there, and no string is read as markup."""
    return json.dumps({"name": page.name, **page.as_json()})


@cache
def _fonts() -> typst.Fonts:
    """Those inside the library alone, so that a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _compiled(data: str, size: float, kind: Literal["pdf", "png"], ppi: float | None = None) -> list[bytes]:
    inputs = {"page": data, "size": str(size)}
    # One compiler a call: it holds the document that it read last, which another thread must not see.
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts(), sys_inputs=inputs)
    try:
        made = compiler.compile(format=kind, ppi=ppi, pdf_standards=["ua-1"] if kind == "pdf" else [])
    except typst.TypstError:
        if kind != "pdf":
            raise
        made = compiler.compile(format=kind)  # a sign without a glyph: tagged all the same, without the claim
    return [made] if isinstance(made, bytes) else list(made or [])
