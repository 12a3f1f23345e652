"""An answer that was marked: what a page, the chat and the schedule need to know of it."""

from dataclasses import dataclass
from enum import StrEnum

from training.question import Trace


class Tone(StrEnum):
    """What a line of feedback is about, so that a page can show it without reading it."""

    VERDICT = "verdict"
    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    UNSURE = "unsure"
    NOTE = "note"


@dataclass(frozen=True)
class Line:
    """A line of feedback."""

    tone: Tone
    text: str


@dataclass(frozen=True)
class Source:
    """A sentence of the paper's item that the answer follows from."""

    trace: Trace
    sentence: str


@dataclass(frozen=True)
class Marked:
    """An answer that was marked.

    Attributes:
        question: its id.
        item: the item that it is on.
        score: from 0 to 1.
        right: whether all of it is right; None where it is neither right nor wrong (a good course that is not the
            best), or where that cannot be told.
        judged: whether it could be judged; if not, the score is 0 and means nothing.
        lines: what is said, the verdict first.
        wrong: positions in the question, from 0, of what was chosen or left out wrongly: of options, parts in another
            place than theirs, left sides of pairs, and points that are missing.
        sources: what the right answer follows from, in the order of the question.
    """

    question: str
    item: str
    score: float
    right: bool | None
    judged: bool
    lines: tuple[Line, ...]
    wrong: tuple[int, ...]
    sources: tuple[Source, ...]
