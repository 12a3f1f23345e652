"""What a plan is made from: ids alone, so that what is kept in a slot can never put words into a plan."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.library import Library
from knowledge.names import capitalised, named
from knowledge.plan.page import Line

MAX_ITEMS = 5  # as many as an answer has sources
MAX_SITUATIONS = 2  # a sentence each
KEYS = {"items", "situations", "role", "dropped", "worry"}
_NAMED = re.compile(r"\b(lesson|challenge) (\d+(?:\.\d+)?)\b", re.IGNORECASE)


class PlanError(ValueError):
    """A plan cannot be made of this; the message says why."""


@dataclass(frozen=True)
class Recipe:
    """What a plan is made from.

    Attributes:
        items: ids, best first.
        situations: intents of what was asked, at most two; the best item's own if empty.
        role: of the person, if known.
        dropped: ids of steps and of the case study that the person does not want.
        worry: whether it is about one person whom somebody worries about.
    """

    items: tuple[str, ...]
    situations: tuple[str, ...] = ()
    role: str | None = None
    dropped: tuple[str, ...] = ()
    worry: bool = False

    def to_json(self) -> dict[str, Any]:
        """For a slot or a file; `from_json` reads it."""
        return {
            "items": list(self.items),
            "situations": list(self.situations),
            "role": self.role,
            "dropped": list(self.dropped),
            "worry": self.worry,
        }

    @classmethod
    def from_json(cls, data: object) -> "Recipe":
        """Reads what `to_json` gave.

        Raises:
            PlanError: if it is anything else.
        """
        if not isinstance(data, Mapping) or data.keys() | {"worry"} != KEYS:  # plans of before had no worry
            raise PlanError("this is no plan")
        role, worry = data["role"], data.get("worry", False)
        if not isinstance(worry, bool):
            raise PlanError("a plan is about a worry or not")
        if role is not None and not isinstance(role, str):
            raise PlanError("the role of a plan must be a word or nothing")
        return cls(_words(data["items"]), _words(data["situations"]), role, _words(data["dropped"]), worry)


def checked(library: Library, recipe: Recipe) -> Recipe:
    """`recipe` with every id once, and the situation filled in where none was given.

    Raises:
        PlanError: if an id is unknown, or if there are none or too many.
    """
    items = tuple(dict.fromkeys(recipe.items))
    situations = tuple(dict.fromkeys(recipe.situations))
    _known("item", items, library.items)
    _known("situation", situations, library.situations)
    if recipe.role is not None:
        _known("role", [recipe.role], library.roles)
    _known("step or case", recipe.dropped, _droppable(library))
    if not 1 <= len(items) <= MAX_ITEMS:
        raise PlanError(f"a plan is made of 1 to {MAX_ITEMS} items, and these are {len(items)}")
    if len(situations) > MAX_SITUATIONS:
        raise PlanError(f"a plan is about {MAX_SITUATIONS} situations at most, and these are {len(situations)}")
    if recipe.worry:
        _known("advice on a worry", items, library.worries)
    situations = situations or (library.situation_of(items[0]).intent,)
    return replace(recipe, items=items, situations=situations, dropped=tuple(dict.fromkeys(recipe.dropped)))


class Sources:
    """Numbers the items that a page uses, in the order in which they are first used."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._used: dict[str, int] = {}

    def of(self, *items: str) -> tuple[int, ...]:
        """The numbers of items, given to them if they have none yet."""
        return tuple(self._used.setdefault(item, len(self._used) + 1) for item in items)

    def of_sentence(self, item: str, text: str) -> tuple[int, ...]:
        """The numbers of the item that a sentence is of, and of those that it names ("as lesson 1.3 says")."""
        named = (f"{kind.lower()}-{number}" for kind, number in _NAMED.findall(text))
        return self.of(*dict.fromkeys([item, *(other for other in named if other in self._library.items)]))

    def lines(self) -> tuple[Line, ...]:
        """Where each stands in the paper."""
        cited = self._library.phrases.cited.item
        items = [self._library.items[name] for name in self._used]
        return tuple(
            Line(f"{item.id}.place", cited.format(item=capitalised(named(item)), section=item.place.section))
            for item in items
        )

    def paper(self) -> Line:
        """Names the paper."""
        paper = self._library.paper
        text = self._library.phrases.cited.paper.format(title=paper.title, publisher=paper.publisher)
        return Line("phrases.cited.paper", text)


def _droppable(library: Library) -> set[str]:
    """Ids of what a person may leave out: every step, and the case studies."""
    steps = {f"{item.id}.steps.{number}" for item in library.items.values() for number in range(len(item.steps))}
    steps |= {f"{name}.worry.steps.{n}" for name, worry in library.worries.items() for n in range(len(worry.steps))}
    return steps | {name for name in library.items if name.startswith("case-")}


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise PlanError("a list of ids is expected in a plan")
    return tuple(value)


def _known(what: str, names: Sequence[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise PlanError(f"there is no {what} “{name}”")
