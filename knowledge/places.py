"""Sentences of data files with names in braces, which are filled in when the sentence is said."""

from collections.abc import Collection
from string import Formatter

from pydantic import AfterValidator


def check_places(text: str, names: Collection[str]) -> None:
    """Makes sure that `text` holds each of `names` in braces, and nothing else in braces.

    Raises:
        ValueError: if not, or if a brace stands alone.
    """
    try:
        found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise ValueError("a brace stands alone in this sentence") from None
    if found != set(names):
        wanted = " and ".join(f"{{{name}}}" for name in names)
        holds = f"must hold {wanted} and nothing else" if names else "must hold nothing"
        raise ValueError(f"this sentence {holds} in braces")


def with_places(*names: str) -> AfterValidator:
    """For the type of a sentence that `check_places` must let pass."""

    def check(text: str) -> str:
        check_places(text, names)
        return text

    return AfterValidator(check)
