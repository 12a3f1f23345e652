"""A message that asks for one item, by number or name, names it; one that tells of something does not."""

from pathlib import Path

import pytest

from bot.nlu.named_items import NamedItems
from bot.settings import ROOT

FIND = NamedItems(ROOT / "knowledge" / "items").find


def item(text: str) -> str | None:
    found = FIND(text)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("open lesson 3.1", "lesson-3.1"),
        ("Lesson 2.5 please!", "lesson-2.5"),
        ("challenge 6", "challenge-6"),
        ("what does lesson 4.3 say?", "lesson-4.3"),
        ("5.7", "lesson-5.7"),
        ("the Hideaway case", "case-hideaway"),
        ("open the mothers’ schools", "case-mothers-schools"),
        ("show me the case study of 180° Wende", "case-180-wende"),
        ("the Basque Country case, please", "case-agirre-lehendakaria"),
    ],
)
def test_an_item_is_asked_for(text: str, asked: str) -> None:
    assert item(text) == asked


@pytest.mark.parametrize(("text", "asked"), [("open lesson 3", "lesson-3"), ("challenge 12", "challenge-12")])
def test_a_number_that_no_item_has_is_kept_as_asked(text: str, asked: str) -> None:
    assert item(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "I read lesson 3.1 and the mothers still go quiet",
        "my youth centre, the Hideaway, was raided",
        "What is EPAREX?",
        "my driving lesson 2 hours ago",
        "I learned a lesson",
        "we live in Vienna",
        "open the second lesson",
    ],
)
def test_an_item_mentioned_on_the_way_is_not(text: str) -> None:
    assert item(text) is None


def test_names_are_read_from_the_items_files(tmp_path: Path) -> None:
    (tmp_path / "cases.yml").write_text("- {id: case-tea, names: [Tea Room]}\n- {id: case-other}\n", encoding="utf-8")
    found = NamedItems(tmp_path).find("open the tea  room")
    assert found is not None and found.value == "case-tea"


def test_without_any_name_numbers_still_count(tmp_path: Path) -> None:
    found = NamedItems(tmp_path).find("lesson 1.1")
    assert found is not None and found.value == "lesson-1.1"
