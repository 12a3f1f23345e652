"""Writes a page as Markdown, for a chat, a mail or a wiki."""

import re
from collections.abc import Iterator

from knowledge.plan.page import Line, Page, Section

# What Markdown (CommonMark, and GitHub's tables, formulas and strikethrough) takes for more than a sign of the text.
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~$]|&(?=#?\w+;))")
_LIST = re.compile(r"^(\d+)([.)])(?=\s|$)")  # "2017. It began" would begin a list
_START = re.compile(r"^([-+=:])")
_MARK = re.compile(r"\[\d+\]")  # no link without a definition, which escaped brackets cannot make
_LINKED = re.compile(r"(?i)(https?:|www\.|ftp:|@)")  # some readers make links of bare addresses


def as_markdown(page: Page) -> str:
    """The page as Markdown; every text in it stays the text that it was."""
    return "\n\n".join(_blocks(page.tidied())) + "\n"


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    text = _SIGNS.sub(r"\\\1", text)
    text = _LIST.sub(r"\1\\\2", text)
    text = _START.sub(r"\\\1", text)
    return _LINKED.sub(lambda found: re.sub(r"([:.@])", r"\\\1", found[0]), text)


def _blocks(page: Page) -> Iterator[str]:
    yield f"# {escaped(page.title)}"
    yield escaped(page.kind)
    if page.intro:
        yield " ".join(_line(page, line) for line in page.intro)
    for section in page.sections:
        yield f"## {escaped(section.heading)}"
        if section.lead is not None:
            yield _line(page, section.lead)
        yield _body(page, section)
        if section.closing is not None:
            yield _line(page, section.closing)


def _body(page: Page, section: Section) -> str:
    texts = [_line(page, line) for line in section.lines]
    if section.shape in ("numbered", "sources"):
        return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
    if section.shape == "bullets":
        return "\n".join(f"- {text}" for text in texts)
    return "\n\n".join(texts)


def _line(page: Page, line: Line) -> str:
    marks = [page.mark.format(number=number) for number in line.sources]
    return " ".join([escaped(line.text), *(mark if _MARK.fullmatch(mark) else escaped(mark) for mark in marks)])
