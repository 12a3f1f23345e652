"""Privacy: what of the personal data in messages is taken out before they go on, and what is touched without need."""

from collections.abc import Mapping, Sequence

from bot.evaluation.intervals import mean_share
from bot.evaluation.lines import Line
from bot.evaluation.own_examples import files
from bot.evaluation.run import Run
from bot.evaluation.section import Cell, Section, Table
from bot.redaction.redactor import make_redactor
from knowledge.examples import rasa_examples

HALVES = {True: "held out", False: "used for building"}
Places = list[tuple[int, int]]


def measure(run: Run) -> Section:
    """Redacts each message, without the service; and the training examples, whose sense must stay."""
    redactor = make_redactor(run.library)

    def places(text: str) -> Places:
        return [(found.start, found.end) for found in redactor.found(text)]

    lines = run.lines("privacy")
    examples = {text for text, _ in rasa_examples(files())}
    asked = {question for questions in run.library.questions.values() for question in questions}
    touched = sum(bool(places(text)) for text in sorted(examples | asked))
    notes = [
        f"Of {len(examples | asked)} training examples and questions of the knowledge, {touched} are changed; some hold"
        " names of made-up people, which is right."
    ]
    return section(lines, [places(line.text) for line in lines], notes)


def section(lines: Sequence[Line], found: Sequence[Places], notes: Sequence[str] = ()) -> Section:
    """Tables of labelled messages and the places that were taken out of them.

    Args:
        lines: with `spans` as their label, a list of objects with `start`, `end` and `type`; without any if nothing
            is to be taken out.
        found: places by line, as offsets.
        notes: on how it was measured.
    """
    gone: dict[tuple[bool, str], list[float]] = {}
    touched: dict[bool, list[float]] = {}
    missed = []
    needless = []
    for line, places in zip(lines, found, strict=True):
        for span in line.label:
            is_gone = _is_gone(line.text, span, places)
            gone.setdefault((line.held_out, span["type"]), []).append(float(is_gone))
            if not is_gone:
                missed.append({"id": line.id, "type": span["type"], "text": line.text[span["start"] : span["end"]]})
        if not line.label:
            touched.setdefault(line.held_out, []).append(float(bool(places)))
            if places:
                needless.append({"id": line.id, "texts": [line.text[start:end] for start, end in places]})
    tables = [_look_alikes(touched), *(_by_type(half, gone) for half in HALVES)]
    data = {"missed": missed, "touched without need": needless}
    return Section("Privacy", [table for table in tables if table.rows], notes, data=data)


def _look_alikes(touched: Mapping[bool, Sequence[float]]) -> Table:
    rows: list[list[Cell]] = [
        [name, len(touched[half]), mean_share(touched[half])] for half, name in HALVES.items() if half in touched
    ]
    return Table("messages without personal data that are touched", ["messages", "number", "touched"], rows)


def _by_type(half: bool, gone: Mapping[tuple[bool, str], Sequence[float]]) -> Table:
    types = sorted(name for of_half, name in gone if of_half == half)
    rows: list[list[Cell]] = [[name, len(gone[half, name]), mean_share(gone[half, name])] for name in types]
    return Table(f"personal data gone, {HALVES[half]}", ["type", "places", "gone"], rows)


def _is_gone(text: str, span: Mapping[str, int], places: Places) -> bool:
    """Whether no letter and no digit of `span` is left."""
    return all(
        any(start <= at < end for start, end in places)
        for at in range(span["start"], span["end"])
        if text[at].isalnum()
    )
