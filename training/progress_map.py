"""Draws how far a learner is: a tile for each item of the paper, by section, readable without colour."""

from collections.abc import Mapping, Sequence
from datetime import UTC, tzinfo
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from knowledge.schema import Item
from training.drawing import LIGHT, Look, drawing, to_svg
from training.progress import ItemProgress
from training.progress_words import MapWords

SETTLING, FIRM = 7.0, 21.0  # days of strength from which something counts as settling, as firm
# Inches; a page shows the drawing at whatever width it has.
_WIDE, _HIGH, _GAP = 2.62, 0.92, 0.1
_HEAD, _LINE = 0.42, 0.16
_EDGE = 0.1
_LETTERS = 34  # of a title that fit on a line of a tile
_HATCH = "////"


def progress_map(
    sections: Mapping[str, Sequence[Item]],
    progress: Mapping[str, ItemProgress],
    words: MapWords,
    columns: int = 4,
    look: Look = LIGHT,
    zone: tzinfo = UTC,
) -> bytes:
    """The map as SVG.

    Args:
        sections: the items of each, as `training.sections` gives them.
        progress: by item; an item that is not there has no questions.
        columns: tiles side by side, from 1; 4 for a wide screen, 1 for a telephone.
        zone: the learner's, for the days.
    """
    legend = [line for text in words.legend for line in wrap(text, _LETTERS * columns)]
    rows = sum(-(-len(items) // columns) for items in sections.values())
    width = 2 * _EDGE + columns * _WIDE + (columns - 1) * _GAP
    height = 2 * _EDGE + len(sections) * _HEAD + rows * (_HIGH + _GAP) + _LINE * (len(legend) + 1)
    with drawing():
        figure = Figure(figsize=(width, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(height, 0)  # from the top, in inches
        top = _EDGE
        for section, items in sections.items():
            axes.text(_EDGE, top + _HEAD * 0.62, section, color=look.ink, fontsize=11, fontweight="bold", va="center")
            top += _HEAD
            for place, item in enumerate(items):
                row, column = divmod(place, columns)
                corner = (_EDGE + column * (_WIDE + _GAP), top + row * (_HIGH + _GAP))
                _tile(axes, corner, item, progress.get(item.id, ItemProgress(0)), words, look, zone)
            top += -(-len(items) // columns) * (_HIGH + _GAP)
        for number, line in enumerate(legend, 1):
            axes.text(_EDGE, top + number * _LINE, line, color=look.muted, fontsize=8.5, va="center")
        return to_svg(figure, words.title, describe(progress, words))


def describe(progress: Mapping[str, ItemProgress], words: MapWords) -> str:
    """The whole map in two sentences."""
    return words.description.format(
        known=sum(item.known for item in progress.values()),
        asked=sum(item.asked for item in progress.values()),
        begun=sum(item.answered > 0 for item in progress.values()),
        items=len(progress),
    )


def state(progress: ItemProgress, words: MapWords, zone: tzinfo = UTC) -> str:
    """How far a learner is with an item, in words: "3 of 5 known, firm, last on 2 Mar"."""
    if progress.seen is None:
        return words.unseen
    day = progress.seen.astimezone(zone).date()
    parts = [words.known.format(known=progress.known, asked=progress.asked)]
    if progress.strength is not None:
        is_firm, is_settling = progress.strength >= FIRM, progress.strength >= SETTLING
        parts.append(
            words.strength.firm if is_firm else words.strength.settling if is_settling else words.strength.fresh
        )
    parts.append(words.last.format(day=f"{day.day} {day:%b}"))
    return ", ".join(parts)


def _tile(
    axes: Axes,
    corner: tuple[float, float],
    item: Item,
    progress: ItemProgress,
    words: MapWords,
    look: Look,
    zone: tzinfo,
) -> None:
    left, top = corner
    begun = progress.seen is not None
    axes.add_patch(
        Rectangle(
            corner, _WIDE, _HIGH, facecolor="none", edgecolor=look.ink if begun else look.muted,
            linewidth=1 if begun else 0.8, linestyle="-" if begun else (0, (4, 3)),
        )
    )  # fmt: skip
    label = item.number or getattr(words.kinds, item.kind)
    inside = left + 0.09
    axes.text(inside, top + 0.13, label, color=look.ink, fontsize=8, fontweight="bold", va="center")
    for number, line in enumerate(wrap(item.title, _LETTERS)[:2]):
        axes.text(inside, top + 0.30 + number * _LINE, line, color=look.ink, fontsize=8.5, va="center")
    bar = (inside, top + 0.57)
    whole = _WIDE - 0.18
    axes.add_patch(
        Rectangle(
            bar, whole * progress.share, 0.11, facecolor=look.fill, edgecolor=look.hatch, hatch=_HATCH, linewidth=0
        )
    )
    axes.add_patch(Rectangle(bar, whole, 0.11, facecolor="none", edgecolor=look.muted, linewidth=0.6))
    axes.text(inside, top + 0.79, state(progress, words, zone), color=look.muted, fontsize=7.5, va="center")
