"""Writes a page as plain text, as a chat or a terminal shows it."""

from collections.abc import Iterator

from knowledge.plan.page import Line, Page, Section


def as_text(page: Page) -> str:
    """The page as plain text: paragraphs set apart by blank lines, lists as lines that begin with "1. " or "- "."""
    return "\n\n".join(_blocks(page.tidied()))


def _blocks(page: Page) -> Iterator[str]:
    yield page.name
    if page.intro:
        yield " ".join(_line(page, line) for line in page.intro)
    for section in page.sections:
        yield "\n".join([f"{section.heading}:", *_body(page, section)])


def _body(page: Page, section: Section) -> Iterator[str]:
    if section.lead is not None:
        yield _line(page, section.lead)
    for number, line in enumerate(section.lines, 1):
        mark = {
            "numbered": f"{number}. ",
            "sources": f"{page.mark.format(number=number)} ",
            "bullets": "- ",
            "text": "",
        }
        yield f"{mark[section.shape]}{_line(page, line)}"
    if section.closing is not None:
        yield _line(page, section.closing)


def _line(page: Page, line: Line) -> str:
    return f"{line.text} {page.marks(line)}".rstrip()
