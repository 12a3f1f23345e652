"""The real library and the data files of plans, read once."""

import pytest

from knowledge.library import Library
from knowledge.plan.book import PlanBook, load_book
from tests.knowledge.wording.real_rules import real_library


@pytest.fixture(scope="session")
def real() -> Library:
    return real_library()


@pytest.fixture(scope="session")
def book() -> PlanBook:
    return load_book()
