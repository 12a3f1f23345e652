"""The real rules, read once."""

import pytest

from knowledge.library import Library, load
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import Rulebook, load_rulebook


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def book(library: Library) -> Rulebook:
    return load_rulebook(library)


@pytest.fixture(scope="session")
def checker(book: Rulebook) -> Checker:
    return Checker(book)
