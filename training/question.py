"""What a question of the training may hold: its shape, checked when it is read.

Every right answer names the sentence of the paper's item that it follows from (`trace`), and every answer that a
trainee may choose has a `why` that is shown with it.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from knowledge.schema import Entry, ItemId, Terms, Text

# "says 2" is the second sentence of the item's `says`, counted from 1; `why` has one only.
Trace = Annotated[str, StringConstraints(pattern=r"^(says [1-9]\d?|steps [1-9]|why)$")]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[a-z]+-[a-z0-9.-]+-q[1-9]\d?$")]
Long = Annotated[str, StringConstraints(min_length=10, max_length=400, strip_whitespace=True)]
BEST = 3


class Option(Entry):
    """An answer to choose.

    Attributes:
        text: what it says.
        why: what is shown when it was chosen, or was right and was not.
        trace: the sentence of the item that it follows from; a right answer must have one.
    """

    text: Text
    why: Long
    trace: Trace | None = None


class Statement(Option):
    """An answer that is right or wrong."""

    right: bool = False

    @model_validator(mode="after")
    def _right_is_traced(self) -> "Statement":
        if self.right and not self.trace:
            raise ValueError("a right answer must name the sentence of the item that it follows from (trace)")
        return self


class Course(Option):
    """Something that one may do in a situation.

    Attributes:
        worth: 3 is the best of them, 2 is good, 1 helps little, 0 does harm.
    """

    worth: int = Field(ge=0, le=BEST)

    @model_validator(mode="after")
    def _good_is_traced(self) -> "Course":
        if self.worth >= BEST and not self.trace:
            raise ValueError("the best course must name the sentence of the item that it follows from (trace)")
        return self


class Part(Entry):
    """One of the things to put in order."""

    text: Text
    trace: Trace


class Pair(Entry):
    """Two things that belong together."""

    left: Text
    right: Text
    why: Long
    trace: Trace


class Point(Entry):
    """What a free answer must say.

    Attributes:
        point: in a few words, as it is named to the trainee.
        ways: whole sentences that say it, as a trainee would write them.
        missing: what is said where it was not there.
    """

    point: Text
    ways: list[Text] = Field(min_length=5)
    missing: Long
    trace: Trace


class Misconception(Entry):
    """What a free answer must not say.

    Attributes:
        idea: in a few words, as it is named to the trainee.
        ways: whole sentences that say it.
        why: what is wrong with it.
    """

    idea: Text
    ways: list[Text] = Field(min_length=4)
    why: Long


class One(Entry):
    """One right of four."""

    kind: Literal["one"]
    options: list[Statement] = Field(min_length=4, max_length=4)

    @model_validator(mode="after")
    def _one_is_right(self) -> "One":
        if sum(option.right for option in self.options) != 1:
            raise ValueError("exactly one option must be right")
        return self


class Several(Entry):
    """Several right ones among others."""

    kind: Literal["several"]
    options: list[Statement] = Field(min_length=4, max_length=6)

    @model_validator(mode="after")
    def _some_are_right(self) -> "Several":
        if not 2 <= sum(option.right for option in self.options) < len(self.options):
            raise ValueError("two or more options must be right, and one or more wrong")
        return self


class Best(Entry):
    """What would you do: courses that are better and worse."""

    kind: Literal["best"]
    options: list[Course] = Field(min_length=3, max_length=5)

    @model_validator(mode="after")
    def _one_is_best(self) -> "Best":
        if sum(option.worth == BEST for option in self.options) != 1:
            raise ValueError(f"exactly one option must have worth {BEST}")
        if min(option.worth for option in self.options) > 1:
            raise ValueError("one option or more must have worth 0 or 1")
        return self


class Order(Entry):
    """Steps to put in order; they are written in the right one."""

    kind: Literal["order"]
    parts: list[Part] = Field(min_length=3, max_length=6)
    why: Long


class Match(Entry):
    """What belongs together."""

    kind: Literal["match"]
    pairs: list[Pair] = Field(min_length=3, max_length=5)

    @model_validator(mode="after")
    def _all_differ(self) -> "Match":
        if any(len({getattr(p, side) for p in self.pairs}) < len(self.pairs) for side in ("left", "right")):
            raise ValueError("no two pairs may have the same left or right side")
        return self


class Short(Entry):
    """A short free answer.

    Attributes:
        model: a good answer, shown afterwards.
    """

    kind: Literal["short"]
    points: list[Point] = Field(min_length=1, max_length=4)
    misconceptions: list[Misconception] = Field(default=[], max_length=4)
    model: Long


class Mend(Entry):
    """A sentence to put into better words.

    Attributes:
        sentence: whose words label or shame somebody.
        better: good ways to say it.
        why: what the words did, and what the better ones do.
        trace: the sentence of the item that it follows from.
    """

    kind: Literal["mend"]
    sentence: Text
    better: list[Text] = Field(min_length=3, max_length=6)
    why: Long
    trace: Trace


Answer = Annotated[One | Several | Best | Order | Match | Short | Mend, Field(discriminator="kind")]


def _is_a_question(text: str) -> str:
    if len(text) > 500:
        raise ValueError("this is longer than 500 characters")
    return text


class Question(Entry):
    """One question.

    Attributes:
        id: the id of its item, and a number behind -q.
        item: what it is on.
        difficulty: 1 to be known from reading once, 2 to be understood, 3 to be applied to a situation.
        asks: the question, or the situation and the question.
        answer: what can be answered, and what is right.
        terms: words of the paper, a name or a quotation that it must use.
    """

    id: QuestionId
    item: ItemId
    difficulty: int = Field(ge=1, le=3)
    asks: Annotated[Text, AfterValidator(_is_a_question)]
    answer: Answer
    terms: Terms = []

    @model_validator(mode="after")
    def _id_is_of_the_item(self) -> "Question":
        if not self.id.startswith(f"{self.item}-q"):
            raise ValueError(f"the id must begin with the item's, as '{self.item}-q1' does")
        return self

    def traces(self) -> list[tuple[tuple[str | int, ...], Trace]]:
        """Each sentence that something in the answer follows from, with the field that names it."""
        answer = self.answer
        if isinstance(answer, Mend):
            return [(("answer", "trace"), answer.trace)]
        name = {"order": "parts", "match": "pairs", "short": "points"}.get(answer.kind, "options")
        rows: Sequence[Option | Part | Pair | Point] = getattr(answer, name)
        return [(("answer", name, n, "trace"), row.trace) for n, row in enumerate(rows) if row.trace]
