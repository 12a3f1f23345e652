"""Cuts a message into the parts that may each have a subject of their own."""

import re

import spacy
from spacy.tokens import Span

MIN_WORDS = 4  # a shorter part says too little to search by
MAX_WORDS = 40  # a longer one is somebody writing without full stops

# Beside the stop words of spaCy: words of asking that name nothing that one could search for.
EMPTY = {
    "help",
    "know",
    "need",
    "want",
    "think",
    "say",
    "tell",
    "happen",
    "happened",
    "ok",
    "okay",
    "hi",
    "hello",
    "im",
    "dont",
}

_BREAK = re.compile(r"(?:;|\s[-–—]\s|,\s+(?=(?:and|but|so|also|because|plus|then)\b))\s*", re.IGNORECASE)
_SIGNS = re.compile(r"(?:[^\w\s]|_){100}")
_nlp = spacy.blank("en")
_nlp.add_pipe("sentencizer")


def readable(text: str) -> str:
    """`text` in the same length, with a space in each row of a hundred signs.

    spaCy takes such a row apart from its end, one sign after the other, and reads all of it for each.
    """
    return _SIGNS.sub(lambda row: row[0][:-1] + " ", text)


def parts(message: str) -> list[str]:
    """The sentences of `message`, long ones cut again at their joints; empty if it is one sentence."""
    found: list[str] = []
    for sentence in _nlp(readable(message)).sents:
        text = sentence.text.strip()
        if len(text.split()) > MAX_WORDS:
            found += [p.strip() for p in _BREAK.split(text)]
        else:
            found.append(text)
    found = [text for text in found if len(text.split()) >= MIN_WORDS]
    return found if len(found) > 1 else []


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `text` begin and end, without the white space round them."""
    return [(s.start_char, s.end_char) for s in (_stripped(span) for span in _nlp(readable(text)).sents) if len(s)]


def _stripped(span: Span) -> Span:
    while len(span) and span[0].is_space:
        span = span[1:]
    while len(span) and span[-1].is_space:
        span = span[:-1]
    return span


def says_little(message: str) -> bool:
    """Whether no word of `message` tells what it is about, as in "what do I do now?"."""
    words = (token for token in _nlp.tokenizer(readable(message)) if token.is_alpha)
    return all(word.is_stop or word.lower_ in EMPTY for word in words)
