"""Leaves words about faith and origin out of an answer on whom it is about."""

import re
from collections.abc import Iterable

from helpline.intake_script import LeftOut


class Leaver:
    """Finds such words, in the plural too.

    Args:
        data: the words, and what stands in their place.
    """

    def __init__(self, data: LeftOut) -> None:
        self._mark = data.mark
        words = _any(word for row in data.words for word in row)
        beside = rf"(?:{_any(data.beside)})(?=\s+(?:{_any(data.people)})s?\b)"
        self._pattern = re.compile(rf"(?<![\w-])(?:(?:{words})(?:s|es|['’]s)?|{beside})(?![\w-])", re.IGNORECASE)
        self._marks = re.compile(rf"{re.escape(data.mark)}(?:[\s,]*(?:and\s+)?{re.escape(data.mark)})+")

    def without(self, text: str) -> str:
        """`text` with a mark in place of each such word; as it is if there is none."""
        return self._marks.sub(self._mark, self._pattern.sub(self._mark, text))

    def says_nothing(self, text: str) -> bool:
        """Whether nothing but marks, and words that hold a sentence together, is left."""
        return not set(re.findall(r"[^\W_]+", text.lower())) - _JOINTS


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]+").replace("'", "['’]") for word in longest_first)


_JOINTS = {
    *("a", "an", "the", "he", "she", "they", "it", "i", "we", "is", "are", "was", "am", "s", "re", "and", "or"),
    *("from", "of", "in", "very", "family", "originally", "comes", "come"),
}
