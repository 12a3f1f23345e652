"""Commands on the practice conversations: train the classifier of moves, rehearse a scenario."""

import json
import os
import random
from pathlib import Path
from typing import Annotated

import typer

from knowledge.encoder import Encoder, EncoderError
from knowledge.library import ROOT, Library, load
from knowledge.sentences import parts
from training.move_classifier import MoveClassifier, MoveModelError
from training.practice import Practice
from training.practice_files import PracticeData, load_practice
from training.terminal import checked, failed

app = typer.Typer(no_args_is_help=True, help=__doc__)
BUILD = ROOT / "build"
Build = Annotated[Path, typer.Option(help="Where what is built lies.")]
FOLDER = "moves"


def _data() -> tuple[Library, PracticeData]:
    library = checked(load)
    return library, checked(lambda: load_practice(library, search=False))


def _classifier(data: PracticeData, build: Path) -> tuple[Encoder, MoveClassifier]:
    """The encoder and the model that was made with it; where one is missing, that is said and ends the command."""
    try:
        encoder = Encoder(build / "encoder")
        return encoder, MoveClassifier.load(build / FOLDER, data.moves, encoder.sha256)
    except (EncoderError, MoveModelError) as error:
        raise failed(error) from None


@app.command()
def moves(build: Build = BUILD) -> None:
    """Train the classifier of moves on training/moves.yml, and show how well it reads what it was not trained on."""
    from training import move_training

    _, data = _data()
    try:
        encoder = Encoder(build / "encoder", threads=os.cpu_count() or 1)
    except EncoderError as error:
        raise failed(error) from None
    examples = move_training.examples_of(data.moves)
    vectors = move_training.vectors_of(examples, encoder.encode, encoder.sha256, build / FOLDER)
    model, measured = move_training.train(data.moves, examples, vectors)
    move_training.save(model, measured, data.moves, encoder.sha256, build / FOLDER)
    typer.echo(f"Each example is read by a model that was not trained on it ({move_training.FOLDS} parts).")
    typer.echo(move_training.as_text(measured))
    limits = ", ".join(f"{name} {limit:.2f}" for name, limit in vars(model.limits).items())
    typer.echo(f"Limits: {limits}.")
    typer.echo(f"The model is in {build / FOLDER}.")


@app.command("measure-moves")
def measure_moves(
    messages: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help='One {"text": ..., "move": ...} a line, none of them an example.'
        ),
    ],
    build: Build = BUILD,
) -> None:
    """Show how well the trained classifier reads messages that it has never seen."""
    from training import move_training

    _, data = _data()
    encoder, classifier = _classifier(data, build)
    rows = [json.loads(line) for line in messages.read_text(encoding="utf-8").splitlines() if line.strip()]
    if unknown := sorted({row["move"] for row in rows} - data.moves.keys()):
        raise failed(f"There is no move {', '.join(unknown)}.")
    examples = [move_training.Example(row["text"], row["move"], tuple(parts(row["text"]))) for row in rows]
    texts = [[example.text, *example.rows] for example in examples]
    chances = [classifier.chances(encoder.encode(rows), rows) for rows in texts]
    typer.echo(move_training.as_text(move_training.measure(data.moves, examples, chances, classifier.limits)))


@app.command()
def rehearse(
    scenario: Annotated[str, typer.Argument(help="Id of a scenario; without one, they are listed.")] = "",
    feedback: Annotated[bool, typer.Option("--feedback", help="Comment on each turn.")] = False,
    seed: Annotated[int | None, typer.Option(help="The same number gives the same person's words.")] = None,
    chart: Annotated[Path | None, typer.Option(help="Draw the course here at the end: .svg or .png.")] = None,
    build: Build = BUILD,
) -> None:
    """Practise with a simulated person who looks for help, in the terminal."""
    from training.practice_phrases import load_practice_phrases
    from training.rehearsal import Rehearsal

    library, data = _data()
    if not scenario:
        for one in data.scenarios.values():
            typer.echo(f"{one.id:<20} {one.title}")
        return
    if scenario not in data.scenarios:
        raise failed(f"There is no scenario '{scenario}'. There are: {', '.join(data.scenarios)}.")
    if chart is not None and chart.suffix not in (".svg", ".png"):
        raise failed("The chart can be written as .svg or .png.")
    encoder, classifier = _classifier(data, build)
    phrases = load_practice_phrases()
    debrief = Rehearsal(
        Practice(data.scenarios[scenario], data.moves),
        lambda text: classifier.read(text, encoder.encode),
        library.items,
        phrases,
        lambda: input("> "),
        typer.echo,
        feedback,
    ).run(random.randrange(2**32) if seed is None else seed)
    if chart is not None:
        from training.course_chart import course_png, course_svg

        draw = course_svg if chart.suffix == ".svg" else course_png
        chart.write_bytes(draw(debrief, data.scenarios[scenario].title, phrases))
