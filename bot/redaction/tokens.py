"""The words of a message, with what their letters and their place say of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from bot.redaction.found import PLACEHOLDER
from bot.redaction.vocabulary import POSSESSIVE, WORD, Vocabulary

CASELESS_SHARE = 0.8  # of the words in capitals: then they say nothing
CASELESS_WORDS = 4
SENTENCE_END = re.compile(r"[.!?:;\n\"“”(–]\s*$|^\s*$|[-•*]\s+$")


@dataclass(frozen=True)
class Token:
    """One word of a message.

    Attributes:
        start: offset of its first letter.
        end: offset after its last, without a possessive ending.
        lower: in lower case, without it.
        capital: whether its capital letter says something.
        first: whether a sentence begins with it.
        kept: whether it belongs to a name that stays.
        label: of spaCy's named entity that it belongs to, or an empty string.
    """

    start: int
    end: int
    lower: str
    capital: bool
    first: bool
    kept: bool
    label: str


def tokens_of(words: Vocabulary, doc: Doc) -> list[Token]:
    """The words of a text, in order; what stands in a placeholder is none."""
    text = doc.text
    hidden = [match.span() for match in PLACEHOLDER.finditer(text)]
    matches = [m for m in WORD.finditer(text) if not any(a <= m.start() < b for a, b in hidden)]
    caseless = _caseless([match[0] for match in matches])
    labels: dict[int, str] = {}
    for entity in doc.ents:
        for at in range(entity.start_char, entity.end_char):
            labels[at] = entity.label_
    kept = {
        n
        for start, length in words.kept_runs([match[0].casefold() for match in matches])
        for n in range(start, start + length)
    }
    found = []
    for n, match in enumerate(matches):
        word = POSSESSIVE.sub("", match[0]) or match[0]
        first = SENTENCE_END.search(text, max(0, match.start() - 8), match.start()) is not None
        capital = word[0].isupper() and not caseless and not _acronym(word)
        found.append(
            Token(
                match.start(), match.start() + len(word), word.casefold(), capital,
                first, n in kept, labels.get(match.start(), ""),
            )
        )  # fmt: skip
    return found


def _acronym(word: str) -> bool:
    """Whether it is written as NHS or CVs are."""
    return len(word) > 1 and (word.isupper() or (len(word) > 2 and word[:-1].isupper() and word[-1] == "s"))


def _caseless(words: Sequence[str]) -> bool:
    """Whether the message is written in capitals, so that they tell nothing."""
    long = [word for word in words if len(word) > 1]
    return len(long) >= CASELESS_WORDS and sum(word.isupper() for word in long) > CASELESS_SHARE * len(long)
