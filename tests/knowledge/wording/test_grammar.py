"""A wording fits the place that it is put into."""

import pytest

from knowledge.wording.checker import pipeline
from knowledge.wording.grammar import article, article_before, fitted
from knowledge.wording.schema import ByNumber, Wording

PEOPLE = ByNumber(one="person drawn into a violent group", many="people drawn into violent groups")


@pytest.mark.parametrize(
    ("text", "span", "wording", "wanted"),
    [
        ("The radicals are here.", "radicals", PEOPLE, "people drawn into violent groups"),
        ("One radical was here.", "radical", PEOPLE, "person drawn into a violent group"),
        ("Radicals meet here.", "Radicals", PEOPLE, "People drawn into violent groups"),
        ("We are weeding out them.", "weeding out", "~work with", "working with"),
        ("They weeded out many.", "weeded out", "~work with", "worked with"),
        ("She helps the thugs.", "thugs", "~man who attacked others", "men who attacked others"),
        ("She helps the thugs.", "thugs", "~person who attacked others", "people who attacked others"),
        ("Keep it as it is.", "it", "as it stands", "as it stands"),
    ],
)
def test_number_tense_and_capitals_follow_the_place(text: str, span: str, wording: Wording, wanted: str) -> None:
    doc = pipeline()(text)
    at = text.index(span)
    place = doc.char_span(at, at + len(span))
    assert place is not None and fitted(wording, place) == wanted


@pytest.mark.parametrize(
    ("old", "wording", "wanted"),
    [("a", "area", "an"), ("An", "street", "A"), ("an", "useful plan", "a"), ("a", "hour", "an"), ("a", "uncle", "an")],
)
def test_the_article_follows_the_sound(old: str, wording: str, wanted: str) -> None:
    assert article(wording, old) == wanted


@pytest.mark.parametrize(("text", "wanted"), [("This is a ", (8, 9)), ("An ", (0, 2)), ("Data ", None), ("the ", None)])
def test_the_article_before_a_place_is_found(text: str, wanted: tuple[int, int] | None) -> None:
    assert article_before(text, len(text)) == wanted
