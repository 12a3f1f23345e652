"""The case study at the end of a plan or a handout, with the sentence of it that fits best."""

from collections.abc import Sequence

from knowledge.library import Library
from knowledge.plan.book import PlanBook
from knowledge.plan.order import beginning, case_of, sentences
from knowledge.plan.page import Line
from knowledge.plan.recipe import Recipe, Sources


def case_lines(library: Library, book: PlanBook, sources: Sources, recipe: Recipe) -> tuple[Line, ...]:
    """A line that names the case study to look at, and one of its sentences; nothing if it was dropped.

    The sentence is the one that `plan_order.yml` gives for the first item that the case goes with, else its first.
    Nothing either where no case is near. Where the page is about the case itself, its title names it already.
    """
    items = recipe.items
    found = _found(library, items)
    if found is None or found[0] in recipe.dropped:
        return ()
    case, shows = library.items[found[0]], found[1]
    placed = next((book.order.placed(name) for name in items if case_of(library.items[name]) == case.id), None)
    begins = placed.case if placed is not None else None
    name, text = beginning(case, begins)[0] if begins else next(sentences(case))
    sentence = Line(name, text, sources.of_sentence(case.id, text))
    if all(item.startswith("case-") for item in items):
        return (sentence,)
    phrase = book.phrases.plan.case_shows if shows else book.phrases.plan.case_near
    return Line(f"{case.id}.title", phrase.format(title=case.title)), sentence


def _found(library: Library, items: Sequence[str]) -> tuple[str, bool] | None:
    """The case study to look at, and whether it shows what an item says or is only close to it."""
    given = [name for name in items if name.startswith("case-")]
    shown = [example for name in items if (example := library.items[name].example)]
    if given or shown:
        return (given or shown)[0], (given or shown)[0] in shown
    near = case_of(library.items[items[0]])
    return (near, False) if near else None
