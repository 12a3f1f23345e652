"""Composes a plan. Every statement in it is a sentence of an item or a phrase of a data file; nothing is generated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from typing import Any

from knowledge.library import Library
from knowledge.names import capitalised, listed
from knowledge.plan.book import PlanBook, load_book
from knowledge.plan.case import case_lines
from knowledge.plan.order import beginning
from knowledge.plan.page import Line, Page, Section
from knowledge.plan.recipe import PlanError, Recipe, Sources, checked

MAX_STEPS = 8  # what stands on one page with all the rest
MAX_WORDS = 2
MAX_WATCH = 3
MAX_PEOPLE = 4
LEARNERS = {"trainer", "trainee"}  # act in a training, and are nobody to involve outside it


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
    return _Composer(library, book, recipe).plan()


class _Composer:
    """Makes one plan. A sentence stands in it once, and sources are numbered in the order of reading."""

    def __init__(self, library: Library, book: PlanBook, recipe: Recipe) -> None:
        self._library, self._book, self._recipe = library, book, recipe
        self._texts = book.phrases.plan
        self._sources = Sources(library)
        self._seen = set(recipe.dropped)  # so that a dropped step does not come back under another heading
        # A case is looked at, and lends its steps only where nothing else is there.
        others = tuple(name for name in recipe.items if not name.startswith("case-"))
        self._items = others or recipe.items

    def plan(self) -> Plan:
        best = self._library.items[self._items[0]]
        steps = self._steps()
        order = self._order(steps)
        who_lead, who = self._who()
        return Plan(
            recipe=self._recipe,
            title=Line(f"{best.id}.title", best.title),
            intro=self._intro(),
            lead=self._lead(best.kind),
            steps=steps,
            order=order,
            who_lead=who_lead,
            who=who,
            words=self._words(),
            watch=self._watch(),
            case=case_lines(self._library, self._book, self._sources, self._recipe),
            sources=self._sources.lines(),
            paper=self._sources.paper(),
            _library=self._library,
            _book=self._book,
        )

    def _intro(self) -> tuple[Line, Line]:
        first, *more = (self._library.situations[name] for name in self._recipe.situations)
        about = Line(f"situations.{first.intent}.title", self._texts.about.format(situation=first.title))
        if more:
            return about, Line(f"situations.{more[0].intent}.title", self._texts.also.format(situation=more[0].title))
        if self._recipe.role:
            audience = self._library.roles[self._recipe.role].audience
            return about, Line(f"roles.{self._recipe.role}.audience", self._texts.for_role.format(audience=audience))
        return about, Line("plan_phrases.plan.for_anyone", self._texts.for_anyone)

    def _lead(self, kind: str) -> Line:
        role = self._recipe.role
        if role and kind in ("lesson", "challenge"):
            return Line(f"roles.{role}.openings.0", self._library.roles[role].openings[0])
        return Line(f"phrases.steps.{kind}.0", getattr(self._library.phrases.steps, kind)[0])

    def _steps(self) -> tuple[Line, ...]:
        """As many of each item as there is room for, in turn, best item first; then in the order of the stages."""
        turns = zip_longest(*(self._steps_of(name) for name in self._items))
        chosen = [step for step in chain.from_iterable(turns) if step is not None][:MAX_STEPS]
        chosen.sort(key=lambda step: (self._book.order.place(step[0]), step[1]))
        kept = [(item, name, text) for item, _, name, text in chosen if name not in self._recipe.dropped]
        return tuple(self._line(item, name, text) for item, name, text in kept)

    def _steps_of(self, item: str) -> Iterator[tuple[str, int, str, str]]:
        """An item's steps that are for the role: item, number, id and text."""
        placed, role = self._book.order.placed(item), self._recipe.role
        only_for = placed.only_for if placed else []
        for number, text in enumerate(self._library.items[item].steps):
            if role is None or all(role in only.roles for only in only_for if text.startswith(only.begins)):
                yield item, number, f"{item}.steps.{number}", text

    def _order(self, steps: Sequence[Line]) -> Line | None:
        """The reasons of all stages that the steps are of, if they are of several."""
        found = (self._book.order.stage_of(step.id.split(".steps.")[0]) for step in steps)
        stages = list({stage.stage: stage for stage in found if stage is not None}.values())
        if len(stages) < 2:
            return None
        phrases = [self._texts.order, *[self._texts.order_then] * (len(stages) - 1)]
        reasons = [phrase.format(reason=stage.reason) for phrase, stage in zip(phrases, stages, strict=True)]
        rests_on = dict.fromkeys(chain.from_iterable(stage.rests_on for stage in stages))
        return Line(
            f"plan_order.{stages[0].stage}.reason", " ".join(reasons), tuple(sorted(self._sources.of(*rests_on)))
        )

    def _who(self) -> tuple[Line | None, tuple[Line, ...]]:
        """The others for whom most of the items are written, in the order of the best item."""
        audiences = [self._library.items[name].audience for name in self._items]
        role = self._recipe.role
        roles = [name for name in dict.fromkeys(chain.from_iterable(audiences)) if name not in LEARNERS | {role}]
        roles.sort(key=lambda name: -sum(name in audience for audience in audiences))
        if role and not any(role in audience for audience in audiences):
            people = listed([self._library.roles[name].audience for name in audiences[0] if name not in LEARNERS])
            return None, (Line("phrases.other_audience", self._library.phrases.other_audience.format(audience=people)),)
        label = "who_too" if role else "who"
        named = [(name, capitalised(self._library.roles[name].audience)) for name in roles[:MAX_PEOPLE]]
        lead = Line(f"plan_phrases.plan.{label}", getattr(self._texts, label))
        return lead, tuple(Line(f"roles.{name}.audience", text) for name, text in named)

    def _words(self) -> tuple[Line, ...]:
        placed = [row for name in self._items if (row := self._book.order.placed(name)) is not None]
        own = [(row.item, begins) for row in placed for begins in row.words]
        usual = [(row.item, row.begins) for row in self._book.order.usual_words]
        return self._new(own, MAX_WORDS) or self._new(usual, MAX_WORDS)

    def _watch(self) -> tuple[Line, ...]:
        """One sentence of each item; the reason why it helps, where nothing else is left."""
        found: tuple[Line, ...] = ()
        for name in self._items[:MAX_WATCH]:
            placed = self._book.order.placed(name)
            begins = [*(placed.watch if placed else []), self._library.items[name].why]
            found += self._new([(name, text) for text in begins], 1 if len(self._items) > 1 else 2)
        return found

    def _new(self, wanted: Sequence[tuple[str, str]], count: int) -> tuple[Line, ...]:
        """The first `count` of these sentences that are not in the plan yet."""
        found: list[Line] = []
        for item, begins in wanted:
            known = self._library.items.get(item)
            for name, text in beginning(known, begins)[:1] if known else ():
                if len(found) < count and name not in self._seen:
                    found.append(self._line(item, name, text))
        return tuple(found)

    def _line(self, item: str, name: str, text: str) -> Line:
        self._seen.add(name)
        return Line(name, text, self._sources.of_sentence(item, text))
