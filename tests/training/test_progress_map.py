"""The map: every item once, readable without colour, and safe for the strictest page."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from tests.knowledge.wording.real_rules import real_library
from training.drawing import DARK, LIGHT, SVG, Look
from training.progress import ItemProgress
from training.progress_map import progress_map, state
from training.progress_words import load_progress_words
from training.sections import sections

WORDS = load_progress_words().map
SECTIONS = sections(real_library().items)
SEEN = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
PROGRESS = {
    **{item.id: ItemProgress(5) for items in SECTIONS.values() for item in items},
    "lesson-2.3": ItemProgress(5, 4, 3, SEEN, 30.0),
    "challenge-5": ItemProgress(4, 1, 0, SEEN, None),
    "lesson-5.2": ItemProgress(4, 4, 4, SEEN, 8.0),
}


def drawn(columns: int = 4, look: Look = LIGHT) -> ElementTree.Element:
    return ElementTree.fromstring(progress_map(SECTIONS, PROGRESS, WORDS, columns, look))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{{{SVG}}}text")]


@pytest.mark.parametrize("columns", [1, 2, 4])
def test_every_item_and_section_stands_in_it_whole(columns: int) -> None:
    lines = texts(drawn(columns))
    said = " ".join(lines)
    for section, items in SECTIONS.items():
        assert section in lines
        for item in items:
            assert item.title in said
            assert not item.number or item.number in lines
    assert len([line for line in lines if line == WORDS.unseen]) == 44


def test_how_far_somebody_is_stands_in_words() -> None:
    lines = texts(drawn())
    for words in (
        "3 of 5 known, firm, last on 1 Jul",
        "0 of 4 known, last on 1 Jul",
        "4 of 4 known, settling, last on 1 Jul",
    ):
        assert words in lines


@pytest.mark.parametrize(
    ("strength", "word"), [(0.0, "fresh"), (6.9, "fresh"), (7.0, "settling"), (20.9, "settling"), (21.0, "firm")]
)
def test_strength_is_a_word(strength: float, word: str) -> None:
    assert state(ItemProgress(5, 4, 3, SEEN, strength), WORDS) == f"3 of 5 known, {word}, last on 1 Jul"


def test_the_day_is_that_of_the_learner() -> None:
    assert "last on 2 Jul" in state(PROGRESS["lesson-2.3"], WORDS, ZoneInfo("Europe/London"))


def test_the_length_of_a_bar_is_the_share_that_is_known() -> None:
    root = drawn()
    filled = [path.get("d", "") for path in root.iter(f"{{{SVG}}}path") if "url(" in path.get("fill", "")]
    wide = []
    for path in filled:
        numbers = [float(word) for word in path.split() if word not in "MLz"]
        wide.append(max(numbers[::2]) - min(numbers[::2]))
    whole = max(wide)
    assert sorted(round(width / whole, 2) for width in wide if width) == [0.6, 1.0]
    assert len(wide) == 47


def test_what_is_begun_and_what_is_not_differ_in_more_than_colour() -> None:
    dashed = [path for path in drawn().iter(f"{{{SVG}}}path") if path.get("stroke-dasharray")]
    assert len(dashed) == 44


def test_it_is_named_and_described_and_holds_no_style_inline() -> None:
    root = drawn()
    assert root[0].text == WORDS.title
    assert root[1].text == "7 of 233 questions known. 3 of 47 parts of the paper begun."
    assert root.get("role") == "img"
    assert not [element for element in root.iter() if element.get("style") or element.tag.endswith("}style")]


def test_each_look_has_its_colours() -> None:
    fills = [{text.get("fill") for text in drawn(look=look).iter(f"{{{SVG}}}text")} for look in (LIGHT, DARK)]
    assert fills == [{LIGHT.ink, LIGHT.muted}, {DARK.ink, DARK.muted}]


def test_several_drawn_at_once_are_the_same() -> None:
    with ThreadPoolExecutor(3) as pool:
        made = set(pool.map(lambda _: progress_map(SECTIONS, PROGRESS, WORDS), range(3)))
    assert len(made) == 1
    assert len(made.pop()) < 100_000


def test_an_item_without_questions_is_one_that_is_not_begun() -> None:
    root = ElementTree.fromstring(progress_map(SECTIONS, {}, WORDS))
    assert texts(root).count(WORDS.unseen) == 47
