"""Each promise about data names tests that there are."""

import re

import pytest

from tests.docs.named_tests import missing_tests
from tests.docs.pages import DOCS

TABLE = (DOCS / "data-protection.md").read_text(encoding="utf-8").partition("## Promises and their tests")[2]
ROWS = re.findall(r"^\| (?!promise |---)(.+?) \| (.+?) \|$", TABLE, re.MULTILINE)


def test_there_are_promises() -> None:
    assert len(ROWS) > 25


@pytest.mark.parametrize(("promise", "names"), ROWS, ids=[promise for promise, _ in ROWS])
def test_a_promise_has_a_test(promise: str, names: str) -> None:
    assert missing_tests(names) == []
