"""The training's command line: check its data, answer questions, rehearse conversations."""

import typer

from knowledge.library import load
from training import practice_commands, question_commands
from training.practice_files import load_practice
from training.question_commands import checked, checked_questions

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.add_typer(question_commands.app)
app.add_typer(practice_commands.app)


@app.command()
def validate() -> None:
    """Check questions, moves and scenarios; each fault is named by file, line and field."""
    typer.echo(checked(checked_questions))
    practice = checked(lambda: load_practice(load()))
    typer.echo(f"{len(practice.moves)} moves and {len(practice.scenarios)} scenarios: no faults.")
