"""Languages: the same as for retrieval, for messages in other languages."""

from collections.abc import Sequence

from bot.evaluation import baselines, diet
from bot.evaluation.lines import Line
from bot.evaluation.plots import bars
from bot.evaluation.ranking import METRICS, OURS, as_bars, ranking_row, ranking_shares
from bot.evaluation.run import Run
from bot.evaluation.section import Cell, Section, Table
from bot.evaluation.service import Custom


def measure(run: Run) -> Section:
    """Asks the graded messages in other languages."""
    replies = run.replies("languages")
    others = baselines.items(run, "languages") if run.baselines else {}
    return section(run.lines("languages"), replies, others, [diet.note(run)] if others else [])


def section(
    lines: Sequence[Line], replies: Sequence[Custom], others: dict[str, list[list[str]]], notes: Sequence[str] = ()
) -> Section:
    """Tables and a plot of graded messages, the replies to them, and what baselines found."""
    found = [reply.get("sources", []) for reply in replies]
    by_language: list[list[Cell]] = []
    first: list[list[Cell]] = []
    types: list[list[Cell]] = []
    names = sorted({line.language for line in lines})
    kinds = sorted({reply["type"] for reply in replies})
    for language in names:
        places = [n for n, line in enumerate(lines) if line.language == language]
        of_language = [lines[n] for n in places]
        by_language.append(ranking_row(language or "(none)", of_language, [found[n] for n in places]))
        first.append(
            [
                language or "(none)",
                by_language[-1][2],
                *(ranking_shares(of_language, [ids[n] for n in places])["first"] for ids in others.values()),
            ]
        )
        types.append([language or "(none)", *(sum(replies[n]["type"] == kind for n in places) for kind in kinds)])
    searches = [ranking_row(name, lines, ids) for name, ids in {OURS: found, **others}.items()]
    tables = [
        Table("by language", ["language", "messages", *METRICS], by_language),
        Table("all languages together", ["search", "messages", *METRICS], searches),
        Table("types of the replies", ["language", *kinds], types),
    ]
    if others:
        tables.insert(2, Table("a grade-3 item first, by search", ["language", OURS, *others], first))
    plot = bars(
        "languages", "Messages in other languages", [language or "(none)" for language in names],
        {name: [as_bars(row)[n] for row in by_language] for n, name in enumerate(METRICS[:3])},
    )  # fmt: skip
    return Section("Other languages", tables, notes, [plot])
