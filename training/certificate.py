"""A certificate as PDF: what was practised and how it went, by what is kept, and no claim beyond that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from textwrap import wrap

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath

from knowledge.schema import Paper
from training.drawing import LIGHT, drawing, to_pdf
from training.learners import shown
from training.practice_runs import RunTaken, longest_debriefed
from training.progress import SectionAccuracy
from training.progress_words import CertificateWords, in_words

WIDTH, HEIGHT = 8.27, 11.69  # A4 upright, in inches
_EDGE = 0.9
_LETTERS = 88  # of plain text that fit on a line
_NAME = 16.0  # points, where the name is short enough
_LINE = 0.2  # from one line of a list to the next, in inches


@dataclass(frozen=True)
class Debriefed:
    """A practice conversation that was gone through: of so many turns, and when its debrief was shown."""

    title: str
    turns: int
    day: date


class NothingToShowError(ValueError):
    """Nothing was practised yet."""


def debriefed(runs: Sequence[RunTaken], titles: Mapping[str, str], zone: tzinfo = UTC) -> list[Debriefed]:
    """What a certificate shows of a learner's practice conversations: of each scenario the longest with a debrief.

    Args:
        titles: of the scenarios that there are, by id; what was done in others is left out.
        zone: the learner's, for the days.
    """
    return [
        Debriefed(titles[run.scenario], len(run.turns), run.debriefed_at.astimezone(zone).date())
        for run in longest_debriefed(runs)
        if run.scenario in titles and run.debriefed_at is not None
    ]


def certificate(
    sections: Sequence[SectionAccuracy],
    scenarios: Sequence[Debriefed],
    paper: Paper,
    day: date,
    words: CertificateWords,
    name: str = "",
) -> bytes:
    """The certificate.

    Args:
        sections: how the last answers were.
        scenarios: those with a debrief.
        day: on which it is made.
        name: as the learner wants it to stand there; it is kept nowhere. Where there is none, or one that the font
            cannot write, a line is left for it.

    Raises:
        NothingToShowError: if no question was answered and no conversation gone through.
    """
    if not scenarios and not any(section.answered for section in sections):
        raise NothingToShowError
    lines = [_talk(one, words) for one in scenarios]
    lines = [line for text in lines or [words.no_scenarios] for line in _bullet(text)]
    foot = [words.made.format(day=in_words(day)), *wrap(words.limits, _LETTERS)]
    with drawing():
        page = _Page()
        page.write(words.title, size=22, bold=True, after=0.3)
        page.name(words.name, shown(name))
        page.write(words.paper.format(title=paper.title, publisher=paper.publisher), after=0.25)
        page.write(words.sections, size=13, bold=True)
        page.write(words.bars)
        page.bars(sections, words)
        page.write(words.scenarios, size=13, bold=True)
        pages = [page]
        lines = page.lines(lines, foot)
        while lines:
            pages.append(page := _Page())
            page.write(words.title, size=13, bold=True)
            lines = page.lines(lines, foot)
        page.foot(foot)
        return to_pdf([page.figure for page in pages], words.title)


class _Page:
    """A page that is written from top to bottom; `top` is where it goes on, in inches from the upper edge."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="white")
        self.top = _EDGE

    def write(self, text: str, size: float = 10, bold: bool = False, after: float = 0.1) -> None:
        for line in wrap(text, round(_LETTERS * 10 / size)):
            self._put(line, self.top, size, bold)
            self.top += size / 72 * 1.45
        self.top += after

    def lines(self, lines: list[str], foot: Sequence[str]) -> list[str]:
        """Writes as many lines as there is room for above `foot`; returns the rest."""
        room = max(int((_top_of(foot) - 0.3 - self.top) / _LINE), 1)
        for line in lines[:room]:
            self._put(line, self.top, 10, False)
            self.top += _LINE
        return lines[room:]

    def name(self, label: str, name: str) -> None:
        self._put(f"{label}:", self.top + 0.1, 12, False)
        start = _EDGE + 0.9
        if name and _can_write(name):
            wide = TextPath((0, 0), name, size=_NAME, prop=FontProperties(weight="bold")).get_extents().width / 72
            size = min(_NAME, _NAME * (WIDTH - _EDGE - start) / wide)
            self._put(name, self.top + 0.1, size, True, start)
        else:
            self.figure.add_artist(_line([start / WIDTH, 1 - _EDGE / WIDTH], 1 - (self.top + 0.25) / HEIGHT))
        self.top += 0.65

    def bars(self, sections: Sequence[SectionAccuracy], words: CertificateWords) -> None:
        height = 0.42 * len(sections)
        left, right = _EDGE + 2.5, _EDGE + 2.2
        axes = self.figure.add_axes(
            (left / WIDTH, 1 - (self.top + height) / HEIGHT, (WIDTH - left - right) / WIDTH, height / HEIGHT)
        )
        places = range(len(sections))
        scores = [100 * (section.score or 0.0) for section in sections]
        axes.barh(places, [100] * len(sections), 0.5, facecolor="none", edgecolor=LIGHT.muted, linewidth=0.6)
        axes.barh(places, scores, 0.5, facecolor=LIGHT.fill, edgecolor=LIGHT.hatch, hatch="////", linewidth=0)
        for place, section in enumerate(sections):
            axes.text(103, place, _result(section, words), fontsize=9, va="center", color=LIGHT.ink)
        names = ["\n".join(wrap(section.section, 34)) for section in sections]
        axes.set_yticks(places, names, fontsize=9, color=LIGHT.ink)
        axes.tick_params(length=0)
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.xaxis.set_visible(False)
        axes.set_frame_on(False)
        self.top += height + 0.3

    def foot(self, lines: Sequence[str]) -> None:
        top = _top_of(lines)
        self.figure.add_artist(_line([_EDGE / WIDTH, 1 - _EDGE / WIDTH], 1 - (top - 0.1) / HEIGHT))
        for number, line in enumerate(lines):
            self._put(line, top + 0.08 + _LINE * number, 9.5, False)

    def _put(self, text: str, top: float, size: float, bold: bool, left: float = _EDGE) -> None:
        self.figure.text(
            left / WIDTH, 1 - top / HEIGHT, text, fontsize=size, fontweight="bold" if bold else "normal", va="top",
            color=LIGHT.ink,
        )  # fmt: skip


def _result(section: SectionAccuracy, words: CertificateWords) -> str:
    if section.score is None:
        return words.unanswered
    # Rounded down: 100% must mean that all were right.
    return words.answered.format(score=int(100 * section.score + 1e-9), answered=section.answered, asked=section.asked)


def _top_of(foot: Sequence[str]) -> float:
    return HEIGHT - _EDGE - _LINE * len(foot)


def _talk(one: Debriefed, words: CertificateWords) -> str:
    turns = words.one_turn if one.turns == 1 else words.turns.format(count=one.turns)
    return words.scenario.format(title=one.title, turns=turns, day=in_words(one.day))


def _bullet(text: str) -> list[str]:
    return wrap(text, _LETTERS, initial_indent="•  ", subsequent_indent="    ")


def _line(across: Sequence[float], level: float) -> Line2D:
    return Line2D(across, [level, level], color=LIGHT.muted, linewidth=0.8)


def _can_write(name: str) -> bool:
    font = get_font(findfont(FontProperties()))
    return all(font.get_char_index(ord(letter)) for letter in name)
