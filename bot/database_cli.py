"""The operator looks after the database: `python -m bot database`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.restore import RestoreError
from bot.restore import restore as put_back
from bot.settings import Settings, SettingsError, load_settings
from helpline.database import Database, DatabaseError
from training.database import Database as TrainingDatabase

database_app = typer.Typer(no_args_is_help=True, help="The database of the helpline and of the training.")


@contextmanager
def used_settings() -> Iterator[Settings]:
    """The settings; what goes wrong in the block becomes a sentence and the exit code 1."""
    try:
        yield load_settings()
    except (SettingsError, DatabaseError, RestoreError, ValueError) as error:
        print(error, file=sys.stderr)
    except SQLAlchemyError as error:  # its text may hold what a person wrote
        print(f"The helpline's database cannot be used ({type(error).__name__}); is it busy?", file=sys.stderr)
    except OSError as error:
        print(f"{error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
    else:
        return
    raise typer.Exit(1)


@contextmanager
def open_database() -> Iterator[Database]:
    """The helpline's database, of this version; what goes wrong in the block becomes a sentence."""
    with used_settings() as settings:
        database = Database(settings.database_url)
        try:
            database.check()
            yield database
        finally:
            database.close()


@database_app.command()
def upgrade() -> None:
    """Bring the tables to the form that this version needs; those of a new database are made."""
    with used_settings() as settings:
        for kind in (Database, TrainingDatabase) if settings.training else (Database,):
            database = kind(settings.database_url)
            database.upgrade()
            database.close()
        print("The database is of this version.")


@database_app.command()
def backup(file: Annotated[Path, typer.Argument(help="New file to copy to.")]) -> None:
    """Copy the database while the service runs: SQLite's, or PostgreSQL's by its own pg_dump."""
    with open_database() as database:
        database.backup(file)
        print(f"Copied to {file}. What is deleted from now on is still in the copy: delete that in time too.")


@database_app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="Copy that `backup` made.")],
    force: Annotated[bool, typer.Option("--force", help="Also over one that is newer, or cannot be read.")] = False,
) -> None:
    """Put a copy in the place of the database, brought to this version, without what was erased since.

    The service must not run. What is replaced is kept beside, until you delete it.
    """
    with used_settings() as settings:
        put_back(settings, file, force, print)
