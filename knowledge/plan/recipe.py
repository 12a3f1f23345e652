"""What a plan is made from: ids alone, so that what is kept in a slot can never put words into a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.library import Library
from knowledge.names import capitalised, named
from knowledge.plan.page import Line

MAX_ITEMS = 5  # as many as an answer has sources
MAX_SITUATIONS = 2  # a sentence each


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
    """

    items: tuple[str, ...]
    situations: tuple[str, ...] = ()
    role: str | None = None
    dropped: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For a slot or a file; `from_json` reads it."""
        return {
            "items": list(self.items),
            "situations": list(self.situations),
            "role": self.role,
            "dropped": list(self.dropped),
        }

    @classmethod
    def from_json(cls, data: object) -> "Recipe":
        """Reads what `to_json` gave.

        Raises:
            PlanError: if it is anything else.
        """
        if not isinstance(data, Mapping) or data.keys() != {"items", "situations", "role", "dropped"}:
            raise PlanError("this is no plan")
        role = data["role"]
        if role is not None and not isinstance(role, str):
            raise PlanError("the role of a plan must be a word or nothing")
        return cls(_words(data["items"]), _words(data["situations"]), role, _words(data["dropped"]))


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
    if not 1 <= len(items) <= MAX_ITEMS:
        raise PlanError(f"a plan is made of 1 to {MAX_ITEMS} items, and these are {len(items)}")
    if len(situations) > MAX_SITUATIONS:
        raise PlanError(f"a plan is about {MAX_SITUATIONS} situations at most, and these are {len(situations)}")
    situations = situations or (library.situation_of(items[0]).intent,)
    return Recipe(items, situations, recipe.role, tuple(dict.fromkeys(recipe.dropped)))


class Sources:
    """Numbers the items that a page uses, in the order in which they are first used."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._used: dict[str, int] = {}

    def of(self, *items: str) -> tuple[int, ...]:
        """The numbers of items, given to them if they have none yet."""
        return tuple(self._used.setdefault(item, len(self._used) + 1) for item in items)

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


def example_of(library: Library, items: Sequence[str]) -> tuple[str, bool] | None:
    """The case study to look at, and whether it shows what an item says or is only close to it."""
    given = [name for name in items if name.startswith("case-")]
    shown = [example for name in items if (example := library.items[name].example)]
    near = [other for other in library.items[items[0]].related if other.startswith("case-")]
    if given or shown:
        return (given or shown)[0], bool(shown) and (given or shown)[0] in shown
    return (near[0], False) if near else None


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise PlanError("a list of ids is expected in a plan")
    return tuple(value)


def _known(what: str, names: Sequence[str], known: Mapping[str, object]) -> None:
    for name in names:
        if name not in known:
            raise PlanError(f"there is no {what} “{name}”")
