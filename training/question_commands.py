"""Commands on the questions of the training: check them, answer them, take them out and in, measure their reading."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
import yaml

from knowledge.encoder import Encoder, EncoderError
from knowledge.library import ROOT, Library, load
from knowledge.wording.checker import Checker
from training.asking import Asked, Given, present, read_answer
from training.csv_questions import read_csv, write_csv
from training.gift import read_gift, write_gift
from training.loading import BUILD, FOLDER, load_free_answers, load_marker, remembering_encode
from training.marked import Marked, Tone
from training.phrases import Phrases, load_phrases
from training.question_files import load_questions, read_questions
from training.schedule import Schedule, Wish
from training.terminal import checked, failed

app = typer.Typer(no_args_is_help=True, help=__doc__)
Build = Annotated[Path, typer.Option(help="Where what is built lies.")]
Items = Annotated[list[str] | None, typer.Option("--item", help="Only on this item of the paper; may be repeated.")]
ANSWERS = ROOT / "evaluation" / "free_answers.jsonl"
SIGNS: Mapping[Tone, str] = {
    Tone.VERDICT: "",
    Tone.RIGHT: "+ ",
    Tone.WRONG: "- ",
    Tone.MISSING: "> ",
    Tone.UNSURE: "? ",
    Tone.NOTE: "  ",
}


def checked_questions(library: Library, checker: Checker) -> str:
    """Checks every question and its wording; gives what was checked, in a sentence.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    from training.spoken import check_spoken

    load_phrases()
    questions, reader = read_questions(library)
    texts = check_spoken(questions, checker, reader)
    items = len({question.item for question in questions.values()})
    return f"{len(questions)} questions on {items} items: no faults, and no wording that hurts in {texts} texts."


@app.command()
def quiz(
    item: Items = None,
    minutes: Annotated[float | None, typer.Option(help="As many questions as fit into this time.", min=0)] = None,
    only_wrong: Annotated[bool, typer.Option(help="Only what was wrong the last time.")] = False,
    state: Annotated[Path | None, typer.Option(help="JSON file with what was learned; it is written anew.")] = None,
    seed: Annotated[int, typer.Option(help="Of the shuffling.")] = 0,
    build: Build = BUILD,
) -> None:
    """Ask questions in the terminal, with feedback. An empty answer ends it."""
    from knowledge.wording.rulebook import load_rulebook

    library = checked(load)
    questions = checked(lambda: load_questions(library))
    _check_items(item, library.items)
    schedule = _schedule(state)
    names = schedule.next(questions, Wish(items=item or (), minutes=minutes, only_wrong=only_wrong))
    if not names:
        typer.echo("There is nothing to ask.")
        return
    encode = remembering_encode(_encoder(build), build)
    marker = load_marker(library, questions, encode, Checker(checked(lambda: load_rulebook(library))))
    phrases = load_phrases()
    marks = []
    for number, name in enumerate(names, 1):
        asked = present(questions[name], f"{seed} {number}")
        typer.echo(f"\n{number} of {len(names)}. {asked.text()}\n{phrases.hints[asked.question.answer.kind]}")
        given = _typed(asked, phrases)
        if given is None:
            break
        marked = marker.mark(asked.question, given)
        marks.append(marked)
        schedule.answered(marked)
        typer.echo("\n".join(SIGNS[line.tone] + line.text for line in marked.lines))
        typer.echo(marker.source_line(marked))
        if state:  # after each answer, so that nothing is lost
            state.write_text(json.dumps(schedule.state(), indent=1) + "\n", encoding="utf-8")
    typer.echo(f"\n{_summary(marks)}")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="To write: .gift or .txt for Moodle, .csv for a spreadsheet.")],
    item: Items = None,
) -> None:
    """Write questions as GIFT or CSV."""
    library = checked(load)
    _check_items(item, library.items)
    questions = [q for q in checked(lambda: load_questions(library)).values() if not item or q.item in item]
    text = write_csv(questions) if _is_csv(file) else write_gift(questions)
    file.write_bytes(text.encode("utf-8"))
    typer.echo(f"{len(questions)} questions are in {file}.")


@app.command("import")
def import_questions(
    file: Annotated[Path, typer.Argument(help="To read: .gift or .txt of Moodle, or .csv.", exists=True)],
    to: Annotated[Path, typer.Option(help="YAML file to write, such as training/questions/more.yml.")],
) -> None:
    """Read questions from GIFT or CSV, check them, and write them as YAML."""
    if to.exists():
        raise failed(f"{to} is there already; choose another name.")
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise failed(f"{file} is not UTF-8 text.") from None
    questions = checked(lambda: read_csv(text, file.name) if _is_csv(file) else read_gift(text, file.name))
    rows = [question.model_dump(exclude_none=True, exclude_defaults=True) for question in questions]
    made = f"# Read from {file.name}, {date.today().isoformat()}.\n\n"
    to.write_text(made + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    typer.echo(f"{len(questions)} questions are in {to}.")


@app.command()
def vectors(build: Build = BUILD) -> None:
    """Store the embeddings of all ways of answering, so that no answer has to wait for them."""
    from training.vectors import save

    questions = checked(lambda: load_questions(load()))
    count = save(build / FOLDER, questions.values(), _encoder(build))
    typer.echo(f"The embeddings of {count} texts are in {build / FOLDER}.")


@app.command("measure-answers")
def measure_answers(
    file: Annotated[Path, typer.Argument(help="Answers that people judged.")] = ANSWERS,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    build: Build = BUILD,
) -> None:
    """Measure the reading of free answers beside what people say."""
    from dataclasses import asdict

    from training.measuring import measure, read_judged

    if not file.is_file():
        raise failed(f"{file} is missing.")
    questions = checked(lambda: load_questions(load()))
    rows = checked(lambda: read_judged(file, questions))
    encode = remembering_encode(_encoder(build), build)
    found = measure(rows, questions, load_free_answers(questions, encode))
    typer.echo(json.dumps(asdict(found), indent=1) if as_json else "\n".join(found.lines()))


def _typed(asked: Asked, phrases: Phrases) -> Given | None:
    """An answer, asked for until it can be read; None if the learner wants to stop."""
    while True:
        text = typer.prompt("Answer", default="", show_default=False)
        if not text.strip():
            return None
        given = read_answer(asked, text, phrases.do_not_know)
        if given is not None:
            return given
        typer.echo(f"{phrases.unread} {phrases.hints[asked.question.answer.kind]}")


def _summary(marks: Sequence[Marked]) -> str:
    judged = [marked for marked in marks if marked.judged]
    if not judged:
        return "See you soon."
    right = sum(marked.right is True for marked in judged)
    points = sum(marked.score for marked in judged)
    return f"{right} of {len(judged)} all right, {points:.1f} points. What was not will come back."


def _schedule(state: Path | None) -> Schedule:
    if state is None or not state.is_file():
        return Schedule()
    try:
        return Schedule.of_state(json.loads(state.read_text(encoding="utf-8")))
    except ValueError as error:
        raise failed(f"{state} cannot be read: {error}") from None


def _encoder(build: Path) -> Encoder:
    try:
        return Encoder(build / "encoder")
    except EncoderError as error:
        raise failed(error) from None


def _check_items(wanted: Sequence[str] | None, items: Mapping[str, object]) -> None:
    for name in wanted or ():
        if name not in items:
            raise failed(f"There is no item '{name}'.")


def _is_csv(file: Path) -> bool:
    return file.suffix.lower() == ".csv"
