"""What a practice conversation may hold: its shape, checked when it is read."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from knowledge.schema import Entry, ItemId, Text, Title
from training.move import Effect, MoveId
from training.question import Long

ScenarioId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Label = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]  # of a disclosure or an end
Value = Annotated[int, Field(ge=0, le=100)]
EndKind = Literal["good", "open", "broken"]
OTHER = "other"  # key of the answers that fit after any move


def _all_differ(texts: list[str]) -> list[str]:
    if len(set(texts)) < len(texts):
        raise ValueError("one of these is said twice")
    return texts


Variants = Annotated[list[Text], Field(min_length=2, max_length=6), AfterValidator(_all_differ)]


class Start(Entry):
    """Where the person stands at first, from 0 to 100 each."""

    trust: Value
    fear: Value
    hope: Value


class Needs(Entry):
    """What must hold, all of it, for something to be said.

    Attributes:
        trust: at least this much.
        trust_below: less than this.
        fear_below: less than this.
        hope: at least this much.
        told: disclosures that were made.
        moves: that the trainee has made at some time.
    """

    trust: Value | None = None
    trust_below: Value | None = None
    fear_below: Value | None = None
    hope: Value | None = None
    told: list[Label] = []
    moves: list[MoveId] = []


class OwnEffect(Entry):
    """How this person takes a move, where it is otherwise than with most."""

    move: MoveId
    effect: Effect
    why: Long


class Disclosure(Entry):
    """Something that the person tells once there is reason to.

    Attributes:
        id: by which others name it.
        about: in a few words, for the debrief.
        needs: what must hold.
        when_move: moves that it can follow; any that helps, if there are none.
        says: ways to tell it.
    """

    id: Label
    about: Text
    needs: Needs = Needs()
    when_move: list[MoveId] = []
    says: Variants


class End(Entry):
    """A way for the talk to end.

    Attributes:
        id: of the end.
        kind: a good end, an open one (friendly, unfinished), or one where the person leaves.
        needs: what must hold; one of its `moves` must be the one just made.
        says: the person's last words.
        because: one sentence for the debrief.
    """

    id: Label
    kind: EndKind
    needs: Needs
    says: Variants
    because: Long


class Better(Entry):
    """Good messages for this scenario, each as "move: message".

    Attributes:
        early: before half of the disclosures are made.
        late: after that.
    """

    early: list[Annotated[str, StringConstraints(pattern=r"^[a-z_]+: \S")]] = Field(min_length=2, max_length=4)
    late: list[Annotated[str, StringConstraints(pattern=r"^[a-z_]+: \S")]] = Field(min_length=2, max_length=4)


class Scenario(Entry):
    """A simulated person who looks for help.

    Attributes:
        id: of the scenario, and the name of its file.
        title: as it is chosen.
        situation: where the trainee sits and who writes; gives nothing away.
        aim: what a good talk would reach.
        lessons: the items that it draws on.
        name: the person's invented first name.
        goes_by: words by which somebody may ask for this person ("mother", "mum"); shared with no other scenario.
        start: where they stand at first.
        opening: ways to begin.
        effects: where this person takes a move otherwise than most.
        disclosures: from the outside to the heart of the matter.
        answers: what is said otherwise, by move and under `other`.
        better: good messages here.
        ends: the first whose needs hold ends the talk.
    """

    id: ScenarioId
    title: Title
    situation: Long
    aim: Long
    lessons: list[ItemId] = Field(min_length=2, max_length=5)
    name: Text
    goes_by: list[Text] = Field(min_length=1)
    start: Start
    opening: Variants
    effects: list[OwnEffect] = []
    disclosures: list[Disclosure] = Field(min_length=2, max_length=7)
    answers: Mapping[str, Variants]
    better: Better
    ends: list[End] = Field(min_length=1)

    def disclosure(self, label: str) -> Disclosure:
        """The disclosure of that id."""
        return next(d for d in self.disclosures if d.id == label)

    def end(self, label: str) -> End:
        """The end of that id."""
        return next(e for e in self.ends if e.id == label)

    def own(self, move: str) -> OwnEffect | None:
        """How this person takes a move, where it is otherwise than with most."""
        return next((own for own in self.effects if own.move == move), None)

    def betters(self, told: Sequence[str]) -> list[tuple[str, str]]:
        """Good messages for the stage of the talk, as (move, message)."""
        return _messages(self.better.early if 2 * len(told) < len(self.disclosures) else self.better.late)

    def better_by_move(self) -> dict[str, str]:
        """A good message of each move that has one here."""
        return dict(_messages([*self.better.early, *self.better.late]))


def _messages(rows: Sequence[str]) -> list[tuple[str, str]]:
    return [(move, text.strip()) for move, _, text in (row.partition(":") for row in rows)]
