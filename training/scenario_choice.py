"""Which scenario somebody means: by its number in the list, its title, or a word that its person goes by."""

import re
from collections.abc import Mapping, Sequence

from training.scenario import Scenario

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
SHORT = 4  # words of a message that may be a number and little else


def scenario_meant(text: str, scenarios: Mapping[str, Scenario]) -> Scenario | None:
    """The scenario that a message means, or None where it names none or fits several.

    Args:
        text: "the mother", "3", "the third one", or a title.
        scenarios: by id, in the order in which they are listed.
    """
    listed = list(scenarios.values())
    words = _words(text)
    for scenario in listed:
        if words == _words(scenario.title):
            return scenario
    number = _number(words)
    if number is not None:
        return listed[number - 1] if number <= len(listed) else None
    said = f" {' '.join(words)} "
    found = [s for s in listed if any(f" {' '.join(_words(name))} " in said for name in s.goes_by)]
    return found[0] if len(found) == 1 else None


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:'\w+)?", text.replace("’", "'").lower())


def _number(words: Sequence[str]) -> int | None:
    """The number of a short message that is little else: "3", "number three", "the third one please"."""
    if len(words) > SHORT:
        return None
    for word, after in zip(words, [*words[1:], ""], strict=False):
        if word.isdecimal() and int(word) > 0 and not after.startswith("min"):
            return int(word)
        if word in _ORDINALS:
            return _ORDINALS.index(word) + 1
    return None
