"""Normalises text without changing its words: white space, and hyphens at the ends of lines."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

# What holds no letter: control characters, soft hyphens, zero-width spaces, byte order marks, halves of surrogates.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_CUT = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010]$")  # a line that ends within a word, perhaps
_GOES_ON = re.compile(r"([^\W\d_]+)")


def plain(text: str) -> str:
    """`text` in one line: runs of white space are one space, invisible characters are gone."""
    return " ".join(_INVISIBLE.sub("", text).split())


class Mender:
    """Joins the lines of a paragraph, and words that were divided at the ends of lines.

    Whether "well-" and "known" make "well-known" or "wellknown" is seen from the rest of the document: the form that
    stands elsewhere wins; where neither does, the hyphen stays between two words that both stand elsewhere.
    """

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()

    def learn(self, lines: Iterable[str]) -> None:
        """Counts the words of lines, but those divided at their ends."""
        for line in lines:
            found = _WORD.findall(line.lower())
            if found and _CUT.search(line.rstrip()):
                found.pop()
            self._words.update(found)
            # "well" of "well-known" is a word as well
            self._words.update(part for word in found if "-" in word for part in word.split("-"))

    def joined(self, lines: Sequence[str]) -> str:
        """The lines as one, mended."""
        text = ""
        for raw in lines:
            divided = raw.rstrip().endswith("\xad")  # a soft hyphen says itself that the word goes on
            line = plain(raw)
            if not line:
                continue
            text = self._join(text.removesuffix("\x00"), line, text.endswith("\x00")) if text else line
            text += "\x00" if divided else ""
        return text.removesuffix("\x00")

    def _join(self, text: str, line: str, divided: bool) -> str:
        if divided:
            return text + line
        cut, rest = _CUT.search(text), _GOES_ON.match(line)
        if cut is None or rest is None or not rest[1][0].islower():
            return f"{text} {line}"
        first, second = cut[1].lower(), rest[1].lower()
        if cut[1].isupper() or self._words[f"{first}-{second}"] > self._words[first + second]:
            return text + line
        both_known = self._words[first] and self._words[second] and not self._words[first + second]
        return text + line if both_known else text[:-1] + line
