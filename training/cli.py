"""The training's command line: check its data, answer questions, rehearse conversations."""

from typing import Annotated

import typer

from knowledge.faults import KnowledgeError
from knowledge.library import Library, load
from knowledge.wording.checker import Checker
from training import practice_commands, question_commands
from training.chat_phrases import load_chat_phrases
from training.practice_files import load_practice
from training.practice_phrases import load_practice_phrases
from training.practice_spoken import check_practice_wording
from training.progress_words import load_progress_words
from training.question_commands import checked_questions
from training.terminal import checked

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
app.add_typer(question_commands.app)
app.add_typer(practice_commands.app)


@app.command()
def validate(
    quick: Annotated[bool, typer.Option("--quick", help="Do not look for ends that no talk can lead to.")] = False,
) -> None:
    """Check questions, moves, scenarios and phrases; each fault is named by file, line and field."""
    from knowledge.wording.rulebook import load_rulebook

    library = checked(load)
    checker = Checker(checked(lambda: load_rulebook(library)))
    typer.echo(checked(lambda: checked_questions(library, checker)))
    typer.echo(checked(lambda: _checked_practice(library, checker, not quick)))
    checked(load_progress_words)


def _checked_practice(library: Library, checker: Checker, search: bool) -> str:
    practice = load_practice(library, search=search)
    if faults := check_practice_wording(practice, load_practice_phrases(), load_chat_phrases(), checker):
        raise KnowledgeError(faults)
    return f"{len(practice.moves)} moves and {len(practice.scenarios)} scenarios: no faults, and no wording that hurts."
