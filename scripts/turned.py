"""Turns the negation of a sentence round: what comes out is like it in every word, and says the opposite."""

from collections.abc import Iterable, Mapping

from lemminflect import getLemma
from spacy.tokens import Token

from knowledge.wording.checker import pipeline

_BE = frozenset({"is", "are", "was", "were"})
_NOT = {"VBZ": "does not", "VBD": "did not"}


def turned(text: str) -> str | None:
    """`text` with its main verb negated, or without its negation; None where that cannot be done simply."""
    doc = pipeline()(text)
    negating = [token for token in doc if token.dep_ == "neg"]
    if negating:
        return _joined((token for token in doc if token.i != negating[0].i), {})
    helper = next((t for t in doc if t.tag_ == "MD" or (t.pos_ == "AUX" and t.lower_ in _BE)), None)
    if helper is not None:
        return _joined(doc, {helper.i: f"{helper.text} not"})
    root = next(iter(doc.sents)).root
    if root.tag_ in ("VBP", "VBZ", "VBD", "VB"):
        lemma = getLemma(root.lower_, "VERB")[0]
        negated = f"{_NOT.get(root.tag_, 'do not')} {lemma}"
        return _joined(doc, {root.i: negated.capitalize() if root.i == 0 else negated})
    return None


def _joined(tokens: Iterable[Token], instead: Mapping[int, str]) -> str:
    return "".join(instead.get(t.i, t.text) + t.whitespace_ for t in tokens).strip()
