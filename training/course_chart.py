"""Draws the course of a talk: trust, fear and hope after each turn, readable without colour."""

import io
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from training.debrief import CourseRow, Debrief
from training.drawing import LIGHT, Look, drawing, to_svg
from training.practice_phrases import PracticePhrases
from training.practice_rules import HIGHEST, LOWEST

_SIZE = (7.5, 4.2)  # inches
_APART = 6  # points of the scale that two labels need between them
# Line style and marker tell the three apart; colour does not.
_STYLES = {"trust": ("-", "o"), "fear": ("--", "s"), "hope": (":", "^")}
_POINT = "↑", "↓"  # above a turn that changed much for the better, for the worse


def course_svg(debrief: Debrief, title: str, phrases: PracticePhrases, look: Look = LIGHT) -> bytes:
    """The course as SVG, with the same in words for those who cannot see it.

    Args:
        debrief: of the talk.
        title: of the scenario.
        phrases: with the names of the values.
        look: colours of the page that it stands on.
    """
    description = " ".join(text for _, texts in debrief.sections(phrases)[-1:] for text in texts)
    with drawing():
        return to_svg(
            _figure(debrief, title, phrases, look), phrases.debrief.chart_title.format(title=title), description
        )


def course_png(debrief: Debrief, title: str, phrases: PracticePhrases, look: Look = LIGHT) -> bytes:
    """The same as PNG."""
    out = io.BytesIO()
    with drawing():
        figure = _figure(debrief, title, phrases, look)
        figure.savefig(out, format="png", dpi=130, facecolor=look.surface, metadata={"Software": None})
    return out.getvalue()


def _figure(debrief: Debrief, title: str, phrases: PracticePhrases, look: Look) -> Figure:
    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.subplots()
    say, rows = phrases.debrief, debrief.course
    axes.set_title(say.chart_title.format(title=title), color=look.ink, fontsize=11, loc="left")
    ends: list[tuple[float, float, str]] = []
    for name, (line, marker) in _STYLES.items():
        places, values = _line(rows, name)
        axes.plot(places, values, linestyle=line, marker=marker, color=look.ink, linewidth=1.6, markersize=5)
        ends.append((places[-1], values[-1], getattr(phrases.values, name)))
    if debrief.first_course:
        places, values = _line(debrief.first_course, "trust")
        axes.plot(places, values, linestyle="-.", marker="x", color=look.muted, linewidth=1.0, markersize=5)
        ends.append((places[-1], values[-1], say.chart_first))
    _label(axes, ends, look)
    for point in debrief.turning_points:
        sign = _POINT[0] if point.good else _POINT[1]
        axes.annotate(sign, (point.turn, HIGHEST + 3), color=look.ink, fontsize=11, ha="center", annotation_clip=False)
    axes.set_ylim(LOWEST - 3, HIGHEST + 9)
    axes.set_yticks(range(LOWEST, HIGHEST + 1, 20))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(-0.3, max(place for place, _, _ in ends) + 0.3)
    axes.set_xlabel(say.chart_turn, color=look.muted)
    axes.tick_params(colors=look.muted)
    axes.grid(axis="y", linewidth=0.4, color=look.muted, alpha=0.5)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(look.muted)
    axes.set_facecolor("none")
    return figure


def _line(rows: Sequence[CourseRow], name: str) -> tuple[list[float], list[float]]:
    return [row.turn for row in rows], [getattr(row.numbers, name) for row in rows]


def _label(axes: Axes, ends: Sequence[tuple[float, float, str]], look: Look) -> None:
    """Names each line at its end, labels that would lie on each other moved apart."""
    height = -float(HIGHEST)
    right = max(place for place, _, _ in ends)
    for place, value, name in sorted(ends, key=lambda end: end[1]):
        height = max(value, height + _APART)
        beside = axes.get_yaxis_transform()
        if place == right:
            axes.annotate(
                name, (place, value), (1.01, height), textcoords=beside, color=look.ink, fontsize=9, va="center"
            )
        else:  # a try that ended sooner is named where it ended
            axes.annotate(name, (place, value), (6, -10), textcoords="offset points", color=look.muted, fontsize=8)
