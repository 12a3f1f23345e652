"""A group as its trainer sees it, in the words of the items and the questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.web.training.parts import Training
from knowledge.names import capitalised, named
from training.groups import GroupView
from training.question import Match, Mend, Order, Question, Short

NAMELESS = "somebody without a name"


@dataclass(frozen=True)
class MemberShown:
    """A member: what they are called, whether they have begun, and where they are stuck."""

    name: str
    begun: bool
    stuck: Sequence[str]


@dataclass(frozen=True)
class Stuck:
    """An item, and who is stuck on it."""

    item: str
    names: Sequence[str]


@dataclass(frozen=True)
class Hard:
    """A question that many did not know at first.

    Attributes:
        asks: the question.
        item: what it is on.
        learners: how many answered it.
        mixed_up: what was most often wrong; empty if that cannot be said.
    """

    asks: str
    item: str
    learners: int
    mixed_up: str


@dataclass(frozen=True)
class GroupShown:
    """All of a group's page."""

    name: str
    members: Sequence[MemberShown]
    stuck: Sequence[Stuck]
    hardest: Sequence[Hard]


def group_shown(training: Training, view: GroupView) -> GroupShown:
    """A group in words."""

    def title(item: str) -> str:
        return capitalised(named(training.library.items[item]))

    members = [
        MemberShown(m.name or NAMELESS, m.begun, [title(item) for item in m.stuck]) for m in view.members
    ]  # fmt: skip
    stuck = [Stuck(title(item), [name or NAMELESS for name in names]) for item, names in view.stuck.items()]
    hardest = []
    for row in view.hardest:
        question = training.questions[row.question]
        mixed_up = "" if row.mixed_up is None else part_of(question, row.mixed_up)
        hardest.append(Hard(asked(question), title(question.item), row.learners, mixed_up))
    return GroupShown(view.name, members, stuck, hardest)


def asked(question: Question) -> str:
    """A question as it is shown to a trainer."""
    answer = question.answer
    return f"{question.asks} “{answer.sentence}”" if isinstance(answer, Mend) else question.asks


def part_of(question: Question, place: int) -> str:
    """What stands at a place of a question, counted from 0; empty if nothing does."""
    answer = question.answer
    texts: Sequence[str]
    if isinstance(answer, Order):
        texts = [part.text for part in answer.parts]
    elif isinstance(answer, Match):
        texts = [f"{pair.left} → {pair.right}" for pair in answer.pairs]
    elif isinstance(answer, Short):
        texts = [point.point for point in answer.points]
    elif isinstance(answer, Mend):
        texts = []
    else:
        texts = [option.text for option in answer.options]
    return texts[place] if place < len(texts) else ""  # the question may have been changed since
