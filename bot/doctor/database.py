"""The database: reachable, whole, of this version, and closed to others."""

import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from bot.doctor.finding import Finding, broken, look, ok
from bot.environment import relative
from bot.settings import load_settings
from helpline.database import Database as HelplineDatabase
from storage.database import Database, DatabaseError
from training.database import Database as TrainingDatabase

UPGRADE = "'python -m bot database upgrade' makes the tables of this version."


def findings() -> Iterator[Finding]:
    """A line for each part of the service that keeps something, and one on SQLite's file."""
    settings = load_settings()
    parts: list[tuple[str, type[Database]]] = []
    if settings.helpline:
        parts.append(("helpline", HelplineDatabase))
    if settings.training:
        parts.append(("training", TrainingDatabase))
    if not parts:
        yield ok("database", "none is needed")
        return
    url = make_url(settings.database_url) if settings.database_url.startswith("sqlite") else None
    file = Path(url.database) if url and url.database else None
    if file is not None and not file.exists():  # to connect would make it
        yield look("database", f"{relative(file)} is not there yet", "The first start makes it.")
        return
    for name, kind in parts:
        yield _tables(f"database of the {name}", kind, settings.database_url)
    if file is not None:
        yield _closed(file)


def _tables(check: str, kind: type[Database], url: str) -> Finding:
    try:
        database = kind(url)
    except DatabaseError as error:
        return broken(check, str(error).rstrip("."), "Mend the setting 'database'.")
    try:
        database.check_whole()
    except DatabaseError as error:
        return broken(check, str(error).rstrip("."), "Restore a backup, if it cannot be reached at all.")
    try:
        database.check()
    except DatabaseError as error:
        return broken(check, str(error).rstrip("."), UPGRADE)
    finally:
        database.close()
    return ok(check, "reachable, whole, and of this version")


def _closed(file: Path) -> Finding:
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return look(
            "database file",
            f"{relative(file)} is open to other users of this machine",
            f"Run 'chmod 600 {relative(file)}'.",
        )
    return ok("database file", f"{relative(file)} is closed to other users of this machine")
