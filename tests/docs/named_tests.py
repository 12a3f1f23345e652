"""Tests that a table of the documentation names."""

import ast
import re
from functools import cache

from bot.settings import ROOT

NAMED = re.compile(r"`(tests/[\w/.-]+?)(?:::(\w+))?`")


def missing_tests(cell: str) -> list[str]:
    """What a cell of a table names and what is not there: files, and tests in them.

    Raises:
        ValueError: if it names none.
    """
    found = NAMED.findall(cell)
    if not found:
        raise ValueError("no test is named")
    return [f"{file}::{test}" for file, test in found if not _is_there(file, test)]


def _is_there(file: str, test: str) -> bool:
    return (ROOT / file).is_file() and (not file.endswith(".py") or test in _functions_of(file))


@cache
def _functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
