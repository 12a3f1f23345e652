"""What all commands of the training do alike where something is wrong."""

from collections.abc import Callable
from typing import TypeVar

import typer

from knowledge.faults import KnowledgeError

T = TypeVar("T")


def checked(read: Callable[[], T]) -> T:
    """What `read` gives; its faults are printed, and end the command."""
    try:
        return read()
    except KnowledgeError as error:
        count = len(error.faults)
        raise failed("\n".join([*map(str, error.faults), f"{count} fault{'s' if count > 1 else ''}."])) from None


def failed(reason: Exception | str) -> typer.Exit:
    """Says why a command cannot go on; to be raised."""
    typer.echo(str(reason), err=True)
    return typer.Exit(1)
