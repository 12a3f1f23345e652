"""The PDF is tagged for screen readers, is one page, and shows every text as it is."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdf
import pytest
import typst
from hypothesis import given, settings

from knowledge.library import Library
from knowledge.plan import compose, handout
from knowledge.plan.page import Page
from knowledge.plan.pdf import TEMPLATE, as_pdf, as_png
from tests.knowledge.plan.any_page import MARKUP, page_of, pages, real_pages


def opened(page: Page) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(as_pdf(page)))


def tags(node: Any) -> Iterator[str]:
    """Kinds of the elements that a screen reader walks through, in its order."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for part in node:
            yield from tags(part)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        yield from tags(node.get("/K"))


def root_of(reader: pypdf.PdfReader) -> Any:
    return reader.trailer["/Root"]


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


@pytest.fixture(scope="module")
def reader(real: Library) -> pypdf.PdfReader:
    return opened(compose(real, ["lesson-2.3", "challenge-2", "lesson-1.3", "lesson-2.5"], role="youth_worker").page)


def test_it_is_tagged_and_says_its_language_and_shows_its_title(reader: pypdf.PdfReader) -> None:
    root = root_of(reader)
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "A plan to take away: Give mothers time to open up"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()  # it says that it keeps to PDF/UA


def test_headings_and_lists_are_tagged_as_such(reader: pypdf.PdfReader) -> None:
    found = list(tags(root_of(reader)["/StructTreeRoot"]))
    counts = Counter(found)
    assert counts["/H1"] == 1 and counts["/H2"] == 6
    assert counts["/L"] == 5 and counts["/LI"] == counts["/Lbl"] == counts["/LBody"] >= 8 + 4 + 1 + 3 + 6
    assert found.index("/H1") < found.index("/H2") < found.index("/L")


def test_what_is_read_out_stands_in_the_order_of_the_plan(real: Library) -> None:
    page = compose(real, ["lesson-1.3"]).page
    text = letters(opened(page).pages[0].extract_text())
    places = [text.index(letters(section.heading)) for section in page.sections]
    assert places == sorted(places)


def test_only_fonts_that_the_library_carries_are_used_and_they_are_embedded(reader: pypdf.PdfReader) -> None:
    resources: Any = reader.pages[0]["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    assert fonts and all("LibertinusSerif" in font["/BaseFont"] for font in fonts)
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert all("/FontFile2" in described or "/FontFile3" in described for described in descriptors)


def test_every_plan_and_handout_is_one_page_with_all_its_text(real: Library) -> None:
    for page in real_pages(real):
        found = opened(page)
        assert len(found.pages) == 1, page.title
        text = letters(found.pages[0].extract_text())
        for line in page.lines():
            assert letters(line.text) in text, line.text


def test_the_fullest_plan_is_one_page(real: Library) -> None:
    longest = sorted(real.items, key=lambda name: -sum(map(len, real.items[name].steps[:3])))
    for start in range(0, 40, 5):
        plan = compose(real, longest[start : start + 5], list(real.situations)[:2])
        assert len(opened(plan.page).pages) == 1


def test_what_is_too_long_for_a_page_goes_on_on_the_next(real: Library) -> None:
    found = opened(page_of("A long story that goes on and on. " * 40))
    assert len(found.pages) > 1
    text = "".join(page.extract_text() for page in found.pages)
    places = 3 + 4 + 4 + 2 + 1 + 2  # above the parts, headings, and the lines of each part
    assert text.count("story") == 40 * places


def test_the_same_plan_is_the_same_file(real: Library) -> None:
    page = handout(real, ["lesson-1.1"]).page
    assert as_pdf(page) == as_pdf(page)


def test_it_can_be_looked_at(real: Library) -> None:
    pictures = as_png(compose(real, ["lesson-1.1"]).page, ppi=30)
    assert len(pictures) == 1 and pictures[0].startswith(b"\x89PNG")


@settings(max_examples=60, deadline=None)
@given(pages)
def test_no_text_becomes_markup(page: Page) -> None:
    found = opened(page)
    expected = Counter({"/H1": 1, "/H2": len(page.sections), "/LI": 0})
    lists = [section for section in page.sections if section.shape != "text"]
    expected["/LI"] = sum(len(section.lines) for section in lists)
    counts = Counter(tags(root_of(found)["/StructTreeRoot"]))
    assert {name: counts[name] for name in expected} == dict(expected)
    assert counts.keys().isdisjoint({"/Formula", "/Link", "/Figure", "/Code", "/Table", "/Note", "/Strong", "/Em"})


@pytest.mark.parametrize("text", [text for text in MARKUP if text.isprintable() and text.isascii()])
def test_markup_is_shown_as_it_is_written(text: str) -> None:
    shown = "".join(page.extract_text() for page in opened(page_of(f"before {text} after")).pages)
    assert "".join(text.split()) in "".join(shown.split())


def test_the_template_reads_nothing_but_its_data() -> None:
    source = TEMPLATE.read_text(encoding="utf-8")
    assert not re.search(r"\b(?:import|include|read|eval|plugin|yaml|csv|image)\b\s*[\"(]", source)
    assert typst.Fonts(include_system_fonts=False).families()
