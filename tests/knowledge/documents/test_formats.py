"""The same guide is found in every format: its lessons, its case study, its recommendations, word for word."""

from pathlib import Path

import pytest

from knowledge.documents.cutting import cut, title_of
from knowledge.documents.reading import read
from tests.knowledge.documents import made


@pytest.mark.parametrize("suffix", made.GUIDES)
def test_lessons_cases_and_recommendations_are_found_with_their_numbers(tmp_path: Path, suffix: str) -> None:
    reading = read(made.GUIDES[suffix](tmp_path / f"guide{suffix}"))
    assert title_of(reading) == made.TITLE
    found = [(p.kind, p.number, p.title, p.text) for p in cut(reading)]
    marked = suffix in (".pdf", ".txt")  # there the numbers of a list are text
    assert found == [
        ("passage", "1", "Why it matters", made.OPENING),
        ("lesson", "1.1", "Lesson 1.1", made.LESSON),
        ("lesson", "1.2", "Start small", made.SMALL),
        ("case", None, "The Tea Room — a kitchen on Harbour Street", made.TOLD),
        ("recommendation", "1", "Recommendation 1", f"1. {made.FIRST}" if marked else made.FIRST),
        ("recommendation", "2", "Recommendation 2", f"2. {made.SECOND}" if marked else made.SECOND),
    ]


@pytest.mark.parametrize("suffix", made.GUIDES)
def test_each_passage_has_its_section(tmp_path: Path, suffix: str) -> None:
    passages = cut(read(made.GUIDES[suffix](tmp_path / f"guide{suffix}")))
    assert [p.section for p in passages] == [*["1. Why it matters"] * 4, *["2. Recommendations"] * 2]


def test_a_pdf_has_pages(tmp_path: Path) -> None:
    passages = cut(read(made.guide_pdf(tmp_path / "guide.pdf")))
    assert [p.page for p in passages] == [1, 1, 1, 1, 2, 2]
