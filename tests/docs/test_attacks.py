"""Each attack that docs/security.md names has a defence and tests that there are."""

import re

import pytest

from tests.docs.named_tests import missing_tests
from tests.docs.pages import DOCS

PAGE = (DOCS / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (?!attack |---)(.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)


def test_there_are_attacks() -> None:
    assert len(ROWS) > 35


@pytest.mark.parametrize(("attack", "defence", "names"), ROWS, ids=[attack for attack, _, _ in ROWS])
def test_an_attack_has_a_defence_and_a_test(attack: str, defence: str, names: str) -> None:
    assert attack and defence
    assert missing_tests(names) == []
