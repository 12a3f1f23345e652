"""Composes a plan. Every statement in it is a sentence of an item or a phrase of a data file; nothing is generated."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.library import Library
from knowledge.plan.book import PlanBook, load_book
from knowledge.plan.page import Line, Page, Section
from knowledge.plan.parts import Parts
from knowledge.plan.recipe import PlanError, Recipe, checked
from knowledge.plan.worry_parts import WorryParts


@dataclass(frozen=True)
class Plan:
    """One page to take away.

    Attributes:
        recipe: the ids that it is made from.
        title: of the item that fits best.
        intro: two sentences on what was asked, in words of the data files.
        lead: leads to the steps.
        steps: in an order that makes sense, at most eight.
        order: why they stand so, if they are of several stages.
        who_lead: leads to them; None where they are named in a sentence.
        who: whom to involve.
        words: what to say, and how.
        watch: what to look out for.
        case: the case study to look at.
        sources: in the order of their numbers.
        paper: names the paper.
    """

    recipe: Recipe
    title: Line
    intro: tuple[Line, ...]
    lead: Line
    steps: tuple[Line, ...]
    order: Line | None
    who_lead: Line | None
    who: tuple[Line, ...]
    words: tuple[Line, ...]
    watch: tuple[Line, ...]
    case: tuple[Line, ...]
    sources: tuple[Line, ...]
    paper: Line
    _library: Library = field(repr=False, compare=False)
    _book: PlanBook = field(repr=False, compare=False)

    def without(self, number: int) -> "Plan":
        """The plan without a step, counted from 1 as it is shown; the others stay.

        Raises:
            PlanError: if there is no such step.
        """
        if not 1 <= number <= len(self.steps):
            raise PlanError(f"there is no step {number}; the plan has {len(self.steps)}")
        dropped = (*self.recipe.dropped, self.steps[number - 1].id)
        return _made(self._library, self._book, replace(self.recipe, dropped=dropped))

    def for_role(self, role: str | None) -> "Plan":
        """The plan for somebody of another role; steps that were dropped stay so.

        Raises:
            PlanError: if there is no such role.
        """
        return _made(self._library, self._book, replace(self.recipe, role=role))

    def to_json(self) -> dict[str, Any]:
        """For a slot; `restore` makes the plan of it again."""
        return self.recipe.to_json()

    @property
    def numbered(self) -> tuple[Line, ...]:
        """What is shown with numbers."""
        return self.steps

    @property
    def page(self) -> Page:
        """What the writers write."""
        texts, heads = self._book.phrases.plan, self._book.phrases.plan.headings
        sections = [
            Section(heads.steps, "numbered", self.steps, lead=self.lead, closing=self.order),
            Section(heads.who, "bullets" if self.who_lead else "text", self.who, lead=self.who_lead, narrow=True),
            Section(heads.words, "bullets", self.words, narrow=True),
            Section(heads.watch, "bullets", self.watch, narrow=True),
            Section(heads.case, "text", self.case, narrow=True),
            Section(heads.sources, "sources", self.sources, closing=self.paper),
        ]
        return Page.of(texts.kind, self.title.text, self.intro, sections, self._book.phrases.source)


def compose(
    library: Library,
    items: Sequence[str],
    situation: Sequence[str] = (),
    role: str | None = None,
    book: PlanBook | None = None,
) -> Plan:
    """The plan for a situation.

    Args:
        library: what the bot knows.
        items: ids that answer the situation, best first, at most five.
        situation: intents of what was asked, at most two; their neutral titles open the plan, never a person's words.
        role: of the person, if known.
        book: the data files of plans; those of the project if not given.

    Raises:
        PlanError: if an id is unknown, or if there are none or too many.
    """
    return _made(library, book or load_book(), Recipe(tuple(items), tuple(situation), role))


def restore(library: Library, data: object, book: PlanBook | None = None) -> Plan:
    """The plan that `Plan.to_json` gave.

    Raises:
        PlanError: if it is none, or if an item or a situation in it is no longer there.
    """
    return _made(library, book or load_book(), Recipe.from_json(data))


def _made(library: Library, book: PlanBook, recipe: Recipe) -> Plan:
    recipe = checked(library, recipe)
    parts = (WorryParts if recipe.worry else Parts)(library, book, recipe)
    steps = parts.steps()
    order = parts.order(steps)
    who_lead, who = parts.who()
    return Plan(
        recipe=recipe,
        title=parts.title(),
        intro=parts.intro(),
        lead=parts.lead(),
        steps=steps,
        order=order,
        who_lead=who_lead,
        who=who,
        words=parts.words(),
        watch=parts.watch(),
        case=parts.case(),
        sources=parts.sources(),
        paper=parts.paper(),
        _library=library,
        _book=book,
    )
