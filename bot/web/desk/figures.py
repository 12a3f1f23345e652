"""The figures of the board as tables, each of which a chart draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.web.desk.words import LEVELS
from helpline.statistics import Statistics, Waiting
from knowledge.library import Library

TOPICS = 6  # in the chart and its table; the download has all
Kind = Literal["lines", "stacked", "across"]


@dataclass(frozen=True)
class Series:
    """A row of numbers with its name; None where a number is hidden."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Figure:
    """A table and how it is drawn.

    Attributes:
        name: in addresses.
        unit: what is counted.
        columns: their headings.
    """

    name: str
    title: str
    unit: str
    kind: Kind
    columns: Sequence[str]
    series: Sequence[Series] = field(default=())

    @property
    def empty(self) -> bool:
        """Whether every number is hidden."""
        return all(value is None for one in self.series for value in one.values)


def figures(numbers: Statistics, library: Library) -> dict[str, Figure]:
    """The figures, by name, in the order of the page."""
    weeks = [_day(week) for week in numbers.weeks]
    waits = (
        Series("Half waited no longer", [_minutes(week.median) for week in numbers.waiting_by_week]),
        Series("Nine of ten waited no longer", [_minutes(week.most) for week in numbers.waiting_by_week]),
    )
    levels = [Series(LEVELS[level], counts) for level, counts in numbers.urgency.items()][::-1]
    ends = [Series(end.capitalize(), [count]) for end, count in numbers.outcomes.items()]
    topics = [Series(_title(library, topic), counts) for topic, counts in list(numbers.topics.items())[:TOPICS]]
    made = (
        Figure("waiting", "How long people waited", "minutes", "lines", weeks, waits),
        Figure("urgency", "How urgent the cases were", "cases", "stacked", weeks, levels),
        Figure("outcomes", "How cases ended", "cases", "across", ["Cases"], ends),
        Figure("topics", "What the program spoke of", "cases", "lines", weeks, topics),
    )
    return {figure.name: figure for figure in made}


def summed_up(waiting: Waiting) -> str:
    """How long people waited in the whole time, in a sentence."""
    if waiting.median is None or waiting.most is None:
        return "Fewer than five cases were taken in this time, so their waiting times are not shown."
    half, most = _in_words(waiting.median), _in_words(waiting.most)
    return f"Half of all cases were taken within {half}, nine of ten within {most}."


def _minutes(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds / 60)


def _in_words(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes > 1 else "a minute"


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


def _title(library: Library, topic: str) -> str:
    return library.items[topic].title if topic in library.items else topic
