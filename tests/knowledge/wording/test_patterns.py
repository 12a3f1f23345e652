"""Phrases of the short form find what docs/editing-wording.md says."""

from typing import Any

import pytest
from spacy.matcher import Matcher

from knowledge.wording.checker import pipeline
from knowledge.wording.patterns import PatternError, compiled, forms

LISTS = {"faith": ["muslim", "latter day saint"]}


def found(phrase: str, text: str) -> list[str]:
    """What `phrase` flags in `text`."""
    doc = pipeline()(text)
    spans = set()
    for pattern in compiled(phrase, LISTS):
        matcher = Matcher(doc.vocab)
        matcher.add("p", [list(pattern.tokens)])
        matches: list[Any] = list(matcher(doc, with_alignments=True))
        for _, start, _, places in matches:
            inside = [start + n for n, place in enumerate(places) if pattern.flagged[place]]
            spans.add(doc[inside[0] : inside[-1] + 1].text)
    return sorted(spans)


@pytest.mark.parametrize(
    ("phrase", "text", "wanted"),
    [
        ("radical group", "Radical groups met.", ["Radical groups"]),
        ("far right", "a far-right march, a far right march", ["far right", "far-right"]),
        ("no-go zone", "a no-go zone and a no go zone", ["no go zone", "no-go zone"]),
        ("hotbed|breeding_ground", "It is a breeding ground.", ["breeding ground"]),
        ("{faith} cafe", "the Muslim cafe, a Latter Day Saints cafe", ["Latter Day Saints cafe", "Muslim cafe"]),
        ("the? lot of them", "lot of them", ["lot of them"]),
        ("=Others", "the others and the Others", ["Others"]),
        ("radical/noun", "The radicals had a radical idea.", ["radicals"]),
        ("/adj people", "the violent people", ["violent people"]),
        ("they ... here", "they do not belong here", ["they do not belong here"]),
        ("they ...6 here", "they’re not well-off here", ["they’re not well-off here"]),
        ("they ... here", "they left; nobody is here", []),
        ("don't mix", "they don’t mix, I don't mix", ["don't mix", "don’t mix"]),
        ("{faith} imam", "the Muslim imams", ["Muslim imams"]),
        ("somali", "two Somalis", ["Somalis"]),
        ("they ...2 here", "they do not really belong here", []),
        ("those [lot]", "those lot over there", ["lot"]),
        ("carry", "She carried it.", ["carried"]),
        ("left", "They leave.", []),
        ("don't belong", "They don't belong.", ["don't belong"]),
    ],
)  # fmt: skip
def test_a_phrase_finds(phrase: str, text: str, wanted: list[str]) -> None:
    assert found(phrase, text) == wanted


@pytest.mark.parametrize("phrase", ["{nothing} here", "a/thing", "...x", "[open", "close]", "[a] [b]", "{faith}?"])
def test_a_phrase_that_cannot_be_read_is_a_fault(phrase: str) -> None:
    with pytest.raises(PatternError):
        compiled(phrase, LISTS)


def test_a_pattern_knows_the_words_that_it_cannot_do_without() -> None:
    (pattern,) = compiled("person|folk of? /adj? violence/noun", {})
    assert pattern.needs == (forms("person") | forms("folk"), forms("violence"))
