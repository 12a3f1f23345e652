"""Which intent a message has, given the chance of each: a matter of groups, not of the first in the list.

The 47 situations share out among them what a message that describes one deserves, so a single other intent can
come first although a situation of some kind is likelier by far.
"""

from __future__ import annotations

from typing import AbstractSet, Mapping, Optional

# Given by the safety component alone, which asks for more than to be the first in the list.
SAFETY = frozenset({"danger_now", "danger_soon", "worried_about_someone"})
# What is refused: an answer does more harm than a refusal too many, so together they need not come first. Measured on
# evaluation/ (725 messages): from this chance on 78 of 80 such requests are refused, and 5 of 620 in scope.
REFUSED = frozenset({"profiling_request", "harmful_request"})
REFUSED_FROM = 0.25


def choose(chances: Mapping[str, float], situations: AbstractSet[str]) -> Optional[str]:
    """The intent of a message, or None if there is none to choose from.

    Args:
        chances: of each intent, 0 to 1.
        situations: the intents that the knowledge answers.
    """
    calm = {name: chance for name, chance in chances.items() if name not in SAFETY}
    if not calm:
        return None
    refused = {name: chance for name, chance in calm.items() if name in REFUSED}
    if sum(refused.values()) >= REFUSED_FROM or len(refused) == len(calm):
        return max(refused, key=lambda name: refused[name])
    first = max(sorted(calm.keys() - REFUSED), key=lambda name: calm[name])
    if first in situations:
        return first
    described = {name: chance for name, chance in calm.items() if name in situations}
    if sum(described.values()) > calm[first]:
        return max(described, key=lambda name: described[name])
    return first
