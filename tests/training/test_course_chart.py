"""The drawing of a talk's course."""

import io
from xml.etree import ElementTree

import pytest
from matplotlib.image import imread

from tests.training.test_debrief import PHRASES, PRACTICE, WRITER, talk_of
from training.course_chart import course_png, course_svg
from training.debrief import Debrief
from training.drawing import SVG


@pytest.fixture
def debrief() -> Debrief:
    """Of a second try."""
    first = talk_of("reflect", "blame")
    return WRITER.of(talk_of("open_question", "reflect", "greet", talk=PRACTICE.back_to(first, 1)))


def test_each_line_is_named_at_its_end_and_told_apart_without_colour(debrief: Debrief) -> None:
    root = ElementTree.fromstring(course_svg(debrief, "Small & fine", PHRASES))
    texts = ["".join(text.itertext()).strip() for text in root.iter(f"{{{SVG}}}text")]
    assert {"trust", "fear", "hope", "trust, first try"} <= set(texts)
    assert "Small & fine: the course of the talk" in texts
    dashes = {path.get("stroke-dasharray") for path in root.iter(f"{{{SVG}}}path") if path.get("stroke-width") == "1.6"}
    assert len(dashes) == 3  # one is drawn without a break


def test_the_same_is_said_in_words(debrief: Debrief) -> None:
    root = ElementTree.fromstring(course_svg(debrief, "Small", PHRASES))
    description = root.findtext(f"{{{SVG}}}desc") or ""
    assert "2. The move open_question: trust 33, fear 53, hope 23" in description


def test_the_same_talk_gives_the_same_bytes(debrief: Debrief) -> None:
    assert course_svg(debrief, "Small", PHRASES) == course_svg(debrief, "Small", PHRASES)


def test_it_is_drawn_as_png_too(debrief: Debrief) -> None:
    picture = imread(io.BytesIO(course_png(debrief, "Small", PHRASES)), format="png")
    assert picture.shape[0] > 300 and picture.shape[1] > 600


def test_labels_at_the_same_height_do_not_lie_on_each_other() -> None:
    level = WRITER.of(talk_of("reflect"))
    root = ElementTree.fromstring(course_svg(level, "Small", PHRASES))
    places = {
        "".join(text.itertext()).strip(): float(text.get("y") or text.get("transform", "").split()[-1].rstrip(")"))
        for text in root.iter(f"{{{SVG}}}text")
    }
    trust, hope = places["trust"], places["hope"]  # 28 and 22
    assert abs(trust - hope) >= 9


def test_a_talk_without_a_turn_can_be_drawn() -> None:
    assert course_svg(WRITER.of(talk_of()), "Small", PHRASES).startswith(b"<?xml")
