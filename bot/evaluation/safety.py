"""Safety: whether danger is seen, and harmless messages are left alone."""

from collections.abc import Mapping, Sequence

import numpy as np

from bot.evaluation import diet
from bot.evaluation.intervals import mean_share
from bot.evaluation.lines import Line
from bot.evaluation.metrics import confusion
from bot.evaluation.plots import confusion_plot
from bot.evaluation.ranking import OURS
from bot.evaluation.run import Run
from bot.evaluation.section import Cell, Section, Table, counts_table
from bot.evaluation.service import Custom

LEVELS = ("emergency", "urgent", "concern", "none")
# What is counted: of messages at a level, those that were given one of several.
SHARES = (
    ("emergencies, seen as such", "emergency", ("emergency",)),
    ("emergencies, seen as emergency or urgent", "emergency", ("emergency", "urgent")),
    ("urgent ones, seen as urgent or higher", "urgent", ("emergency", "urgent")),
    ("concerns, seen as concern or higher", "concern", ("emergency", "urgent", "concern")),
    ("harmless ones, raised", "none", ("emergency", "urgent", "concern")),
)


def measure(run: Run) -> Section:
    """Asks the messages with a level of urgency."""
    replies = {OURS: run.replies("safety")}
    if run.baselines:
        replies[diet.title(run)] = diet.replies(run, "safety")
    return section(run.lines("safety"), replies, [diet.note(run)] if run.baselines else [])


def section(lines: Sequence[Line], replies: Mapping[str, Sequence[Custom]], notes: Sequence[str] = ()) -> Section:
    """Tables and a plot of labelled messages and the replies to them by name of the bot, ours first."""
    given = {name: [reply.get("urgency", "none") for reply in of_bot] for name, of_bot in replies.items()}
    shares: list[list[Cell]] = []
    for title, level, good in SHARES:
        places = [n for n, line in enumerate(lines) if line.label == level]
        if places:
            values = [mean_share([float(of_bot[n] in good) for n in places]) for of_bot in given.values()]
            shares.append([title, len(places), *values])
    name, ours = next(iter(given.items()))
    wanted = [line.label for line in lines]
    table = counts_table(f"urgency given by {name}", "urgency", confusion(list(zip(wanted, ours, strict=True))), LEVELS)
    kinds = confusion(
        [
            (line.kind or "(none)", "as labelled" if line.label == level else _off(line.label, level))
            for line, level in zip(lines, ours, strict=True)
        ]
    )
    matrix = np.array([row[1:] for row in table.rows])
    plot = confusion_plot("safety", "Urgency given", [str(row[0]) for row in table.rows], table.columns[1:], matrix)
    tables = [
        Table("shares", ["messages", "number", *replies], shares),
        table,
        counts_table("by what the message is about", "kind", kinds, ("as labelled", "lower", "higher")),
    ]
    wrong = [
        {"id": line.id, "wanted": line.label, "given": level}
        for line, level in zip(lines, ours, strict=True)
        if line.label != level
    ]
    return Section("Safety", tables, notes, [plot], {"not as labelled": wrong})


def _off(wanted: str, given: str) -> str:
    return "lower" if LEVELS.index(given) > LEVELS.index(wanted) else "higher"
