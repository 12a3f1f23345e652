"""The order of plans is data, and what does not fit the items is named by file, line and field."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT, Library, load
from knowledge.plan.book import PlanBook, read_book
from tests.knowledge import small_library
from tests.knowledge.wording.real_rules import real_checker

# Each pair rests on the paper: trust before talk, knowing the people before work with them, and so on.
BEFORE = [
    ("lesson-1.3", "lesson-3.1"),
    ("lesson-1.3", "lesson-3.3"),
    ("lesson-1.6", "lesson-2.3"),
    ("lesson-1.6", "lesson-4.4"),
    ("lesson-5.2", "lesson-3.2"),
    ("lesson-4.1", "lesson-4.2"),
    ("lesson-1.2", "lesson-4.4"),
    ("lesson-3.3", "lesson-3.1"),
    ("lesson-5.3", "lesson-5.7"),
    ("challenge-5", "lesson-1.3"),
]


def test_the_real_files_have_no_fault_and_no_wording_that_hurts(real: Library) -> None:
    read_book(real, EntryReader(ROOT), real_checker())


@pytest.mark.parametrize(("first", "then"), BEFORE)
def test_what_the_paper_puts_first_comes_first(book: PlanBook, first: str, then: str) -> None:
    assert book.order.place(first) < book.order.place(then)


def test_every_item_has_its_place_and_the_reason(real: Library, book: PlanBook) -> None:
    for item in real.items:
        placed = book.order.placed(item)
        assert placed is not None and placed.because


def faults(root: Path, change: Callable[[dict[str, Any]], object]) -> str:
    data = small_library.plan_order()
    change(data)
    small_library.dump(root / "knowledge" / "plan_order.yml", data)
    with pytest.raises(KnowledgeError) as caught:
        read_book(load(root), EntryReader(root), real_checker())
    return str(caught.value)


def test_a_small_order_is_valid(root: Path) -> None:
    assert read_book(load(root), EntryReader(root), real_checker()).order.place("challenge-1") == (0, 0)


def test_an_item_without_a_place_is_a_fault(root: Path) -> None:
    assert "'lesson-1.2' has no place in any stage" in faults(root, lambda data: data["stages"][1]["items"].pop())


def test_an_item_with_two_places_is_a_fault(root: Path) -> None:
    message = faults(root, lambda data: data["stages"][0]["items"].append(data["stages"][1]["items"][0]))
    assert "stages.1.items.0.item: 'lesson-1.1' has a place already" in message


def test_an_item_that_is_not_there_is_a_fault(root: Path) -> None:
    message = faults(root, lambda data: data["stages"][0].update(rests_on=["lesson-9.9"]))
    assert "knowledge/plan_order.yml:" in message and "stages.0.rests_on.0: there is no item 'lesson-9.9'" in message


@pytest.mark.parametrize(
    ("field", "rows", "said"),
    [
        ("words", ["Nobody says so"], "no sentence of challenge-1 begins with “Nobody says so”"),
        ("watch", ["Nowhere to meet: point"], "more than one sentence of challenge-1 begins with"),
        ("only_for", [{"begins": "Nowhere", "roles": ["teacher"]}], "no step of challenge-1 begins with “Nowhere”"),
    ],
)
def test_a_sentence_that_was_rewritten_is_a_fault(root: Path, field: str, rows: list[Any], said: str) -> None:
    message = faults(root, lambda data: data["stages"][0]["items"][0].update({field: rows}))
    assert f"stages.0.items.0.{field}.0: {said}" in message


def test_words_for_a_worry_are_a_step_of_the_worries(root: Path) -> None:
    rows = [{"item": "lesson-1.1", "begins": "Nobody says so"}, {"item": "case-tea-room", "begins": "Take step 1"}]
    message = faults(root, lambda data: data.update(worry_words=rows))
    assert "worry_words.0.begins: no one step of lesson-1.1 in worries.yml begins with “Nobody says so”" in message
    assert "worry_words.1.begins: no one step of case-tea-room" in message


def test_a_sentence_that_its_case_does_not_have_is_a_fault(root: Path) -> None:
    items = [small_library.item(name) for name in small_library.ITEMS]
    items[0]["example"] = "case-tea-room"
    small_library.dump(root / "knowledge" / "items" / "all.yml", items)
    rows = {"lesson-1.1": "Nowhere to meet", "lesson-1.2": "The tea room: point 1"}

    def change(data: dict[str, Any]) -> None:
        for row in data["stages"][1]["items"]:
            row["case"] = rows[row["item"]]

    message = faults(root, change)
    assert "stages.1.items.0.case: no sentence of case-tea-room begins with “Nowhere to meet”" in message
    assert "stages.1.items.1.case: no case study goes with lesson-1.2" in message


def test_wording_that_hurts_is_a_fault(root: Path) -> None:
    message = faults(root, lambda data: data["stages"][0].update(reason="look after the radicals of the town"))
    assert "stages.0.reason: the rule on wording" in message


def test_a_missing_file_is_a_fault(root: Path) -> None:
    (root / "knowledge" / "plan_phrases.yml").unlink()
    with pytest.raises(KnowledgeError, match=r"plan_phrases.yml:1: the file is missing"):
        read_book(load(root), EntryReader(root))
