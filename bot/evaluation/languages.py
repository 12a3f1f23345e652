"""Languages: which are recognised, and then the same as for retrieval, for messages in other languages."""

from collections.abc import Sequence
from dataclasses import replace

from bot.evaluation import baselines, diet
from bot.evaluation.intervals import mean_share
from bot.evaluation.lines import Line
from bot.evaluation.own_examples import files
from bot.evaluation.plots import bars
from bot.evaluation.ranking import METRICS, OURS, as_bars, ranking_row, ranking_shares
from bot.evaluation.run import Run
from bot.evaluation.section import Cell, Section, Table
from bot.evaluation.service import Custom
from knowledge.examples import rasa_examples
from knowledge.languages import LanguageDetector

ENGLISH = "en"


def measure(run: Run) -> Section:
    """Asks the graded messages in other languages."""
    replies = run.replies("languages")
    others = baselines.items(run, "languages") if run.baselines else {}
    found = section(run.lines("languages"), replies, others, [diet.note(run)] if others else [])
    told = [(line.language, line.text) for line in run.lines("languages")]
    told += [(ENGLISH, text) for text, _ in rasa_examples(files())]
    detector = LanguageDetector(run.library.languages)
    answers = [detector.other_than_english(text) for _, text in told]
    codes = [language.code if language else ENGLISH for language in answers]
    recognised = recognition([language for language, _ in told], codes)
    return replace(found, tables=[*found.tables, recognised])


def recognition(wanted: Sequence[str], given: Sequence[str]) -> Table:
    """How often the language of a message is told, by language; English is what is said where none is sure."""
    rows: list[list[Cell]] = []
    for language in sorted(set(wanted)):
        of_language = [code for name, code in zip(wanted, given, strict=True) if name == language]
        right = mean_share([float(code == language) for code in of_language])
        wrong = sum(code not in (language, ENGLISH) for code in of_language)
        rows.append([language or "(none)", len(of_language), right, wrong])
    return Table("the language is recognised", ["language", "messages", "recognised", "taken for another"], rows)


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
