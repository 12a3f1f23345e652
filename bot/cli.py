"""The service's command line: `python -m bot`."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from bot.alert_cli import alert_app
from bot.build import BuildError, build_service
from bot.database_cli import database_app
from bot.evaluation.run import DIET_EPOCHS
from bot.helpline_cli import cases_app, user_app
from bot.live import train_live
from bot.serve import Process
from bot.settings import PREFIX, Settings, SettingsError, example_file, load_settings, origin_of
from bot.supervisor import StartError
from helpline.database import DatabaseError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(alert_app, name="alert")
app.add_typer(user_app, name="user")
app.add_typer(database_app, name="database")
app.add_typer(cases_app, name="cases")
console = Console(highlight=False, soft_wrap=True)
Url = Annotated[str, typer.Option(help="Address of a running service; the one of the settings if left out.")]
Lines = Annotated[Path | None, typer.Option(help="Labelled messages, one JSON object a line.")]


def _say(text: str) -> None:
    console.print(text, markup=False)


def _fail(error: Exception) -> NoReturn:
    print(error, file=sys.stderr)
    raise typer.Exit(1)


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        _fail(error)


@app.command()
def serve() -> None:
    """Build what changed, start the service, and stay until Ctrl-C."""
    from bot.serve import serve as run

    try:
        run(_settings(), _say)
    except (BuildError, StartError, DatabaseError) as error:
        _fail(error)


@app.command()
def run(process: Annotated[Process, typer.Argument(help="Which one.")]) -> None:
    """Run one process alone, in place of this one, without building anything: for containers."""
    from bot.run import run as run_alone

    try:
        run_alone(process, _settings())
    except (StartError, DatabaseError) as error:
        _fail(error)


@app.command()
def build() -> None:
    """Build encoder, search index and Rasa model, as far as something changed."""
    try:
        done = build_service(_settings(), _say)
    except BuildError as error:
        _fail(error)
    _say("Built." if done else "Nothing changed since the last build.")


@app.command()
def validate() -> None:
    """Check intake, names and signs of danger; `python -m knowledge validate` checks the knowledge."""
    from bot.redaction.name_lists import read_name_lists
    from bot.safety_examples import check_safety_rules
    from helpline.intake_script import load_script
    from knowledge.faults import Fault, KnowledgeError

    faults: list[Fault] = []
    for read in (load_script, read_name_lists, check_safety_rules):
        try:
            read()
        except KnowledgeError as error:
            faults += error.faults
    if faults:
        _fail(KnowledgeError(faults))
    _say("No faults in the intake, the lists of names and the signs of danger.")


@app.command()
def train(
    encoder: Annotated[bool, typer.Option(help="Adapt the sentence encoder anew first; takes some minutes.")] = False,
    live: Annotated[
        bool, typer.Option("--live", help="Beside the running service, which takes the new model if it does well.")
    ] = False,
) -> None:
    """Train the Rasa model, changed or not."""
    if live and encoder:
        _fail(BuildError("A new encoder needs the service to be stopped: leave out --live or --encoder."))
    try:
        if live:
            return train_live(_settings(), _say)
        build_service(_settings(), _say, force=["encoder", "model"] if encoder else ["model"])
    except BuildError as error:
        _fail(error)


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """Find what is wrong with this installation, and say what to do."""
    from bot.doctor.command import report

    raise typer.Exit(report(as_json))


@app.command()
def chat(url: Url = "") -> None:
    """Talk to the running service in the terminal."""
    from bot.terminal import talk

    talk(url or _own_url(), console)


@app.command()
def evaluate(
    guidance: Lines = None,
    languages: Lines = None,
    scope: Lines = None,
    safety: Lines = None,
    wording: Lines = None,
    url: Annotated[str, typer.Option(help="Address of a running service; one is started if left out.")] = "",
    only: Annotated[list[str] | None, typer.Option(help="Section to measure; may be repeated.")] = None,
    baselines: Annotated[bool, typer.Option(help="Also measure what simpler ways give.")] = True,
    diet_epochs: Annotated[int, typer.Option(min=1, help="Of the training of Rasa's DIET, a baseline.")] = DIET_EPOCHS,
    folds: Annotated[int, typer.Option(min=1, max=5, help="Parts of the examples to hold back in turn.")] = 1,
    reports: Annotated[Path | None, typer.Option(help="Folder of the report; reports/ if left out.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write report.json to this file too.")] = None,
) -> None:
    """Measure the service on labelled messages and write reports/; without options, all, on those in evaluation/."""
    import httpx

    from bot.evaluation import evaluate as evaluation
    from bot.evaluation.job import JobError
    from bot.evaluation.lines import LinesError
    from bot.evaluation.run import Run
    from bot.evaluation.service import ServiceError
    from knowledge.encoder import EncoderError
    from knowledge.faults import KnowledgeError
    from knowledge.index import IndexMismatchError

    named = {"guidance": guidance, "languages": languages, "scope": scope, "safety": safety, "wording": wording}
    given = {name: path for name, path in named.items() if path}
    files = given or evaluation.OWN_FILES
    folder = reports or evaluation.REPORTS
    try:
        names = evaluation.chosen(only or [], given)
        with Run(_settings(), files, _say, url, baselines, diet_epochs, folds) as run:
            evaluation.evaluate(run, names, folder, out)
    except (
        evaluation.ChoiceError, LinesError, ServiceError, JobError, BuildError, StartError, EncoderError,
        IndexMismatchError, KnowledgeError, httpx.HTTPError,
    ) as error:  # fmt: skip
        _fail(error)


@app.command()
def settings(
    example: Annotated[bool, typer.Option(help="Print common-ground.example.toml instead.")] = False,
) -> None:
    """Show every setting: its value, where that comes from, and what it does."""
    if example:
        sys.stdout.write(example_file())
        return
    values = _settings()
    table = Table("setting", "value", "from", "what it does")
    for name, field in Settings.model_fields.items():
        table.add_row(name, str(getattr(values, name)), origin_of(name), field.description)
    console.print(table)
    _say(f"Set one with {PREFIX}<NAME> or in common-ground.toml; common-ground.example.toml lists all.")


def _own_url() -> str:
    return f"http://127.0.0.1:{_settings().web_port}"
