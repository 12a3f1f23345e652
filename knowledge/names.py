"""How an item is called in a sentence, by name and number, so that people can look it up."""

from collections.abc import Sequence

from knowledge.schema import Item


def named(item: Item) -> str:
    """'lesson 2.5 (“Choose words …”)', or without a number 'the case study “Mothers Schools”'."""
    if item.kind == "case":
        return f"the case study “{item.title}”"
    if item.kind == "concept":
        return f"the paper's pages on “{item.title}”"
    return f"{item.kind} {item.number} (“{item.title}”)"


def listed(words: Sequence[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def capitalised(text: str) -> str:
    """`text` with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]
