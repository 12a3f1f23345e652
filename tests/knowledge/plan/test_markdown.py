"""In Markdown, a text stays the text that it was, whatever signs it holds."""

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.library import Library
from knowledge.plan import compose
from knowledge.plan.markdown import as_markdown
from knowledge.plan.page import Page, tidy
from tests.knowledge.plan.any_page import MARKUP, page_of, pages

reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ALLOWED = {"heading_open", "paragraph_open", "ordered_list_open", "bullet_list_open", "list_item_open", "inline"}


def read(page: Page) -> tuple[list[str], set[str]]:
    """Texts and kinds of what a reader of Markdown finds."""
    tokens: list[Token] = reader.parse(as_markdown(page))
    texts = ["".join(part.content for part in token.children or []) for token in tokens if token.type == "inline"]
    kinds = {token.type for token in tokens if not token.type.endswith("_close")}
    inner = {part.type for token in tokens for part in token.children or []}
    return texts, (kinds - ALLOWED) | (inner - {"text", "text_special"})


def expected(page: Page) -> list[str]:
    page = page.tidied()
    lines = [" ".join(f"{line.text} {page.marks(line)}".rstrip() for line in page.intro)] if page.intro else []
    texts = [page.title, page.kind, *lines]
    for section in page.sections:
        rows = [row for row in (section.lead, *section.lines, section.closing) if row is not None]
        texts += [section.heading, *(f"{row.text} {page.marks(row)}".rstrip() for row in rows)]
    return texts


@settings(max_examples=150, deadline=None)
@given(pages)
def test_no_text_becomes_markup(page: Page) -> None:
    texts, strange = read(page)
    assert strange == set()
    assert texts == expected(page)


@pytest.mark.parametrize("text", MARKUP)
def test_nor_alone(text: str) -> None:
    if tidy(text):
        texts, strange = read(page_of(text))
        assert strange == set() and texts == expected(page_of(text))


def test_a_plan_has_one_title_headings_and_lists(real: Library) -> None:
    text = as_markdown(compose(real, ["lesson-1.3", "lesson-3.3"]).page)
    assert text.startswith("# Make a safe space to meet and build trust\n\nA plan to take away\n\n")
    assert text.count("\n## ") == 6 and "\n8. " in text and " [1]\n" in text
    assert "\\" not in text  # people read it as it is, too
