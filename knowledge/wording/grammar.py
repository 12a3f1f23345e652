"""Fits a wording into the place of another: number, tense, article and capital letters."""

import re

from lemminflect import getInflection
from spacy.tokens import Span, Token

from knowledge.wording.schema import Wording

SAME_FORM = "~"  # before a word that takes the form of the one it stands for
MARKED = re.compile(rf"{SAME_FORM}([^\W\d_]+)")
PLURAL = {"NNS", "NNPS"}
PLURALS = {"person": "people"}  # where the tables put the rarer form first
ARTICLE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)
VOWEL_SOUND = re.compile(r"^(?:[aeio]|u(?!ni|se|sua|sed|k\b)|hour|honest|heir)", re.IGNORECASE)


def fitted(wording: Wording, span: Span) -> str:
    """`wording` as it can stand in the place of `span`."""
    head = _head(span)
    text = wording if isinstance(wording, str) else (wording.many if _is_many(head) else wording.one)
    text = MARKED.sub(lambda mark: inflected(mark[1], head), text)
    first = span[0]
    if first.text[:1].isupper() and (first.is_sent_start or first.i == 0):
        text = text[:1].upper() + text[1:]
    if span.text.isupper() and len(span.text) > 1 and first.doc.text.isupper():
        text = text.upper()
    return text


def inflected(word: str, head: Token) -> str:
    """`word` in the form that `head` has; the kind of word decides which table is used."""
    tag = head.tag_
    if tag in {"NNP", "NNPS"}:
        tag = "NNS" if tag == "NNPS" else "NN"
    if head.pos_ in {"NOUN", "PROPN", "PRON", "ADJ"} and _is_many(head):
        tag = "NNS"
    if tag in {"NN", "VB", "VBP", "JJ"}:
        return word
    if tag == "NNS" and word in PLURALS:
        return PLURALS[word]
    forms = getInflection(word, tag=tag)
    return forms[0] if forms else word


def _head(span: Span) -> Token:
    nouns = [token for token in span if token.tag_ in PLURAL]
    return span.root if span.root.pos_ in {"NOUN", "PROPN", "VERB", "AUX"} or not nouns else nouns[-1]


def _is_many(head: Token) -> bool:
    if head.tag_ in PLURAL:
        return True
    if head.tag_ in {"NN", "NNP"}:
        return False
    # "the poor", "the illegal": an adjective that stands for people takes a plural verb.
    return head.pos_ == "ADJ" and any(child.dep_ == "det" for child in head.children)


def article_before(text: str, start: int) -> tuple[int, int] | None:
    """Where an "a" or "an" stands right before `start`, as offsets, or None."""
    read = ARTICLE.search(text, max(0, start - 8), start)
    return (read.start(1), read.end(1)) if read else None


def article(wording: str, old: str) -> str:
    """ "a" or "an", as the first sound of `wording` asks, with the capital letter of `old`."""
    new = "an" if VOWEL_SOUND.match(wording) else "a"
    return new.capitalize() if old[0].isupper() else new
