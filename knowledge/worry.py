"""Advice for somebody who worries about one person: sentences of `worries.yml`, each of an item of the paper."""

from collections.abc import Sequence

from knowledge.advice import Advice, rests_on, turn_of
from knowledge.library import Library
from knowledge.search import Ranking


def nearest(library: Library, ranking: Ranking, role: str | None) -> list[str]:
    """Ids of the items that say something to this person, nearest to their message first."""
    worries = library.worries
    return [hit.item for hit in ranking.hits if hit.item in worries and worries[hit.item].is_for(role)]


def advise(library: Library, item: str, turn: int, lead: str) -> Advice:
    """What one item says to somebody who worries.

    Args:
        library: what the bot knows.
        item: id of an item that has an entry in `worries.yml`.
        turn: answers given so far in this conversation; phrases take turns by it.
        lead: opens the advice.
    """
    worry, phrases = library.worries[item], library.phrases
    # Not as the role would have it: "In your group, you could" is no way to begin a talk between two.
    steps = [turn_of(phrases.steps.lesson, turn), *(f"{n}. {step}" for n, step in enumerate(worry.steps, 1))]
    paragraphs = [
        " ".join([lead, *worry.says]),
        "\n".join(steps),
        phrases.worry.careful,
        rests_on(library, [library.items[item]], turn),
    ]
    return Advice("\n\n".join(paragraphs), [item], [item], None)


def left(items: Sequence[str], given: Sequence[str]) -> str | None:
    """The first item that was not given yet."""
    return next((item for item in items if item not in given), None)
