"""Marks that plain text and PDF files show as characters: of lists, notes, headings and captions."""

import re
import unicodedata

from knowledge.documents.block import LOWEST, MAX_HEADING_WORDS

BULLET = re.compile(r"^([-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013\u00b7\u25a0\u25ba\u27a4\u2713\uf0b7\uf0a7o])\s+(?=\S)")
NUMBER = re.compile(r"^(\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")
_RAISED = r"[\u207d\u208d]?[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+[\u207e\u208e]?"
NOTE = re.compile(rf"^(?:{_RAISED}|\(\d{{1,3}}\)|\[\d{{1,3}}\])\s+(?=\S)")
CAPTION = re.compile(r"^(?:figure|fig\.|table|chart|graph|photo|image|source)\s*(?:[\d.]+\s*)?[:.–—-]", re.IGNORECASE)
CONTENTS = re.compile(r"(?:\.\s?){4}\s*\d*$|…\s*\d+$")  # "Introduction ........ 3"
NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S")
LABELLED = re.compile(
    r"^(?:key\s+)?(?:lesson|recommendation|finding|case(?:\s+study)?|box|example|(?:good|promising|best)\s+practice|chapter|"
    r"part|section|annex|appendix)s?(?:\s+(?:learned|no\.?))?\s*#?\d+(?:\.\d+)*\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"^[^\W\d_][\w'’-]+, (?:[^\W\d_]\.[ -]?)+.{0,120}?\(\d{4}[a-z]?\)")
_ENDS = (".", ";", ",", "!", ":", "…")
_LINK = re.compile(r"https?://|www\.")


_SUPERSCRIPT = re.compile(r"(?<=\S)[\u207d\u208d]?([\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+)")
_IN_BRACKETS = re.compile(r"(?<=[^\W\d])[.,;]?(?:\((\d{1,3})\)| ?\[(\d{1,3})\])")


def notes_called(text: str) -> frozenset[int]:
    """Numbers of notes that `text` calls: "word⁽⁴⁾", "word(4)" or "word [4]"."""
    raised = {int("".join(str(unicodedata.digit(c)) for c in found)) for found in _SUPERSCRIPT.findall(text)}
    return frozenset(raised | {int(a or b) for a, b in _IN_BRACKETS.findall(text)})


def is_note(text: str, called: frozenset[int]) -> bool:
    """Whether a paragraph is a note; "(4) …" is one only where the text calls note 4, else an item of a list."""
    found = NOTE.match(text)
    if found is None:
        return False
    number = found[0].strip().strip("()[]")
    return not number.isascii() or int(number) in called


def is_reference(text: str) -> bool:
    """Whether a paragraph is a reference such as "Doe, J. (2019). …", which after a note belongs to it."""
    return _REFERENCE.match(text) is not None


def list_mark(text: str) -> str:
    """The mark that a line of a list begins with, or an empty string."""
    found = BULLET.match(text) or NUMBER.match(text)
    return found[1] if found else ""


def reads_as_heading(text: str) -> bool:
    """Whether a paragraph of one line may be a heading: short, no sentence, no item of a list, no caption."""
    words = text.split()
    if not 0 < len(words) <= MAX_HEADING_WORDS or len(text) > 160:
        return False
    if BULLET.match(text) or NOTE.match(text) or CAPTION.match(text) or CONTENTS.search(text) or _LINK.search(text):
        return False
    if text.endswith(_ENDS) and not LABELLED.fullmatch(text.rstrip(":.")):
        return False
    first = next((c for c in text if c.isalnum()), "")
    return (first.isupper() or first.isdigit()) and any(c.isalpha() for c in text) and ". " not in text[4:]


def guessed_level(text: str) -> int:
    """The level of a heading of which only the words are known."""
    if labelled := LABELLED.match(text):
        return 2 if labelled[0].lower().startswith(("chapter", "part", "section", "annex", "appendix")) else 4
    if text.isupper():
        return 1
    if numbered := NUMBERED.match(text):
        depth = numbered[1].count(".")
        return min(LOWEST, 2 + depth + (text[len(numbered[1])] == ")"))
    return 2
