"""The items of the paper by its sections, in the paper's order."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from knowledge.schema import Item

_QUESTION = re.compile(r"([a-z]+-[a-z0-9.-]+)-q[1-9]\d?")


def sections(items: Mapping[str, Item]) -> dict[str, list[Item]]:
    """The items of each section: those with a number by it, then concepts and cases.

    Where an item stands within a section ("2. Women and mothers, in lesson 2.6") does not matter here.
    """
    found: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(items.values(), key=lambda item: (not item.number, item.kind == "case")):
        found[item.place.section.partition(",")[0]].append(item)
    # The challenges come before the lessons, whose sections are numbered.
    return {name: found[name] for name in sorted(found, key=lambda name: (name[0].isdigit(), name))}


@lru_cache(maxsize=4096)
def item_of(question: str) -> str:
    """The item that a question is on, by the question's id.

    Raises:
        ValueError: if it is no id of a question.
    """
    found = _QUESTION.fullmatch(question)
    if found is None:
        raise ValueError("That is no id of a question.")
    return found[1]
