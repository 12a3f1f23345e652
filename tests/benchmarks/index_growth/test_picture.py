"""The drawing and the table of what was measured."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.index_growth.picture import draw, table
from bot.settings import ROOT


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    """Of the results that are kept."""
    text = (ROOT / "benchmarks" / "results" / "index_growth.json").read_text(encoding="utf-8")
    kept: list[dict[str, Any]] = json.loads(text)["rows"]
    return kept


def test_each_line_is_named(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    draw(rows, tmp_path / "growth.svg")
    drawn = (tmp_path / "growth.svg").read_text(encoding="utf-8")
    assert drawn.count("all, 32 bits") >= 4
    assert "one query, 95th percentile, ms of one thread" in drawn


def test_the_same_results_give_the_same_bytes(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    draw(rows, tmp_path / "growth.svg")
    first = (tmp_path / "growth.svg").read_bytes()
    draw(rows, tmp_path / "growth.svg")
    assert (tmp_path / "growth.svg").read_bytes() == first


def test_the_table_has_a_line_for_each_row_and_says_what_cannot_remove(rows: list[dict[str, Any]]) -> None:
    lines = table(rows).splitlines()
    assert len(lines) == len(rows) + 2
    assert sum("cannot" in line for line in lines) == sum(row["remove_100_seconds"] is None for row in rows)
