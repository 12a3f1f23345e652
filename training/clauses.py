"""Cuts a free answer into what it says, one thing at a time, and sees how each is negated."""

import re

import spacy

from knowledge.sentences import readable

MIN_WORDS = 3  # a shorter part says nothing that could be compared
MAX_PARTS = 12  # of a very long answer the first ones

_nlp = spacy.blank("en")
_nlp.add_pipe("sentencizer")

# White space is read once, from its beginning: however much of it there is, it takes no time.
_JOINT = re.compile(
    r"(?:(?<!\s)\s*|(?=[;,]))(?:;|\n+|\s[-–—]\s"
    r"|(?:,\s+|(?<=\s))(?=(?:but|because|although|whereas|so that|while)\s)|,\s+(?=(?:and|so|then|also|or)\s))\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"(?<!\s)\s+(?:and(?: also)?|plus|as well as)\s+", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;]|\b(?:or|so|because|but|although|otherwise|since)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|nowhere|without|neither|nor|hardly|cannot|\w+n['’]t|dont|cant|wont"
    r"|shouldnt|doesnt|isnt)\b",
    re.IGNORECASE,
)


def parts(text: str) -> list[str]:
    """The sentences of `text` and the clauses in them, without parts of fewer than MIN_WORDS words.

    Beside a sentence that is cut, the whole of it stays in the list, as a clause may need what stands around it. A
    sentence with a negation is not cut at a bare "and": what is behind it may be negated too. Empty where all of the
    text is one part.
    """
    found: list[str] = []
    for sentence in _nlp(readable(text.strip())).sents:
        whole = sentence.text.strip()
        clauses = [part for part in _JOINT.split(whole) if part.strip()]
        pieces = [piece for clause in clauses for piece in _at_and(clause)]
        found += [whole] if len(pieces) < 2 else [whole, *pieces]
    found = [part for part in dict.fromkeys(found) if len(part.split()) >= MIN_WORDS and part != text.strip()]
    return found[:MAX_PARTS]


def negations(text: str) -> int:
    """How many words of `text` negate."""
    return len(_NEGATION.findall(text))


def is_negated(text: str) -> bool:
    """Whether the first clause of `text` is negated: "it is done in secret or it does not work" is not."""
    first = next((clause for clause in _CLAUSE.split(text) if len(clause.split()) > 1), text)
    return negations(first) % 2 == 1


def _at_and(clause: str) -> list[str]:
    pieces = _AND.split(clause)
    if negations(clause) or any(len(piece.split()) < MIN_WORDS for piece in pieces):
        return [clause]
    return pieces
