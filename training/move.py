"""What a kind of message, a move, may hold: its shape, checked when it is read."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from knowledge.schema import Entry, ItemId, Text, Title
from training.question import Long, Trace

MoveId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
MoveKind = Literal["helps", "depends", "hurts"]
Phase = Literal["contact", "clarify", "aim", "work", "close"]
Change = Annotated[int, Field(ge=-100, le=100)]
UNCLEAR = "unclear"  # the move of a message that cannot be judged
MIN_EXAMPLES = 30  # below this the classifier is measurably worse


class Effect(Entry):
    """How a move changes the person on the other side, in points of a scale from 0 to 100."""

    trust: Change
    fear: Change
    hope: Change


class Move(Entry):
    """A kind of message.

    Attributes:
        id: of the move.
        title: as it is named to the trainee.
        kind: what it mostly does.
        phase: of a talk, where it mostly belongs.
        effect: on a person, where the scenario does not say otherwise.
        does: what it does to the person on the other side.
        why: why, following from the lesson.
        lesson: the item of the paper that this follows from; `unclear` alone needs none.
        trace: the sentence of that item.
        instead: two better wordings, or two more good ones of a move that helps.
        examples: messages that the classifier learns from.
    """

    id: MoveId
    title: Title
    kind: MoveKind
    phase: Phase
    effect: Effect
    does: Long
    why: Long
    lesson: ItemId | None = None
    trace: Trace | None = None
    instead: list[Text] = Field(min_length=2, max_length=2)
    examples: list[Text] = Field(min_length=MIN_EXAMPLES)

    @model_validator(mode="after")
    def _follows_from_a_lesson(self) -> "Move":
        if self.id != UNCLEAR and not (self.lesson and self.trace):
            raise ValueError("a move must name the item that it follows from (lesson) and the sentence (trace)")
        return self
