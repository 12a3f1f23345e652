"""Draws what was measured, and puts it into a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from benchmarks.index_growth.structures import STRUCTURES

LIMIT_MS = 10.0  # a search may take
LEAST_RECALL = 0.95

Value = Callable[[dict[str, Any]], float]


@dataclass(frozen=True)
class Panel:
    """One of the four drawings."""

    title: str
    value: Value
    logarithmic: bool = True
    line: float | None = None


PANELS = (
    Panel("one query, 95th percentile, ms of one thread", lambda row: row["times"]["cpu_p95_ms"], line=LIMIT_MS),
    Panel("recall of the ten nearest", lambda row: row["recall"], logarithmic=False, line=LEAST_RECALL),
    Panel("memory of each of two processes, mapped, MiB", lambda row: max(row["mapped"]["pss_mib"], 0.1)),
    Panel("building, seconds", lambda row: max(row["train_seconds"] + row["add_seconds"], 0.001)),
)
PLAIN = FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}")
COLOURS = ("#1b1b1b", "#6f6f6f", "#a8a8a8", "#0b5c8a", "#3f8fc0", "#d07a00", "#8a5a9e", "#b3467b", "#5b8f3a")


def draw(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Draws `rows` of the results file, four panels against the number of passages, into the SVG file `path`."""
    look: Any = {"svg.hashsalt": path.stem, "svg.fonttype": "none", "font.size": 9}
    with matplotlib.rc_context(look):
        figure = Figure(figsize=(11, 8), layout="constrained")
        for axes, panel in zip(figure.subplots(2, 2).flat, PANELS, strict=True):
            _panel(axes, panel, rows)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None})


def _panel(axes: Axes, panel: Panel, rows: Sequence[dict[str, Any]]) -> None:
    axes.set_title(panel.title, loc="left", fontsize=10)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(PLAIN)
    if panel.logarithmic:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(PLAIN)
    if panel.line is not None:
        axes.axhline(panel.line, color="#c0392b", linewidth=0.8, linestyle=(0, (4, 3)))
    ends = []
    for colour, structure in zip(COLOURS, STRUCTURES.values(), strict=True):
        points = sorted((row["passages"], panel.value(row)) for row in rows if row["structure"] == structure.name)
        if points:
            sizes, values = zip(*points, strict=True)
            axes.plot(sizes, values, color=colour, linewidth=1.4, marker="o", markersize=3)
            ends.append((sizes[-1], values[-1], structure.label, colour))
    axes.grid(which="major", linewidth=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel("passages")
    _labels(axes, ends)


def _labels(axes: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """Names the lines at their right ends, one below the other where they meet."""
    axes.set_xlim(right=axes.get_xlim()[1] * 1.05)
    to_axes = axes.transData + axes.transAxes.inverted()
    placed = sorted(((*to_axes.transform((x, y)), text, colour) for x, y, text, colour in ends), key=lambda e: e[1])
    step = 0.055
    heights: list[float] = []
    for _, y, _, _ in placed:
        heights.append(max(y, heights[-1] + step) if heights else y)
    over = max(0.0, heights[-1] - 1.0) if heights else 0.0
    for (x, y, text, colour), height in zip(placed, heights, strict=True):
        axes.annotate(
            text, (x, y), (1.03, height - over), xycoords="axes fraction", textcoords="axes fraction", color=colour,
            va="center", fontsize=8, arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.4},
            annotation_clip=False,
        )  # fmt: skip


def table(rows: Sequence[dict[str, Any]]) -> str:
    """`rows` of the results file as a table in Markdown; what is left out of it stands in the file."""
    lines = [
        "| passages | structure | lists read | recall | ms, p95 | file, MiB | each of two processes, MiB: mapped "
        "| read | building, s | 100 added, s | 100 removed, s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    order = list(STRUCTURES)
    for row in sorted(rows, key=lambda row: (row["passages"], order.index(row["structure"]))):
        lists = f"{row['effort']} of {row['lists']}" if row["lists"] else ""
        removing = "cannot" if row["remove_100_seconds"] is None else f"{row['remove_100_seconds']:.2f}"
        lines.append(
            f"| {row['passages']:,} | {STRUCTURES[row['structure']].label} | {lists} | {row['recall']:.3f} "
            f"| {row['times']['cpu_p95_ms']:.2f} | {row['file_mib']:.1f} | {row['mapped']['pss_mib']:.0f} "
            f"| {row['read']['pss_mib']:.0f} | {row['train_seconds'] + row['add_seconds']:.1f} "
            f"| {row['add_100_seconds']:.2f} | {removing} |"
        )
    return "\n".join(lines)
