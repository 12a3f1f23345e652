"""A place in a text that is to be taken out, and what stands there instead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["url", "email", "phone", "postcode", "handle", "date", "number", "address", "school", "place", "name"]

# What stands in place of each kind. Of two that overlap, the kind that stands first here counts.
WORDS: dict[Kind, str] = {
    "email": "[email]",
    "url": "[link]",
    "address": "[address]",
    "number": "[number]",
    "phone": "[phone]",
    "postcode": "[postcode]",
    "handle": "[account]",
    "date": "[date]",
    "school": "[school]",
    "place": "[place]",
    "name": "[name]",
}
RANKS = {kind: rank for rank, kind in enumerate(WORDS)}
PLACEHOLDER = re.compile("|".join(map(re.escape, WORDS.values())))
JOINED = re.compile(r"[ \t]*")  # between two parts of one name


@dataclass(frozen=True, order=True)
class Found:
    """A place in a text, by offsets in code points."""

    start: int
    end: int
    kind: Kind


def apart(text: str, found: Iterable[Found]) -> list[Found]:
    """Places that do not overlap, in order: those that did are one, and names side by side are one name.

    What stands in a text already in place of something is left as it is.
    """
    merged: list[Found] = []
    for part in sorted(piece for one in found for piece in _around_placeholders(text, one)):
        last = merged[-1] if merged else None
        if last is None or not _one(text, last, part):
            merged.append(part)
            continue
        kind = min(last.kind, part.kind, key=RANKS.__getitem__)
        merged[-1] = Found(last.start, max(last.end, part.end), kind)
    return merged


def replaced(text: str, found: Sequence[Found]) -> str:
    """`text` with a word in square brackets at each of the places, which do not overlap and are in order."""
    for one in reversed(found):
        text = f"{text[: one.start]}{WORDS[one.kind]}{text[one.end :]}"
    return text


def matches(kind: Kind, pattern: re.Pattern[str], text: str, group: str | int = 0) -> Iterator[Found]:
    """Each place where `pattern` matches, or where its `group` does."""
    for match in pattern.finditer(text):
        if match[group]:
            yield Found(match.start(group), match.end(group), kind)


def _one(text: str, last: Found, part: Found) -> bool:
    if part.start < last.end:
        return True
    return last.kind == part.kind == "name" and JOINED.fullmatch(text, last.end, part.start) is not None


def _around_placeholders(text: str, one: Found) -> Iterator[Found]:
    start = one.start
    # A placeholder may begin before the place or end after it.
    for match in PLACEHOLDER.finditer(text):
        if match.end() <= start or match.start() >= one.end:
            continue
        if match.start() > start:
            yield Found(start, match.start(), one.kind)
        start = match.end()
    if start < one.end and text[start : one.end].strip(" \t\r\n.,;:-()"):
        yield Found(start, one.end, one.kind)


def word_set(words: str) -> frozenset[str]:
    """The words of a text, with spaces between them."""
    return frozenset(words.split())
