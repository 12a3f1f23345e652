"""Lexical search."""

from knowledge.lexical import LexicalIndex
from knowledge.passages import Passage

ROWS = [
    Passage("case-tea-room", "says", "The tea room opened in Bilbao."),
    Passage("lesson-1.1", "says", "Listening comes before planning."),
]


def test_a_rare_name_finds_its_passage() -> None:
    scores = LexicalIndex(ROWS).scores("what happened in bilbao?")
    assert scores[0] > 0 == scores[1]


def test_words_are_matched_by_their_stem() -> None:
    assert LexicalIndex(ROWS).scores("we listened, then planned")[1] > 0


def test_nothing_shared_scores_nothing() -> None:
    for message in ("", "the and of", "zebra"):
        assert not LexicalIndex(ROWS).scores(message).any()
