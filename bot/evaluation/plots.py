"""Plots of the report, drawn with matplotlib when they are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("svg", "png")
COLOURS = ("#0b5c8a", "#d07a00", "#5b8f3a", "#8a5a9e", "#777777")  # told apart by the colour-blind too
SHOWN = 40  # names on an axis; more than that cannot be read at the size of a page, so all stand smaller


@dataclass(frozen=True)
class Plot:
    """A drawing and the name of its files.

    Attributes:
        name: of the files, without ending.
        title: over the drawing.
        size: width and height in inches.
        draw: draws onto the axes it is given.
    """

    name: str
    title: str
    size: tuple[float, float]
    draw: Callable[["Axes"], None]

    def save(self, folder: Path) -> list[Path]:
        """Writes the plot into `folder` once in each of `FORMATS`; returns the files."""
        import matplotlib
        from matplotlib.figure import Figure

        with matplotlib.rc_context({"svg.hashsalt": self.name, "svg.fonttype": "none", "font.size": 9}):
            figure = Figure(figsize=self.size, layout="constrained")
            axes = figure.subplots()
            axes.set_title(self.title, fontsize=11)
            self.draw(axes)
            files = [folder / f"{self.name}.{kind}" for kind in FORMATS]
            for file in files:
                figure.savefig(file, dpi=130, metadata={"Date": None} if file.suffix == ".svg" else None)
        return files


def bars(
    name: str, title: str, groups: Sequence[str], series: Mapping[str, Sequence[tuple[float, float, float]]]
) -> Plot:
    """Shares as bars with their intervals.

    Args:
        name: of the files.
        title: over the drawing.
        groups: names along the axis.
        series: by name, one (value, low, high) a group.
    """

    def draw(axes: "Axes") -> None:
        width = 0.8 / len(series)
        places = np.arange(len(groups))
        for number, (label, values) in enumerate(series.items()):
            value, low, high = np.array(values, dtype=float).T
            axes.bar(
                places + (number - (len(series) - 1) / 2) * width, value, width * 0.92, label=label,
                color=COLOURS[number % len(COLOURS)],
                yerr=np.clip([value - low, high - value], 0, None), error_kw={"linewidth": 0.8},
            )  # fmt: skip
        axes.set_xticks(places, groups)
        if max(map(len, groups)) * len(groups) > 90:
            axes.tick_params(axis="x", labelrotation=30)
        axes.set_ylim(0, 1.02)
        axes.grid(axis="y", linewidth=0.3)
        axes.set_axisbelow(True)
        if len(series) > 1:
            axes.figure.legend(loc="outside lower center", ncols=len(series), frameon=False)

    return Plot(name, title, (9, 4.5), draw)


def curves(
    name: str,
    title: str,
    axis: str,
    x: Sequence[float],
    series: Mapping[str, Sequence[float]],
    marks: Mapping[str, float],
) -> Plot:
    """Shares over a number, with a line at each of `marks`."""

    def draw(axes: "Axes") -> None:
        for number, (label, values) in enumerate(series.items()):
            axes.plot(x, values, label=label, color=COLOURS[number % len(COLOURS)])
        for number, (label, place) in enumerate(marks.items()):
            axes.axvline(place, color="#444444", linewidth=0.9, linestyle=("--", ":", "-.")[number % 3], label=label)
        axes.set_xlabel(axis)
        axes.set_ylim(0, 1.02)
        axes.grid(linewidth=0.3)
        axes.legend(frameon=False)

    return Plot(name, title, (8, 4.5), draw)


def confusion_plot(
    name: str,
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    counts: npt.NDArray[np.int_],
    groups: Sequence[str] = (),
) -> Plot:
    """Counts of what was given (columns) for what was wanted (rows), each row coloured by its shares.

    Args:
        name: of the files.
        title: over the drawing.
        rows: names of what was wanted.
        columns: names of what was given.
        counts: shape (rows, columns).
        groups: of the rows, one each, those of one group side by side; lines are drawn between them.
    """
    many = max(len(rows), len(columns)) > SHOWN
    side = 15.0 if many else max(4.5, 2.5 + 0.6 * len(columns))
    height = side if many else max(3.0, 2.0 + 0.5 * len(rows))

    def draw(axes: "Axes") -> None:
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="equal" if many else "auto")
        font = 5.5 if many else 9
        axes.set_xticks(range(len(columns)), columns, rotation=90 if many else 30, fontsize=font)
        axes.set_yticks(range(len(rows)), rows, fontsize=font)
        axes.set_xlabel("given")
        axes.set_ylabel("wanted")
        for row, column in np.argwhere(counts > 0):
            axes.text(
                column, row, str(counts[row, column]), ha="center", va="center", fontsize=4.5 if many else 9,
                color="white" if shares[row, column] > 0.5 else "black",
            )  # fmt: skip
        for place, (before, after) in enumerate(pairwise(groups)):
            if before != after:
                axes.axhline(place + 0.5, color="#d07a00", linewidth=0.7)
                axes.axvline(place + 0.5, color="#d07a00", linewidth=0.7)

    return Plot(name, title, (side, height), draw)
