"""The last look at what the service says: a place that may hurt is put in other words, or its sentence is left out.

The texts of the data files are checked before they are used (`spoken.py`). This is for what is put together from them
at run time, and for what somebody changed without checking it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.wording.checker import Checker, Flag
from knowledge.wording.rewrite import rewritten
from knowledge.wording.spoken import Spoken

REMEMBERED = 4096  # lines; what a service says is made of some thousand
STEP = re.compile(r"^\d+\. ")
BETWEEN = re.compile(r"(?<=[.!?]) ")  # sentences


@dataclass(frozen=True)
class Guarded:
    """A text as it may leave.

    Attributes:
        text: it; empty if nothing was left.
        rephrased: ids of the rules for which a sentence was put in other words.
        dropped: ids of the rules for which a sentence was left out.
    """

    text: str
    rephrased: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Guard:
    """Checks texts for the strictest audience, for one thread at a time.

    Args:
        checker: of the rules on wording.
        texts: of the data files; their terms are left alone where they stand.
    """

    def __init__(self, checker: Checker, texts: Iterable[Spoken]) -> None:
        self._checker = checker
        self._texts = list(texts)
        self._marked = [said for said in self._texts if said.terms]
        self._clean: set[str] = set()
        self._line = lru_cache(maxsize=REMEMBERED)(self._checked)

    def learn(self) -> Iterator[None]:
        """Checks the texts of the data files, one at each step, so that lines made of them need no check later."""
        for said in self._texts:
            if not self._flags(said.text):
                self._clean.update(BETWEEN.split(said.text))
            yield

    def guarded(self, text: str) -> Guarded:
        """`text` line by line, as steps and lists stand in replies; steps are counted anew where one is left out."""
        lines = [self._line(line) for line in text.split("\n")]
        kept = [line.text for line in lines if line.text or not line.dropped]
        rephrased = tuple(rule for line in lines for rule in line.rephrased)
        dropped = tuple(rule for line in lines for rule in line.dropped)
        return Guarded(_tidy(kept) if dropped else "\n".join(kept), rephrased, dropped)

    def _checked(self, line: str) -> Guarded:
        if all(sentence in self._clean for sentence in BETWEEN.split(STEP.sub("", line))):
            return Guarded(line)
        flags = self._flags(line)
        if not flags:
            return Guarded(line)
        sentences = sorted({flag.sentence for flag in flags}, reverse=True)
        rephrased: list[str] = []
        dropped: list[str] = []
        text = line
        for start, end in sentences:
            inside = [flag for flag in flags if flag.sentence == (start, end)]
            new = rewritten(line[:end], inside)
            if new is not None and not self._flags(new[start:]):
                text = text[:start] + new[start:] + text[end:]
                rephrased += [flag.rule.id for flag in inside]
            else:
                text = text[:start] + text[end:]
                dropped += [flag.rule.id for flag in inside]
        if dropped and not any(sign.isalpha() for sign in text):
            text = ""
        return Guarded(text.rstrip() if dropped else text, tuple(rephrased), tuple(dropped))

    def _flags(self, text: str) -> list[Flag]:
        return [flag for flag in self._checker.check(text, strict=True) if not self._is_term(text, flag)]

    def _is_term(self, text: str, flag: Flag) -> bool:
        """Whether `flag` is on a term where its entry uses it: in a sentence of the entry, or in all of it."""
        start, end = flag.sentence
        sentence = STEP.sub("", text[start:end].strip())
        around = [said.text.rstrip(".") for said in self._marked if said.names(flag)]
        return any(sentence.rstrip(".") in whole or _covers(text, whole, flag) for whole in around)


def _covers(text: str, part: str, flag: Flag) -> bool:
    """Whether `part` stands in `text` around `flag`."""
    at = text.find(part, max(0, flag.end - len(part)))
    return 0 <= at <= flag.start and flag.end <= at + len(part)


def _tidy(lines: Sequence[str]) -> str:
    """Lines of which some were left out: no lead without its list, steps in order, one blank line between."""
    paragraphs = [part.split("\n") for part in re.split(r"\n{2,}", "\n".join(lines).strip("\n")) if part]
    rows = []
    for paragraph in paragraphs:
        if len(paragraph) == 1 and paragraph[0].endswith(":"):
            continue
        number = 0
        for place, line in enumerate(paragraph):
            if STEP.match(line):
                number += 1
                paragraph[place] = STEP.sub(f"{number}. ", line)
        rows.append("\n".join(paragraph))
    return "\n\n".join(rows)
