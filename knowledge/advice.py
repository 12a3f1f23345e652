"""Puts an answer into words, from items alone: every sentence of advice is one of an item's.

The message is used to choose among sentences, never to make one, so nothing that a person wrote comes
back to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.names import capitalised, listed, named
from knowledge.schema import Item
from knowledge.search import Hit, Ranking

MAX_SOURCES = 5
MAX_STEPS = 4
POINTS = {
    "lesson": 1,
    "challenge": 2,
    "case": 3,
    "concept": 3,
}  # how much of `says` an answer gives
FIRST_STEPS = {"lesson": 3, "challenge": 2, "case": 2, "concept": 2}
NEAR = 1.2  # a second item this close in score (standard deviations) gives steps too
TOLD = 0.45  # cosine from which a point of a case is near enough to be told with it
# An example is told where the search has it among its first ten. Over the items' own questions that holds for the
# item's named example six times in ten, and for any other case once in ten. No other place, score or similarity that
# was tried tells the two apart better by more than three in a hundred.
EXAMPLE_WITHIN = 10
POINTS_OPENED = 8  # an opened item shows its nearest points; its card holds the rest


@dataclass(frozen=True)
class Advice:
    """An answer to a situation.

    Attributes:
        text: paragraphs set apart by blank lines; steps are lines "1. …".
        sources: ids of the items, best first, at most five.
        used: those of the sources whose words are in the text, best first.
        example: id of the case study that the text shows, if any.
    """

    text: str
    sources: list[str]
    used: list[str]
    example: str | None


class Adviser:
    """Composes answers from the items of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def advise(self, ranking: Ranking, role: str | None, turn: int, lead: str | None = None, first: int = 0) -> Advice:
        """The answer to a situation.

        Args:
            ranking: what the search found.
            role: the person's role, if known: it changes how the steps are introduced.
            turn: answers given so far in this conversation; phrases take turns by it.
            lead: opens the answer in place of the acknowledgement.
            first: the best hit to use; those before it were given already.
        """
        hits = ranking.hits[first : first + MAX_SOURCES]
        items = [self._library.items[hit.item] for hit in hits]
        top = items[0]
        steps, used = self._steps(ranking, hits)
        example = self._example(ranking, items, used)
        opening = lead or self._acknowledge(top, turn)
        facts = " ".join(self._points(ranking, top, POINTS[top.kind]))
        paragraphs = [
            f"{opening} {facts}",
            "\n".join([self._lead(top, role, turn), *(f"{n}. {s}" for n, s in enumerate(steps, 1))]),
        ]
        if example is not None:
            paragraphs.append(self._show(ranking, example, turn))
            used.append(example.id)
        paragraphs.append(self._close(used, top, role, turn))
        sources = list(dict.fromkeys([*(i.id for i in items[:3]), *used, *(i.id for i in items)]))
        return Advice("\n\n".join(paragraphs), sources[:MAX_SOURCES], used, example.id if example else None)

    def opened(self, item: Item, ranking: Ranking | None = None) -> str:
        """The whole of one item: what it says, what to do, and why."""
        points = item.says[:POINTS_OPENED]
        if ranking is not None:
            points = self._points(ranking, item, POINTS_OPENED)
        return "\n\n".join(
            [
                f"{capitalised(named(item))}",
                "\n".join(f"- {point}" for point in points),
                "\n".join(
                    [turn_of(getattr(self._library.phrases.steps, item.kind), 0)]
                    + [f"{n}. {step}" for n, step in enumerate(item.steps, 1)]
                ),
            ]
        )

    def reason(self, item: Item) -> str:
        """Why an item's advice can help."""
        phrases = self._library.phrases
        return "\n\n".join([phrases.why.format(why=item.why), phrases.why_source.format(item=named(item))])

    def cited(self, items: Sequence[Item]) -> str:
        """Where items stand in the paper, and the paper's name."""
        phrases, paper = self._library.phrases.cited, self._library.paper
        places = [phrases.item.format(item=capitalised(named(item)), section=item.place.section) for item in items]
        where = "\n".join([phrases.lead, *(f"- {place}" for place in places)])
        return f"{where}\n\n{phrases.paper.format(title=paper.title, publisher=paper.publisher)}"

    def _acknowledge(self, item: Item, turn: int) -> str:
        return turn_of(self._library.situation_of(item.id).acknowledge, turn)

    def _points(self, ranking: Ranking, item: Item, count: int) -> list[str]:
        """What the item says, nearest to the message, in the item's own order."""
        nearest = {text for text, _ in ranking.closest(item.id, "says")[:count]}
        return [point for point in item.says if point in nearest]

    def _steps(self, ranking: Ranking, hits: Sequence[Hit]) -> tuple[list[str], list[str]]:
        """Two to four steps of the best item and, where it is as close, of the next."""
        items = [self._library.items[hit.item] for hit in hits]
        top = items[0]
        steps = self._nearest_steps(ranking, top, FIRST_STEPS[top.kind])
        used = [top.id]
        for hit, item in zip(hits[1:3], items[1:3], strict=False):
            # A case is told as the example; a concept explains. Steps come from lessons and challenges.
            if item.kind in ("lesson", "challenge") and hits[0].score - hit.score < NEAR:
                room = MAX_STEPS - len(steps)
                if room > 0:
                    steps += self._nearest_steps(ranking, item, min(room, 2))
                    used.append(item.id)
        return steps, used

    def _nearest_steps(self, ranking: Ranking, item: Item, count: int) -> list[str]:
        nearest = {text for text, _ in ranking.closest(item.id, "step")[:count]}
        return [step for step in item.steps if step in nearest]

    def _lead(self, item: Item, role: str | None, turn: int) -> str:
        if role and role in self._library.roles and item.kind in ("lesson", "challenge"):
            return turn_of(self._library.roles[role].openings, turn)
        return turn_of(getattr(self._library.phrases.steps, item.kind), turn)

    def _example(self, ranking: Ranking, items: Sequence[Item], used: Sequence[str]) -> Item | None:
        """The case that the used items name as their example, if it fits; else a case among the best hits."""
        if items[0].kind == "case":
            return None
        named_there = [self._library.items[i].example for i in used]
        near = {hit.item for hit in ranking.hits[:EXAMPLE_WITHIN]}
        found = [case for case in named_there if case in near] + [i.id for i in items[:4] if i.kind == "case"]
        return self._library.items[found[0]] if found else None

    def _show(self, ranking: Ranking, case: Item, turn: int) -> str:
        """What the case is, and what of it comes nearest to the message."""
        nearest, similarity = ranking.closest(case.id, "says")[0]
        points = [case.says[0], *([nearest] if nearest != case.says[0] and similarity >= TOLD else [])]
        return turn_of(self._library.phrases.example, turn).format(title=case.title, says=" ".join(points))

    def _close(self, used: Sequence[str], top: Item, role: str | None, turn: int) -> str:
        text = rests_on(self._library, [self._library.items[i] for i in used], turn)
        if role in self._library.roles and role not in top.audience:
            audience = listed([self._library.roles[r].audience for r in top.audience])
            text = f"{self._library.phrases.other_audience.format(audience=audience)} {text}"
        return text


def rests_on(library: Library, items: Sequence[Item], turn: int) -> str:
    """Names the items that advice comes from."""
    return turn_of(library.phrases.sources, turn).format(sources=listed([named(item) for item in items]))


def turn_of(choices: Sequence[str], turn: int) -> str:
    """The one of several phrases whose turn it is."""
    return choices[turn % len(choices)]
