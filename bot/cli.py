"""The service's command line: `python -m bot`."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from bot.build import BuildError, build_service
from bot.settings import PREFIX, Settings, SettingsError, example_file, load_settings, origin_of
from bot.supervisor import StartError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
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
    except (BuildError, StartError) as error:
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
def train(
    encoder: Annotated[bool, typer.Option(help="Adapt the sentence encoder anew first; takes some minutes.")] = False,
) -> None:
    """Train the Rasa model, changed or not."""
    try:
        build_service(_settings(), _say, force=["encoder", "model"] if encoder else ["model"])
    except BuildError as error:
        _fail(error)


@app.command()
def chat(url: Url = "") -> None:
    """Talk to the running service in the terminal."""
    from bot.terminal import talk

    talk(url or _own_url(), console)


@app.command()
def evaluate(
    guidance: Lines = None,
    scope: Lines = None,
    safety: Lines = None,
    url: Url = "",
    baselines: Annotated[bool, typer.Option(help="Also measure BM25 and plain embedding search.")] = True,
    out: Annotated[Path | None, typer.Option(help="Write everything to this JSON file too.")] = None,
) -> None:
    """Measure the running service on labelled messages; without options, on those in evaluation/."""
    from bot.evaluation import report as reports
    from bot.evaluation.lines import LinesError
    from bot.evaluation.service import ServiceError
    from bot.settings import ROOT

    folder, own = ROOT / "evaluation", not (guidance or scope or safety)
    report = reports.Report()
    address = url or _own_url()
    try:
        if path := guidance or (folder / "guidance.jsonl" if own else None):
            _say(f"Asking the messages of {path} ...")
            reports.measure_guidance(report, address, path, baselines)
        if path := scope or (folder / "scope.jsonl" if own else None):
            _say(f"Asking the messages of {path} ...")
            reports.measure_scope(report, address, path)
        if path := safety or (folder / "safety.jsonl" if own else None):
            _say(f"Asking the messages of {path} ...")
            reports.measure_safety(report, address, path)
    except (LinesError, ServiceError) as error:
        _fail(error)
    _say(report.markdown())
    if out:
        out.write_text(report.as_json() + "\n", encoding="utf-8")


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
