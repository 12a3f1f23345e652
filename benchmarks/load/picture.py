"""Draws what was measured."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from benchmarks.load.doors import DOORS

COLOURS = {"ours": "#0b5c8a", "bare": "#d07a00"}
PROCESS_COLOURS = ("#0b5c8a", "#d07a00", "#5b8f3a", "#8a5a9e")
PANELS = (("p95", "a turn, 95th percentile, ms"), ("per_second", "turns a second"))
PLAIN = FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else f"{value:g}")


def draw(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """Draws `rows` of the results file against the number of visitors, into the SVG file `path`."""
    with matplotlib.rc_context(_look(path)):
        figure = Figure(figsize=(11, 4.2), layout="constrained")
        for axes, (value, title) in zip(figure.subplots(1, 2).flat, PANELS, strict=True):
            _panel(axes, value, title, rows)
        handles, labels = figure.axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False)
        _save(figure, path)


def draw_soak(soak: dict[str, Any], path: Path) -> None:
    """Draws the memory of each process during a soak, what it grew by since the start, into the SVG file `path`."""
    with matplotlib.rc_context(_look(path)):
        figure = Figure(figsize=(7, 3.6), layout="constrained")
        axes = figure.subplots()
        minutes = [seconds / 60 for seconds in soak["seconds"]]
        for colour, (name, mib) in zip(PROCESS_COLOURS, soak["samples"].items(), strict=False):
            axes.plot(minutes, [value - mib[0] for value in mib], color=colour, linewidth=1.2, label=name)
        axes.axvline(minutes[-1] / 2, color="#6f6f6f", linewidth=0.8, linestyle=(0, (4, 3)))
        axes.set_title("memory since the start, MiB; judged is what is right of the line", loc="left", fontsize=10)
        axes.set_xlabel("minutes")
        axes.legend(frameon=False)
        _plain(axes)
        _save(figure, path)


def _panel(axes: Axes, value: str, title: str, rows: Sequence[dict[str, Any]]) -> None:
    axes.set_title(title, loc="left", fontsize=10)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.xaxis.set_major_formatter(PLAIN)
    axes.yaxis.set_major_formatter(PLAIN)
    for bot, colour in COLOURS.items():
        for paused, style in ((False, "-"), (True, (0, (4, 3)))):
            points = sorted(
                (row["visitors"], row[value])
                for row in rows
                if row["bot"] == bot and bool(row["pause"]) == paused and row[value]
            )
            label = f"{DOORS[bot].label}, {'with' if paused else 'no'} pauses"
            # Drawn without points too, so that the legend is the same whatever was measured.
            axes.plot(
                [x for x, _ in points], [y for _, y in points], color=colour, linestyle=style, linewidth=1.4,
                marker="o", markersize=3, label=label,
            )  # fmt: skip
    axes.set_xticks(sorted({row["visitors"] for row in rows}))
    axes.minorticks_off()
    axes.set_xlabel("visitors at once")
    _plain(axes)


def _plain(axes: Axes) -> None:
    axes.grid(which="major", linewidth=0.3)
    axes.spines[["top", "right"]].set_visible(False)


def _look(path: Path) -> Any:
    return {"svg.hashsalt": path.stem, "svg.fonttype": "none", "font.size": 9}


def _save(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
