"""The drawings of the architecture are those of the code."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from scripts.code_facts import calls, reduced
from scripts.draw_architecture import DRAWINGS, PICTURES
from scripts.svg import Box


@pytest.mark.parametrize(("name", "draw"), DRAWINGS.items())
def test_a_drawing_is_up_to_date(name: str, draw: Callable[[], str]) -> None:
    assert (PICTURES / name).read_text(encoding="utf-8") == draw(), "run python -m scripts.draw_architecture"


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_says_what_it_shows_and_asks_nobody_for_anything(name: str) -> None:
    source = (PICTURES / name).read_text(encoding="utf-8")
    root = ElementTree.fromstring(source)
    told = {child.tag.rpartition("}")[2]: child.text or "" for child in root}
    assert told["title"] and told["desc"].endswith(".")
    assert "http" not in source.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_arrows_that_others_imply_are_left_out() -> None:
    assert reduced({("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")}) == {("a", "b"), ("b", "c"), ("d", "c")}


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="import each other"):
        reduced({("a", "b"), ("b", "a")})


def test_what_is_called_within_another_call_is_done_before_it() -> None:
    found = calls("bot/web/chat.py", "turn")
    assert found.index("self._rasa.turn") < found.index("self._guard.guarded") < found.index("self._cases.record")


def test_words_that_do_not_fit_into_their_box_are_refused() -> None:
    assert Box(0, 0, 100, "short").svg()
    with pytest.raises(ValueError, match="too long"):
        Box(0, 0, 100, "far too long for such a box").svg()
