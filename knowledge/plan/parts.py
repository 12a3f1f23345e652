"""The parts of a plan, each made of sentences of items and phrases of data files."""

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from knowledge.library import Library
from knowledge.names import capitalised, listed
from knowledge.plan.book import PlanBook
from knowledge.plan.case import case_lines
from knowledge.plan.order import beginning
from knowledge.plan.page import Line
from knowledge.plan.recipe import Recipe, Sources

MAX_STEPS = 8  # what stands on one page with all the rest
MAX_WORDS = 2
MAX_WATCH = 3
MAX_PEOPLE = 4
LEARNERS = {"trainer", "trainee"}  # act in a training, and are nobody to involve outside it


class Parts:
    """The parts of one plan, made once and in the order of the page: a sentence stands in it once, and sources are
    numbered in the order of reading.
    """

    def __init__(self, library: Library, book: PlanBook, recipe: Recipe) -> None:
        self._library, self._book, self._recipe = library, book, recipe
        self._texts = book.phrases.plan
        self._sources = Sources(library)
        self._seen = set(recipe.dropped)  # so that a dropped step does not come back under another heading
        # A case is looked at, and lends its steps only where nothing else is there.
        others = tuple(name for name in recipe.items if not name.startswith("case-"))
        self._items = others or recipe.items
        self._best = library.items[self._items[0]]

    def title(self) -> Line:
        """Of the item that fits best."""
        return Line(f"{self._best.id}.title", self._best.title)

    def intro(self) -> tuple[Line, Line]:
        """Two sentences on what was asked."""
        first, *more = (self._library.situations[name] for name in self._recipe.situations)
        about = Line(f"situations.{first.intent}.title", self._texts.about.format(situation=first.title))
        if more:
            return about, Line(f"situations.{more[0].intent}.title", self._texts.also.format(situation=more[0].title))
        return about, self._for_whom()

    def lead(self) -> Line:
        """Leads to the steps."""
        role, kind = self._recipe.role, self._best.kind
        if role and kind in ("lesson", "challenge"):
            return Line(f"roles.{role}.openings.0", self._library.roles[role].openings[0])
        return Line(f"phrases.steps.{kind}.0", getattr(self._library.phrases.steps, kind)[0])

    def steps(self) -> tuple[Line, ...]:
        """As many of each item as there is room for, in turn, best item first; then in the order of places."""
        turns = zip_longest(*(self._steps_of(name) for name in self._items))
        chosen = [step for step in chain.from_iterable(turns) if step is not None][:MAX_STEPS]
        chosen.sort(key=lambda step: (self._place(step[0]), step[1]))
        kept = [(item, name, text) for item, _, name, text in chosen if name not in self._recipe.dropped]
        return tuple(self._line(item, name, text) for item, name, text in kept)

    def case(self) -> tuple[Line, ...]:
        """The case study to look at."""
        return case_lines(self._library, self._book, self._sources, self._recipe)

    def sources(self) -> tuple[Line, ...]:
        """Where each of the items stands that the parts made so far are of."""
        return self._sources.lines()

    def paper(self) -> Line:
        """Names the paper."""
        return self._sources.paper()

    def _place(self, item: str) -> tuple[int, int]:
        return self._book.order.place(item)

    def _for_whom(self) -> Line:
        if self._recipe.role:
            audience = self._library.roles[self._recipe.role].audience
            return Line(f"roles.{self._recipe.role}.audience", self._texts.for_role.format(audience=audience))
        return Line("plan_phrases.plan.for_anyone", self._texts.for_anyone)

    def _steps_of(self, item: str) -> Iterator[tuple[str, int, str, str]]:
        """An item's steps that are for the role: item, number, id and text."""
        placed, role = self._book.order.placed(item), self._recipe.role
        only_for = placed.only_for if placed else []
        for number, text in enumerate(self._library.items[item].steps):
            if role is None or all(role in only.roles for only in only_for if text.startswith(only.begins)):
                yield item, number, f"{item}.steps.{number}", text

    def order(self, steps: Sequence[Line]) -> Line | None:
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

    def who(self) -> tuple[Line | None, tuple[Line, ...]]:
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

    def words(self) -> tuple[Line, ...]:
        """What to say, and how."""
        placed = [row for name in self._items if (row := self._book.order.placed(name)) is not None]
        own = [(row.item, begins) for row in placed for begins in row.words]
        usual = [(row.item, row.begins) for row in self._book.order.usual_words]
        return self._new(own, MAX_WORDS) or self._new(usual, MAX_WORDS)

    def watch(self) -> tuple[Line, ...]:
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
