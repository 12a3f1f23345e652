"""Rows of tables on ranking, which more than one section shows."""

from collections.abc import Sequence

from bot.evaluation.intervals import mean_share
from bot.evaluation.lines import Line
from bot.evaluation.metrics import ranking_values
from bot.evaluation.section import Cell, Share

METRICS = ("first", "within 3", "within 5", "MRR", "nDCG@5")
OURS = "Common Ground"

Found = Sequence[Sequence[str]]


def ranking_shares(lines: Sequence[Line], found: Found) -> dict[str, Share]:
    """Each of `METRICS` over graded messages and the items found for them, best first. At least one message."""
    rows = [ranking_values(ids, line.label) for line, ids in zip(lines, found, strict=True)]
    return {name: mean_share([row[name] for row in rows]) for name in METRICS}


def ranking_row(name: str, lines: Sequence[Line], found: Found) -> list[Cell]:
    """A row of name, number of messages, and each of `METRICS`."""
    return [name, len(lines), *ranking_shares(lines, found).values()]


def as_bars(row: Sequence[Cell]) -> list[tuple[float, float, float]]:
    """The shares of a row, as plots take them."""
    return [(cell.value, cell.low, cell.high) for cell in row if isinstance(cell, Share)]


def best_items(line: Line) -> list[str]:
    """The items that must be in the answer."""
    return [item for item, grade in line.label.items() if grade == 3]
