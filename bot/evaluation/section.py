"""What a measurement gives: tables, plots, and the figures behind them. The writer knows nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.evaluation.plots import Plot


@dataclass(frozen=True)
class Share:
    """A figure from 0 to 1 with its 95 % confidence interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}–{self.high:.2f})"


Cell = Share | float | int | str


@dataclass(frozen=True)
class Table:
    """A table of the report.

    Attributes:
        title: what it shows.
        columns: names; the first one is that of the rows' own names.
        rows: of cells, as many as there are columns.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def markdown(self) -> str:
        """The table alone, without its title."""
        lines = [self.columns, ["---"] * len(self.columns), *([_text(cell) for cell in row] for row in self.rows)]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@dataclass(frozen=True)
class Section:
    """One part of the report.

    Attributes:
        title: as people read it.
        tables: the first one is what is printed at the end of a run.
        notes: sentences on how it was measured.
        plots: of the figures.
        data: for machines, what the tables do not hold.
    """

    title: str
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    plots: Sequence[Plot] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


def counts_table(title: str, name: str, counts: Mapping[str, Mapping[str, int]], order: Sequence[str] = ()) -> Table:
    """A table of how often what was wanted (rows) met with what was given (columns).

    Args:
        title: of the table.
        name: of its first column.
        counts: wanted -> given -> how many.
        order: names that come first, in this order; the others follow by the alphabet.
    """

    def place(label: str) -> tuple[int, str]:
        return (order.index(label) if label in order else len(order), label)

    columns = sorted({given for row in counts.values() for given in row}, key=place)
    rows: list[list[Cell]] = [
        [wanted, *(counts[wanted].get(column, 0) for column in columns)] for wanted in sorted(counts, key=place)
    ]
    return Table(title, [name, *columns], rows)


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}"
    return str(cell).replace("|", "\\|")
