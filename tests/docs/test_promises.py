"""Each promise about data names tests that there are."""

import ast
import re
from functools import cache

import pytest

from bot.settings import ROOT
from tests.docs.pages import DOCS

TABLE = (DOCS / "data-protection.md").read_text(encoding="utf-8").partition("## Promises and their tests")[2]
ROWS = re.findall(r"^\| (?!promise |---)(.+?) \| (.+?) \|$", TABLE, re.MULTILINE)


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_there_are_promises() -> None:
    assert len(ROWS) > 25


@pytest.mark.parametrize(("promise", "names"), ROWS, ids=[promise for promise, _ in ROWS])
def test_a_promise_has_a_test(promise: str, names: str) -> None:
    found = re.findall(r"`(tests/[\w/.-]+?)(?:::(\w+))?`", names)
    assert found, promise
    for file, test in found:
        assert (ROOT / file).is_file(), file
        assert not file.endswith(".py") or test in functions_of(file), f"{file}::{test}"
