"""Answers to try the reading of free answers on, made of the ways that the questions themselves hold.

Each way is tried with itself left out of what it is compared with; so are answers of two ways that say two points.
A way with its negation turned round says its point no more.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scripts.turned import turned
from training.question import Question, Short

JOINS = ("{0} {1}", "{0} Also, {2}", "{3}, and {2}", "{3} because {2}", "{3} and {2}", "{0} And then {2}")
PAIRS = 3  # answers of two ways, for each point
TURNED_EACH = 3  # every third way is tried turned round
STRANGE = 8  # ways of other questions that each question is tried with
# What says nothing that could be judged, whatever the question.
EMPTY = (
    "It depends.", "Good question, I would have to think about that.", "yes", "no idea really", "asdf jkl", "ok",
    "That is very important.", "I would read the paper again.", "See above.", "Because it is better like that.",
    "I do not know what to write here.", "My train was late this morning.", "What is the weather like tomorrow?",
    "It was explained in the course.", "You should always do your best.", "maybe", "This is hard to say in general.",
    "I like this training.", "We had soup for lunch and it was good.", "Can I skip this one?", "the same as before",
    "Everybody knows that.", "It is a matter of common sense.", "They should be nice.", "I would ask my manager.",
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """An answer whose meaning is known.

    Attributes:
        question: id of the question.
        text: the answer.
        says: of the question's points, then misconceptions, whether it says them; None where nobody knows.
        without: numbers of the ways that it is made of.
        sort: "way", "pair", "turned", "strange" or "empty".
    """

    question: str
    text: str
    says: tuple[bool | None, ...]
    without: tuple[int, ...]
    sort: str

    @property
    def on_topic(self) -> bool:
        """Whether it is about the question."""
        return self.sort not in ("strange", "empty")


def trials(questions: Mapping[str, Question], seed: int = 1) -> Iterator[Trial]:
    """All of them, question by question."""
    chooser = random.Random(seed)
    shorts = {name: q.answer for name, q in questions.items() if isinstance(q.answer, Short)}
    for name, answer in shorts.items():
        groups = [p.ways for p in answer.points] + [m.ways for m in answer.misconceptions]
        rows = [(group, way) for group, ways in enumerate(groups) for way in ways]
        count = len(groups)
        for number, (group, way) in enumerate(rows):
            yield Trial(name, way, tuple(g == group for g in range(count)), (number,), "way")
            opposite = turned(way) if number % TURNED_EACH == 0 else None
            if opposite:
                says = tuple(False if g == group else None for g in range(count))
                yield Trial(name, opposite, says, (number,), "turned")
        yield from _pairs(name, rows, len(answer.points), count, chooser)
        others = [o for o in shorts if questions[o].item != questions[name].item]
        for other in chooser.sample(others, STRANGE):
            stranger = shorts[other]
            text = chooser.choice([way for point in stranger.points for way in point.ways])
            yield Trial(name, text, (False,) * count, (), "strange")
        for text in chooser.sample(EMPTY, STRANGE):
            yield Trial(name, text, (False,) * count, (), "empty")


def _pairs(name: str, rows: list[tuple[int, str]], points: int, count: int, chooser: random.Random) -> Iterator[Trial]:
    for group in range(points):
        own = [n for n, (g, _) in enumerate(rows) if g == group]
        others = [n for n, (g, _) in enumerate(rows) if g != group]
        for _ in range(PAIRS if others else 0):
            one, two = chooser.choice(own), chooser.choice(others)
            first, second = rows[one][1], rows[two][1]
            text = chooser.choice(JOINS).format(first, second, _small(second), first.rstrip("."))
            says = tuple(g in (group, rows[two][0]) for g in range(count))
            yield Trial(name, text, says, (one, two), "pair")


def _small(text: str) -> str:
    return text if text.startswith(("I ", "I'", "IAHV", "RAN")) else text[:1].lower() + text[1:]
