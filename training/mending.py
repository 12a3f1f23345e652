"""Judges a sentence that was put into better words: is anything still flagged, and is its meaning kept?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.encoder import Vectors
from knowledge.wording.checker import Checker, Flag
from training.free_answers import Encode, Limits
from training.question import Mend


class Meaning(StrEnum):
    """Whether a mended sentence keeps what the first one was for."""

    KEPT = "kept"
    UNSURE = "unsure"
    LOST = "lost"


@dataclass(frozen=True)
class Mended:
    """What was found in a mended sentence.

    Attributes:
        flags: places that the rules on wording still speak of.
        flagged_before: how many places they spoke of in the first sentence.
        meaning: whether it is kept.
        nearest: number of the good way that comes nearest.
        likeness: to that way, from -1 to 1.
    """

    flags: tuple[Flag, ...]
    flagged_before: int
    meaning: Meaning
    nearest: int
    likeness: float


class Mending:
    """Judges mended sentences, for one thread at a time as the checker does.

    Args:
        checker: of the rules on wording.
        encode: turns texts into embeddings.
        limits: fitted ones.
    """

    def __init__(self, checker: Checker, encode: Encode, limits: Limits) -> None:
        self._checker = checker
        self._encode = encode
        self._limits = limits

    def judge(self, answer: Mend, terms: Sequence[str], text: str, vector: Vectors | None = None) -> Mended:
        """What `text` is beside the good ways of a question.

        Args:
            answer: of the question.
            terms: words that may stand in it.
            text: the trainee's.
            vector: its embedding, if it is known.
        """
        flags = tuple(flag for flag in self._checker.check(text, strict=True) if not is_term(flag, terms))
        before = len(self._checker.check(answer.sentence, strict=True))
        whole = self._encode([text])[0] if vector is None else vector
        likes = self._encode(answer.better) @ whole
        nearest = int(likes.argmax())
        best = float(likes[nearest])
        limits = self._limits
        meaning = Meaning.KEPT if best >= limits.kept else Meaning.UNSURE if best >= limits.lost else Meaning.LOST
        return Mended(flags, before, meaning, nearest, best)


def is_term(flag: Flag, terms: Sequence[str]) -> bool:
    """Whether a flag is on a word that a question must use."""
    return any(flag.span.lower() in term.lower() for term in terms)
