"""Puts the wordings that the rules give into a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.wording.checker import Flag
from knowledge.wording.grammar import article, article_before


@dataclass(frozen=True)
class Exchange:
    """A change to a text.

    Attributes:
        start: offset of what goes; an article before a flag goes with it where it must change.
        end: offset after it.
        text: what comes.
    """

    start: int
    end: int
    text: str


def exchanges(text: str, flag: Flag) -> list[Exchange]:
    """One for each wording that fits in the place of `flag`, in their order; none if no wording does."""
    if not flag.fits:
        return []
    before = article_before(text, flag.start)
    found = []
    for wording in flag.alternatives:
        if before is None:
            found.append(Exchange(flag.start, flag.end, wording))
            continue
        start, end = before
        between = text[end : flag.start]
        found.append(Exchange(start, flag.end, article(wording, text[start:end]) + between + wording))
    return found


def rewritten(text: str, flags: Sequence[Flag]) -> str | None:
    """`text` with the first wording in the place of each flag, or None where one of them has none that fits.

    Args:
        text: that was checked.
        flags: all that were found in it, in order.
    """
    done, at = "", 0
    for flag in flags:
        ways = exchanges(text, flag)
        if not ways:
            return None
        done += text[at : ways[0].start] + ways[0].text
        at = ways[0].end
    return done + text[at:]


def rewritten_sentences(text: str, flags: Sequence[Flag]) -> list[Exchange]:
    """Each sentence with flags, all of which have a wording that fits, written anew."""
    by_sentence: dict[tuple[int, int], list[Flag]] = {}
    for flag in flags:
        by_sentence.setdefault(flag.sentence, []).append(flag)
    found = []
    for (start, end), of_sentence in by_sentence.items():
        new = rewritten(text[:end], of_sentence)
        if new is not None:
            found.append(Exchange(start, end, new[start:]))
    return found
