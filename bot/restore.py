"""Puts a copy in the place of the database: checked, of this version, and without what was erased since it was made."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, inspect, make_url, text

from bot.ports import answers
from bot.setting_values import own_url
from bot.settings import Settings
from helpline import tables as helpline_tables
from helpline.database import Database, DatabaseError, now
from helpline.replaced import Replaced
from helpline.retention import sweep
from storage import postgres_dump, sqlite_file
from training import tables as training_tables
from training.database import Database as TrainingDatabase
from training.learners import Learners
from training.replaced import Replaced as TrainingReplaced

Say = Callable[[str], None]
KINDS = (Database, TrainingDatabase)
TABLES = {
    *helpline_tables.Base.metadata.tables, *training_tables.Base.metadata.tables, *(k.owner.versions for k in KINDS),
}  # fmt: skip


class RestoreError(Exception):
    """The copy is not put in place; the message says why. The database is as it was."""


@dataclass(frozen=True)
class _Known:
    """What is known of the database that goes."""

    helpline: Replaced = field(default_factory=Replaced)
    training: TrainingReplaced = field(default_factory=TrainingReplaced)

    @classmethod
    def of(cls, url: str) -> "_Known":
        _upgrade(url, only_what_is_there=True)
        helpline, training = Database(url), TrainingDatabase(url)
        try:
            return cls(
                Replaced.of(helpline) if helpline.revision() else Replaced(),
                TrainingReplaced.of(training) if training.revision() else TrainingReplaced(),
            )
        finally:
            helpline.close()
            training.close()

    @property
    def latest(self) -> datetime | None:
        """When something last happened in it."""
        return max((at for at in (self.helpline.latest, self.training.latest) if at), default=None)


def restore(settings: Settings, file: Path, force: bool, say: Say) -> None:
    """Puts the copy in `file` in place.

    Args:
        settings: that name the database.
        file: that `Database.backup` wrote.
        force: also over a database in which something happened after the copy was made, or that cannot be read.
        say: is given a sentence for people.

    Raises:
        RestoreError: if the service runs, or the database is newer and `force` is not set.
        DatabaseError: if the copy or the database cannot be used.
        OSError: if a file cannot be renamed.
    """
    if answers(own_url(settings.web_host, settings.web_port), "/healthz"):
        raise RestoreError("The service runs. Stop it first, so that nobody writes meanwhile.")
    if not file.is_file():
        raise RestoreError(f"There is no file {file}.")
    url = make_url(settings.database_url)
    try:
        if url.get_backend_name() == "sqlite":
            aside = _sqlite(settings, file, Path(str(url.database)), force)
        else:
            aside = _postgres(settings, file, force)
    except (sqlite_file.FileError, postgres_dump.DumpError) as error:
        raise RestoreError(str(error)) from None
    say(f"The copy in {file} is in place, without what was erased or is too old by now.")
    if aside:
        say(f"What was there before is kept in {aside}. Delete that as soon as you do not need it.")


def _sqlite(settings: Settings, file: Path, place: Path, force: bool) -> Path | None:
    """Makes all of it ready beside the database, and changes the two at the last moment."""
    new = place.with_name(f"{place.name}.restoring")
    place.parent.mkdir(parents=True, exist_ok=True)
    _remove(new)
    sqlite_file.copy(file, new)
    try:
        url = f"sqlite:///{new}"
        _make_sure_it_is_ours(url, file)
        _upgrade(url)
        known = _known(settings, force) if place.exists() else _Known()
        _make_sure_it_is_not_newer(known, _Known.of(url).latest, force)
        _hold(known, url, settings)
        sqlite_file.close_journal(new)
        aside = _aside(place) if place.exists() else None
        sqlite_file.put_in_place(new, place, aside or place)
    finally:
        _remove(new)
    return aside


def _postgres(settings: Settings, file: Path, force: bool) -> Path | None:
    """Reads the copy back in one transaction, after the database was itself written to a file."""
    made = postgres_dump.created(file) + timedelta(seconds=1)  # it leaves out the fractions
    revisions = {kind: postgres_dump.word_of(file, kind.owner.versions) for kind in KINDS}
    if not any(revisions.values()):
        raise RestoreError(f"{file} is no copy of this service's database.")
    if any(revision and not kind.knows(revision) for kind, revision in revisions.items()):
        raise RestoreError(f"{file} is of a newer version than this program; run that version of the program.")
    known = _known(settings, force)
    _make_sure_it_is_not_newer(known, made, force)
    database = Database(settings.database_url)
    try:
        _make_sure_nobody_uses_it(database.engine)
        there = TABLES & set(inspect(database.engine).get_table_names())
        aside = _aside(file) if there else None
        if aside:
            database.backup(aside)
        postgres_dump.read_back(database.engine.url, file, there)
    finally:
        database.close()
    _upgrade(settings.database_url)
    _hold(known, settings.database_url, settings)
    return aside


def _known(settings: Settings, force: bool) -> _Known:
    try:
        return _Known.of(settings.database_url)
    except DatabaseError as error:
        if force:
            return _Known()
        raise RestoreError(
            f"{error} So nobody can tell what was erased since the copy was made; --force restores all the same."
        ) from None


def _make_sure_it_is_ours(url: str, file: Path) -> None:
    database = Database(url)
    try:
        if not {kind.owner.versions for kind in KINDS} & set(inspect(database.engine).get_table_names()):
            raise RestoreError(f"{file} is no copy of this service's database.")
    finally:
        database.close()


def _make_sure_it_is_not_newer(known: _Known, copied: datetime | None, force: bool) -> None:
    if not force and known.latest and (copied is None or known.latest > copied):
        raise RestoreError(
            f"Something happened in the database after the copy was made, at last on {known.latest:%d %B %Y at %H:%M}"
            " UTC. That would be lost; --force restores all the same."
        )


def _make_sure_nobody_uses_it(engine: Engine) -> None:
    others = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        if connection.scalar(others):
            raise RestoreError("The database is in use; stop what uses it first.")


def _upgrade(url: str, only_what_is_there: bool = False) -> None:
    for kind in KINDS:
        database = kind(url)
        try:
            if database.revision() or not only_what_is_there:
                database.upgrade()
        finally:
            database.close()


def _hold(known: _Known, url: str, settings: Settings) -> None:
    """Erases from the copy what was erased since, and what is too old by now."""
    helpline, training = Database(url), TrainingDatabase(url)
    try:
        known.helpline.hold(helpline, now())
        known.training.hold(training)
        sweep(helpline, now(), settings.case_days, settings.conversation_days, settings.sign_in_hours)
        Learners(training).forget_unused()
        helpline.shrink()
    finally:
        helpline.close()
        training.close()


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.replaced-{now():%Y%m%d-%H%M%S}")


def _remove(path: Path, journals: Collection[str] = ("", "-wal", "-shm", "-journal")) -> None:
    for journal in journals:
        path.with_name(path.name + journal).unlink(missing_ok=True)
