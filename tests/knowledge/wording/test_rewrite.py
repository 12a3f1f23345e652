"""A rewrite exchanges what the rules determine, and nothing else."""

import pytest

from knowledge.wording.checker import Checker
from knowledge.wording.rewrite import exchanges, rewritten, rewritten_sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They call it a no-go area. We do not.", "They call it a neighbourhood that needs more support. We do not."),
        ("No-go areas everywhere!", "Neighbourhoods that need more support everywhere!"),
        ("Tea at four.", "Tea at four."),
    ],
)
def test_the_sentence_stays_and_the_place_is_exchanged(checker: Checker, text: str, wanted: str) -> None:
    assert rewritten(text, checker.check(text)) == wanted


def test_each_wording_is_an_exchange_with_its_article(checker: Checker) -> None:
    text = "😀 It was an infamous no-go area; a no-go area."
    for flag in checker.check(text):
        for exchange, wording in zip(exchanges(text, flag), flag.alternatives, strict=True):
            assert (text[: exchange.start] + exchange.text + text[exchange.end :]).count(wording) == 1
            assert exchange.text.endswith(wording)


def test_sentences_are_rewritten_one_by_one(checker: Checker) -> None:
    text = "Tea at four. It is a no-go area. Bye."
    (sentence,) = rewritten_sentences(text, checker.check(text))
    assert sentence.text == "It is a neighbourhood that needs more support."
    assert text[sentence.start : sentence.end] == "It is a no-go area."
