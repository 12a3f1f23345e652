"""The Word document has real headings and lists, a language and a title."""

from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings

from knowledge.library import Library
from knowledge.plan import compose
from knowledge.plan.page import Page
from knowledge.plan.word import as_word
from tests.knowledge.plan.any_page import pages
from tests.knowledge.plan.test_markdown import expected


def opened(page: Page) -> Document:
    return docx.Document(BytesIO(as_word(page)))


@pytest.fixture(scope="module")
def document(real: Library) -> Document:
    return opened(compose(real, ["lesson-1.3", "lesson-3.3"], role="council").page)


def test_headings_are_headings_and_lists_are_lists(document: Document) -> None:
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Heading 1") == 1 and styles.count("Heading 2") == 6
    assert styles.count("List Number") >= 8 + 2 and "List Bullet" in styles
    assert styles[0:2] == ["Subtitle", "Heading 1"]


def test_each_numbered_list_counts_from_one(document: Document) -> None:
    numbers = []
    for paragraph in document.paragraphs:
        if paragraph.style and paragraph.style.name == "List Number":
            properties: Any = paragraph._p.pPr
            numbers.append(properties.numPr.numId.val)
    assert len(set(numbers)) == 2 and numbers == sorted(numbers)
    numbering = document.part.numbering_part.element
    for number in set(numbers):
        starts = numbering.num_having_numId(number).findall(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}")
        assert [start.get(qn("w:val")) for start in starts] == ["1"]


def test_it_is_british_english_and_has_a_title_and_no_maker(document: Document) -> None:
    properties = document.core_properties
    assert properties.title == "A plan to take away: Make a safe space to meet and build trust"
    assert properties.language == "en-GB"
    assert (properties.author, properties.comments, properties.last_modified_by) == ("", "", "")
    languages = {node.get(qn("w:val")) for node in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


@settings(max_examples=40, deadline=None)
@given(pages)
def test_every_text_stays_as_it_was(page: Page) -> None:
    texts = [paragraph.text for paragraph in opened(page).paragraphs]
    title, kind, *rest = expected(page)
    assert texts == [kind, title, *rest]
