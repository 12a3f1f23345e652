"""Retrieval: whether the right item comes first, over the public HTTP door."""

from collections.abc import Sequence

from bot.evaluation import baselines, diet
from bot.evaluation.lines import Line
from bot.evaluation.metrics import ranking_values
from bot.evaluation.plots import bars
from bot.evaluation.ranking import METRICS, OURS, Found, as_bars, best_items, ranking_row
from bot.evaluation.run import Run
from bot.evaluation.section import Cell, Section, Table
from bot.evaluation.service import Custom

MISSES = ("message", "style", "wanted", "type", "sources")


def measure(run: Run) -> Section:
    """Asks the graded messages."""
    replies = run.replies("guidance")
    others = baselines.items(run, "guidance") if run.baselines else {}
    notes = [baselines.NOTE, diet.note(run)] if others else []
    return section(run.lines("guidance"), replies, others, notes)


def section(
    lines: Sequence[Line], replies: Sequence[Custom], others: dict[str, list[list[str]]], notes: Sequence[str] = ()
) -> Section:
    """Tables and plots of graded messages, the replies to them, and what baselines found."""
    found = [reply.get("sources", []) for reply in replies]
    searches = [ranking_row(name, lines, ids) for name, ids in {OURS: found, **others}.items()]
    styles = _by_style(lines, found)
    tables = [
        Table("a grade-3 item first, within three, within five", ["search", "messages", *METRICS], searches),
        Table("by style of message", ["style", "messages", *METRICS], styles),
        Table(
            "by item, itself among the sources, worst first", ["item", "messages", *METRICS[:3]], _by_item(lines, found)
        ),
        Table("misses: no grade-3 item first", MISSES, _misses(lines, replies)),
    ]
    by_search = {str(row[0]): as_bars(row) for row in searches}
    by_metric = {name: [as_bars(row)[n] for row in styles] for n, name in enumerate(METRICS[:3])}
    plots = [
        bars("retrieval", "A grade-3 item first, within three, within five", METRICS, by_search),
        bars("retrieval-styles", "By style of message", [str(row[0]) for row in styles], by_metric),
    ]
    return Section("Retrieval", tables, notes, plots)


def _by_style(lines: Sequence[Line], found: Found) -> list[list[Cell]]:
    rows = []
    for style in sorted({line.style for line in lines}):
        of_style = [(line, ids) for line, ids in zip(lines, found, strict=True) if line.style == style]
        rows.append(ranking_row(style or "(none)", [line for line, _ in of_style], [ids for _, ids in of_style]))
    return rows


def _by_item(lines: Sequence[Line], found: Found) -> list[list[Cell]]:
    values: dict[str, list[dict[str, float]]] = {}
    for line, ids in zip(lines, found, strict=True):
        for item in best_items(line):
            values.setdefault(item, []).append(ranking_values(ids, {item: 3}))
    rows: list[list[Cell]] = [
        [item, len(of_item), *(sum(row[name] for row in of_item) / len(of_item) for name in METRICS[:3])]
        for item, of_item in values.items()
    ]
    return sorted(rows, key=lambda row: (row[2:], row[0]))


def _misses(lines: Sequence[Line], replies: Sequence[Custom]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for line, reply in zip(lines, replies, strict=True):
        sources = reply.get("sources", [])
        if not ranking_values(sources, line.label)["first"]:
            rows.append([line.id, line.style, ", ".join(best_items(line)), reply["type"], ", ".join(sources)])
    return rows
