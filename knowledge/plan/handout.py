"""Composes a handout for a training on one topic, from the same sentences as a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Any

from knowledge.library import Library
from knowledge.plan.book import PlanBook, load_book
from knowledge.plan.case import case_lines
from knowledge.plan.page import Line, Page, Section
from knowledge.plan.recipe import Recipe, Sources, checked

MAX_POINTS = 6  # of all items together, so that the handout stays a page


@dataclass(frozen=True)
class Handout:
    """One page for learners.

    Attributes:
        recipe: the ids that it is made from.
        title: of the first item.
        intro: what it is about, and why that helps.
        lessons: what the items say.
        questions: three to think about, each on a sentence of an item.
        case: the case study to look at.
        sources: in the order of their numbers.
        paper: names the paper.
    """

    recipe: Recipe
    title: Line
    intro: tuple[Line, ...]
    lessons: tuple[Line, ...]
    questions: tuple[Line, ...]
    case: tuple[Line, ...]
    sources: tuple[Line, ...]
    paper: Line
    _book: PlanBook = field(repr=False, compare=False)

    def to_json(self) -> dict[str, Any]:
        """For a slot; `restore_handout` makes the handout of it again."""
        return self.recipe.to_json()

    @property
    def numbered(self) -> tuple[Line, ...]:
        """What is shown with numbers."""
        return self.questions

    @property
    def page(self) -> Page:
        """What the writers write."""
        texts, heads = self._book.phrases.handout, self._book.phrases.handout.headings
        sections = [
            Section(heads.lessons, "bullets", self.lessons),
            Section(heads.questions, "numbered", self.questions),
            Section(heads.case, "text", self.case),
            Section(heads.sources, "sources", self.sources, closing=self.paper),
        ]
        return Page.of(texts.kind, self.title.text, self.intro, sections, self._book.phrases.source)


def handout(library: Library, items: Sequence[str], book: PlanBook | None = None) -> Handout:
    """A handout on the topic of the first item.

    Args:
        library: what the bot knows.
        items: ids, the topic first, at most five.
        book: the data files of plans; those of the project if not given.

    Raises:
        PlanError: if an id is unknown, or if there are none or too many.
    """
    return _made(library, book or load_book(), Recipe(tuple(items)))


def restore_handout(library: Library, data: object, book: PlanBook | None = None) -> Handout:
    """The handout that `Handout.to_json` gave.

    Raises:
        PlanError: if it is none, or if an item in it is no longer there.
    """
    return _made(library, book or load_book(), Recipe.from_json(data))


def _made(library: Library, book: PlanBook, recipe: Recipe) -> Handout:
    recipe = checked(library, recipe)
    others = [name for name in recipe.items if not name.startswith("case-")]
    items = [library.items[name] for name in others or recipe.items]
    sources, texts = Sources(library), book.phrases.handout
    situation = library.situations[recipe.situations[0]]
    about = texts.about.format(situation=situation.title)
    why = Line(f"{items[0].id}.why", items[0].why, sources.of_sentence(items[0].id, items[0].why))
    each = max(1, MAX_POINTS // len(items))
    lessons = tuple(
        Line(f"{item.id}.says.{number}", text, sources.of_sentence(item.id, text))
        for item in items
        for number, text in enumerate(item.says[:each])
    )
    # Steps of each item in turn, so that the questions are on all of the topic.
    turns = zip_longest(*([(f"{item.id}.steps.{n}", text) for n, text in enumerate(item.steps)] for item in items))
    asked = [step for step in chain.from_iterable(turns) if step is not None and step[0] not in recipe.dropped]
    questions = tuple(
        Line(name, phrase.format(sentence=text), sources.of_sentence(name.split(".steps.")[0], text))
        for phrase, (name, text) in zip(texts.questions, asked, strict=False)
    )
    return Handout(
        recipe=recipe,
        title=Line(f"{items[0].id}.title", items[0].title),
        intro=(Line(f"situations.{situation.intent}.title", about), why),
        lessons=lessons,
        questions=questions,
        case=case_lines(library, book, sources, recipe),
        sources=sources.lines(),
        paper=sources.paper(),
        _book=book,
    )
