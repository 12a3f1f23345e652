"""The operator looks after the helpline: `python -m bot user` and `cases`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.database_cli import open_database, used_settings
from helpline.accounts import ROLES, Accounts
from helpline.database import now
from helpline.export import counts_csv
from helpline.retention import sweep as delete_what_is_old

user_app = typer.Typer(no_args_is_help=True, help="Accounts of the staff.")
cases_app = typer.Typer(no_args_is_help=True, help="The cases of the helpline.")

Name = Annotated[str, typer.Argument(help="What they sign in with: a-z, 0-9, full stop, hyphen and underscore.")]
Stdin = Annotated[bool, typer.Option(help="Read the password from the first line of standard input.")]
ROLE = f"One of {', '.join(ROLES)}."
SHOWN = "Name that colleagues and the people who write see."


@contextmanager
def _accounts() -> Iterator[Accounts]:
    with open_database() as database:
        yield Accounts(database)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt="The same again"))


@user_app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help=ROLE)] = "staff",
    shown_name: Annotated[str, typer.Option(help=f"{SHOWN} The other name if left out.")] = "",
    password_stdin: Stdin = False,
) -> None:
    """Add an account; asks for its password twice, without showing it."""
    with _accounts() as accounts:
        accounts.add(name, shown_name or name, role, _password(password_stdin))
        print(f"{name} can sign in now.")


@user_app.command("list")
def list_all() -> None:
    """List all accounts."""
    with _accounts() as accounts:
        table = Table("name", "shown name", "role", "can sign in", "second factor")
        for one in accounts.all():
            factor = "no" if one.totp_secret is None else "yes"
            table.add_row(one.name, one.shown_name, one.role, "yes" if one.active else "no", factor)
        Console(highlight=False, markup=False).print(table)


@user_app.command()
def change(
    name: Name,
    role: Annotated[str | None, typer.Option(help=ROLE)] = None,
    shown_name: Annotated[str | None, typer.Option(help=SHOWN)] = None,
    password: Annotated[bool, typer.Option("--password", help="Ask for a new password, without showing it.")] = False,
    password_stdin: Stdin = False,
    drop_second_factor: Annotated[
        bool, typer.Option("--drop-second-factor", help="Ask for no code any more, for somebody who lost their phone.")
    ] = False,
) -> None:
    """Change an account. A new password ends its sessions."""
    with _accounts() as accounts:
        if not (role or shown_name or password or password_stdin or drop_second_factor):
            raise ValueError("Nothing to change: name --role, --shown-name, --password or --drop-second-factor.")
        new = _password(password_stdin) if password or password_stdin else None
        accounts.change(name, role=role, shown_name=shown_name, password=new, drop_second_factor=drop_second_factor)
        print(f"{name} is changed.")


@user_app.command()
def off(name: Name) -> None:
    """Switch an account off: its sessions end, and its cases wait for somebody else."""
    with _accounts() as accounts:
        accounts.change(name, active=False)
        print(f"{name} cannot sign in any more.")


@user_app.command()
def on(name: Name) -> None:
    """Switch an account on again."""
    with _accounts() as accounts:
        accounts.change(name, active=True)
        print(f"{name} can sign in again.")


@cases_app.command()
def sweep() -> None:
    """Delete what is old; the service does so every hour by itself."""
    with used_settings() as kept, open_database() as database:
        print(delete_what_is_old(database, now(), kept.case_days, kept.conversation_days, kept.sign_in_hours))


@cases_app.command()
def counts(
    out: Annotated[Path | None, typer.Option(help="File to write; printed if left out.")] = None,
) -> None:
    """Counts by week as CSV, without anything of a person; small numbers are hidden."""
    with open_database() as database:
        text = counts_csv(database, now())
        if out is None:
            sys.stdout.write(text)
        else:
            out.write_text(text, encoding="utf-8")
            print(f"Written to {out}.")
