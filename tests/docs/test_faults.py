"""Each fault names tests that there are, and says what the person and the operator see."""

import re

import pytest

from tests.docs.named_tests import missing_tests
from tests.docs.pages import DOCS

PAGE = (DOCS / "faults.md").read_text(encoding="utf-8")
ROWS = [line[2:-2].split(" | ") for line in re.findall(r"^\| (?!fault \|).+ \|$", PAGE, re.MULTILINE)]


def test_there_are_faults() -> None:
    assert len(ROWS) > 30


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_fault_says_what_is_seen_and_lost_and_has_a_test(row: list[str]) -> None:
    fault, person, operator, lost, names = row
    assert all((fault, person, operator, lost))
    assert missing_tests(names) == []
