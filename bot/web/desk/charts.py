"""Draws the figures of the board as SVG that needs no colour: hatches, markers, and the numbers themselves."""

import io
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from bot.web.desk.figures import Figure
from training.drawing import ONE_AT_A_TIME, plain_svg

HATCHES = ("", "////", "....", "xx", "\\\\\\\\", "++")
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", "--", ":", "-.", "-", "--")
LABELLED = 16  # weeks up to which every number stands beside its mark; above, the table has them


@dataclass(frozen=True)
class Look:
    """Colours of a chart: those of the page."""

    ink: str
    muted: str
    surface: str
    shades: tuple[str, ...]


LIGHT = Look("#20292b", "#55605d", "#fffdf9", ("#17605f", "#dcebe8", "#8fbcb6", "#fffdf9", "#b9d6d1", "#eef4f2"))
DARK = Look("#e9edea", "#a9b5b1", "#1b2225", ("#8fd3c9", "#24403e", "#4b8580", "#1b2225", "#35605c", "#2a3335"))


def svg(figure: Figure, look: Look = LIGHT) -> bytes:
    """A chart. It holds no styles inline, so that the strictest page may show it."""
    with ONE_AT_A_TIME:
        rows = len(figure.series)
        drawing = Drawing(figsize=(4.6, 0.6 + 0.34 * rows) if figure.kind == "across" else (6.4, 3.8 + 0.22 * rows))
        axes = drawing.add_subplot()
        {"lines": _lines, "stacked": _stacked, "across": _across}[figure.kind](axes, figure, look)
        _dress(axes, figure, look)
        out = io.BytesIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        drawing.savefig(out, format="svg", transparent=True, bbox_inches="tight", metadata=nothing)
    return plain_svg(out.getvalue(), {"title": figure.title})


def _lines(axes: Axes, figure: Figure, look: Look) -> None:
    for n, one in enumerate(figure.series):
        values = [float("nan") if value is None else value for value in one.values]
        place, colour = n % len(MARKERS), look.ink if n % 2 else look.shades[0]
        axes.plot(
            range(len(values)), values, marker=MARKERS[place], linestyle=DASHES[place], color=colour, label=one.name,
            markerfacecolor=look.surface if n % 2 else colour,
        )  # fmt: skip
        if len(values) <= LABELLED:
            for at, value in enumerate(one.values):
                if value is not None:
                    axes.annotate(f"{value:g}", (at, value), (0, 7), textcoords="offset points", ha="center",
                                  color=look.ink, bbox=_clear(look))  # fmt: skip
    _weeks(axes, figure)


def _stacked(axes: Axes, figure: Figure, look: Look) -> None:
    below = [0.0] * len(figure.columns)
    for n, one in enumerate(figure.series):
        heights = [value or 0 for value in one.values]
        bars = axes.bar(
            range(len(heights)), heights, bottom=below, label=one.name, color=look.shades[n % len(look.shades)],
            hatch=HATCHES[n % len(HATCHES)], edgecolor=look.ink, linewidth=0.8,
        )  # fmt: skip
        if len(heights) <= LABELLED:
            labels = [f"{value:g}" if value else "" for value in one.values]
            for text in axes.bar_label(bars, labels, label_type="center", color=look.ink):
                if text.get_text():
                    text.set_bbox(_clear(look))
        below = [before + height for before, height in zip(below, heights, strict=True)]
    _weeks(axes, figure)


def _clear(look: Look) -> dict[str, Any]:
    """A box behind a number, so that no line or hatch runs through it."""
    return {"facecolor": look.surface, "edgecolor": "none", "pad": 1}


def _across(axes: Axes, figure: Figure, look: Look) -> None:
    names = [one.name for one in figure.series]
    values = [one.values[0] for one in figure.series]
    bars = axes.barh(names, [value or 0 for value in values], color=look.shades[0], edgecolor=look.ink, linewidth=0.8)
    labels = ["hidden" if value is None else f"{value:g}" for value in values]
    axes.bar_label(bars, labels, padding=5, color=look.ink)
    axes.invert_yaxis()
    axes.margins(x=0.15)


def _weeks(axes: Axes, figure: Figure) -> None:
    step = -(-len(figure.columns) // LABELLED)
    shown = range(0, len(figure.columns), step)
    axes.set_xticks(list(shown), [figure.columns[place] for place in shown], rotation=45, ha="right")
    axes.set_xlim(-0.6, len(figure.columns) - 0.4)
    axes.set_xlabel("week that began on")


def _dress(axes: Axes, figure: Figure, look: Look) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(look.muted)
    axes.tick_params(colors=look.ink, labelsize=10)
    axes.xaxis.label.set_color(look.muted)
    if figure.kind == "across":
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        return
    axes.set_ylabel(figure.unit, color=look.muted)
    axes.margins(y=0.15)
    axes.set_ylim(bottom=0)  # after the margins, which else have no more say at the top
    handles, names = axes.get_legend_handles_labels()
    axes.legend(
        handles, [fill(name, 60) for name in names], loc="lower left", bbox_to_anchor=(0, 1), frameon=False,
        labelcolor=look.ink, handlelength=3, ncols=2 if max(map(len, names), default=0) < 30 else 1,
    )  # fmt: skip
