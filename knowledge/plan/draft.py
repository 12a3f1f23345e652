"""A plan or a handout that somebody has before them, and can change by asking."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import Stemmer

from knowledge.library import Library
from knowledge.plan.book import PlanBook
from knowledge.plan.changes import LAST, Change, Drop, DropAbout, ForRole, Keep, PutAllBack, Undo
from knowledge.plan.compose import Plan, restore
from knowledge.plan.handout import Handout, restore_handout
from knowledge.plan.page import Line
from knowledge.plan.recipe import PlanError, Recipe

Kind = Literal["plan", "handout"]
MAX_EARLIER = 10  # changes that can be taken back


@dataclass(frozen=True)
class Draft:
    """What stands on the screen, as ids alone.

    Attributes:
        kind: what it is.
        recipe: what it is made from.
        earlier: what it was made from before each change, oldest first.
    """

    kind: Kind
    recipe: Recipe
    earlier: tuple[Recipe, ...] = ()

    def sheet(self, library: Library, book: PlanBook | None = None) -> Plan | Handout:
        """The plan or the handout itself.

        Raises:
            PlanError: if it cannot be made any more.
        """
        make = restore if self.kind == "plan" else restore_handout
        return make(library, self.recipe.to_json(), book)

    def changed(self, change: Change, library: Library, book: PlanBook | None = None) -> "Draft":
        """The same after a change.

        Raises:
            PlanError: if it cannot be made; the message says why, in words for whoever asked.
        """
        match change:
            case Undo():
                if not self.earlier:
                    raise PlanError("There is nothing to take back.")
                return Draft(self.kind, self.earlier[-1], self.earlier[:-1])
            case PutAllBack():
                return self._with(replace(self.recipe, dropped=()))
            case ForRole(role):
                if self.kind == "handout":
                    raise PlanError("A handout is for everybody in a training, whatever their role.")
                return self._with(replace(self.recipe, role=role))
        sheet = self.sheet(library, book)
        lines = sheet.numbered
        going = [line.id for line in _going(change, lines)]
        if self.kind == "plan" and len(going) == len(lines):
            raise PlanError("Then no step would be left.")
        if isinstance(change, Drop) and change.case:
            if not sheet.case:
                raise PlanError("There is no case study in it.")
            going.append(sheet.case[0].id.split(".")[0])
        return self._with(replace(self.recipe, dropped=(*self.recipe.dropped, *going)))

    def to_json(self) -> dict[str, Any]:
        """For a slot; `from_json` reads it."""
        earlier = [recipe.to_json() for recipe in self.earlier]
        return {"kind": self.kind, "recipe": self.recipe.to_json(), "earlier": earlier}

    @classmethod
    def from_json(cls, data: object) -> "Draft":
        """Reads what `to_json` gave.

        Raises:
            PlanError: if it is anything else.
        """
        if not isinstance(data, Mapping) or data.keys() != {"kind", "recipe", "earlier"}:
            raise PlanError("this is no plan")
        kind, earlier = data["kind"], data["earlier"]
        if kind not in get_args(Kind) or not isinstance(earlier, list) or len(earlier) > MAX_EARLIER:
            raise PlanError("this is no plan")
        return cls(kind, Recipe.from_json(data["recipe"]), tuple(Recipe.from_json(row) for row in earlier))

    def _with(self, recipe: Recipe) -> "Draft":
        return Draft(self.kind, recipe, (*self.earlier, self.recipe)[-MAX_EARLIER:])


def _going(change: Drop | Keep | DropAbout, lines: tuple[Line, ...]) -> list[Line]:
    """The lines that a change leaves out."""
    if isinstance(change, DropAbout):
        return [_about(change.words, lines)]
    places = [_place(number, len(lines)) for number in change.numbers]
    return [line for n, line in enumerate(lines) if (n in places) == isinstance(change, Drop)]


def _place(number: int, count: int) -> int:
    place = number - 1 if number > 0 else count + number
    if not 0 <= place < count:
        shown = "one before the first" if number < LAST else f"number {number}"
        raise PlanError(f"There is no {shown}; there are {count}.")
    return place


def _about(words: str, lines: tuple[Line, ...]) -> Line:
    """The one line that shares the most words with what was said of it."""
    said = _stems(words)
    shared = [len(said & _stems(line.text)) for line in lines]
    best = max(shared, default=0)
    if best == 0 or shared.count(best) > 1:
        raise PlanError("I am not sure which one you mean.")
    return lines[shared.index(best)]


def _stems(text: str) -> set[str]:
    """Stems of the longer words of a text."""
    stem = Stemmer.Stemmer("english")
    words = ("".join(sign if sign.isalpha() else " " for sign in text.lower())).split()
    return {stem.stemWord(word) for word in words if len(word) > 3}
