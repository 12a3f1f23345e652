"""What a learner's page shows, gathered from what is kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.web.training.parts import Training
from knowledge.schema import Item
from training.certificate import certificate, debriefed
from training.drawing import DARK, LIGHT
from training.progress import ItemProgress
from training.progress_map import describe, progress_map, state
from training.sections import sections
from training.tables import Learner

AHEAD = 7  # days after today


@dataclass(frozen=True)
class DayAhead:
    """How many questions come back on a day."""

    day: date
    count: int


@dataclass(frozen=True)
class MapRow:
    """An item in the map's table: "Lesson 2.5", its title, and how far the learner is with it."""

    label: str
    title: str
    state: str


@dataclass(frozen=True)
class Talked:
    """A practice conversation that was begun."""

    title: str
    turns: int
    day: date
    debriefed: bool


@dataclass(frozen=True)
class Overview:
    """All of a learner's page.

    Attributes:
        due: questions that are due today.
        ahead: the days after today.
        days: on how many of the last days there was practice, in words.
        described: the map in two sentences.
        rows: the map as a table, by section.
        talks: practice conversations, newest first.
        has_record: whether there is anything for a record of practice.
        joined: number and name of the groups that they are in.
        made: the same of those that they made.
    """

    due: int
    ahead: Sequence[DayAhead]
    days: str
    described: str
    rows: dict[str, list[MapRow]]
    talks: Sequence[Talked]
    has_record: bool
    joined: Sequence[tuple[int, str]]
    made: Sequence[tuple[int, str]]


def overview(training: Training, learner: Learner, zone: tzinfo) -> Overview:
    """What the page of a learner shows; days are of `zone`."""
    progress, words = training.progress, training.words
    due, *ahead = progress.due_ahead(learner.id, training.questions, AHEAD + 1, zone)
    today = datetime.now(zone).date()
    items = progress.items(learner.id, training.questions)
    runs = training.runs.all(learner.id)
    titles = training.titles
    talks = [
        Talked(
            titles.get(run.scenario, "A conversation that is no longer here"),
            len(run.turns),
            run.started_at.astimezone(zone).date(),
            run.debriefed_at is not None,
        )
        for run in reversed(runs)
        if run.turns
    ]
    return Overview(
        due=due,
        ahead=[DayAhead(today + timedelta(days=n), count) for n, count in enumerate(ahead, 1)],
        days=words.of_days(progress.practised(learner.id, zone)),
        described=describe(items, words.map),
        rows=_rows(training, items, zone),
        talks=talks,
        has_record=bool(debriefed(runs, titles)) or any(item.answered for item in items.values()),
        joined=training.groups.joined_by(learner.id),
        made=training.groups.made_by(learner.id),
    )


def map_svg(training: Training, learner: Learner, zone: tzinfo, narrow: bool, dark: bool) -> bytes:
    """The map of a learner as SVG, four tiles wide or one."""
    return progress_map(
        sections(training.library.items),
        training.progress.items(learner.id, training.questions),
        training.words.map,
        1 if narrow else 4,
        DARK if dark else LIGHT,
        zone,
    )


def record_pdf(training: Training, learner: Learner, zone: tzinfo, name: str) -> bytes:
    """A learner's record of practice as PDF.

    Raises:
        NothingToShowError: if there is nothing to put on it yet.
    """
    of_section = {name: [item.id for item in items] for name, items in sections(training.library.items).items()}
    return certificate(
        training.progress.accuracy(learner.id, training.questions, of_section),
        debriefed(training.runs.all(learner.id), training.titles, zone),
        training.library.paper,
        datetime.now(zone).date(),
        training.words.certificate,
        name,
    )


def _rows(training: Training, items: dict[str, ItemProgress], zone: tzinfo) -> dict[str, list[MapRow]]:
    words = training.words.map

    def row(item: Item) -> MapRow:
        label = f"{item.kind.capitalize()} {item.number}" if item.number else getattr(words.kinds, item.kind)
        return MapRow(label, item.title, state(items.get(item.id, ItemProgress(0)), words, zone))

    return {name: [row(item) for item in found] for name, found in sections(training.library.items).items()}
