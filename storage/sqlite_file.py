"""SQLite's file as a whole: copied while it is used, checked, and put in another's place."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path


class FileError(Exception):
    """The file cannot be used as is asked; the message says why."""


def copy(source: Path, target: Path) -> None:
    """Copies a database at one moment, while others use it, to a new file that only its owner may read.

    Raises:
        FileError: if the target exists or cannot be written, or the source is no whole database of SQLite.
    """
    try:
        target.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise FileError(f"{target} cannot be written ({error.strerror}); name a new file.") from None
    try:
        with closing(_connect(source, "ro")) as old, closing(_connect(target, "rw")) as new:
            old.backup(new)
            if new.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise FileError(f"{source} is damaged.")
    except sqlite3.Error as error:
        target.unlink()
        raise FileError(f"{source} cannot be copied ({str(error)[:200]}).") from None
    except FileError:
        target.unlink()
        raise


def close_journal(path: Path) -> None:
    """Brings all into the one file, without a journal beside it.

    Raises:
        FileError: if anybody else has it open.
    """
    try:
        with closing(_connect(path, "rw")) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    except sqlite3.Error:
        raise FileError(f"{path} is in use; stop what uses it first.") from None


def put_in_place(new: Path, place: Path, aside: Path) -> None:
    """Puts a closed file in the place of another, which is kept at `aside`. That one may be damaged, or not be there.

    Raises:
        FileError: if anybody uses the one in place.
        OSError: if the files cannot be renamed.
    """
    if place.exists():
        if _is_database(place):
            close_journal(place)
        place.rename(aside)
    for journal in ("-wal", "-shm"):  # of a damaged one: they would be read into the new
        with suppress(FileNotFoundError):
            place.with_name(place.name + journal).unlink()
    new.rename(place)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=1)


def _is_database(path: Path) -> bool:
    try:
        with closing(_connect(path, "ro")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlite3.OperationalError:  # locked
        return True
    except sqlite3.DatabaseError:
        return False
    return True
