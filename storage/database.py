"""A database with the tables of one package: SQLite beside the program, or PostgreSQL by its URL."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, ExceptionContext, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from storage import postgres_dump, sqlite_file

BUSY = 10  # seconds that a writer waits for another
ONE_MOMENT = "REPEATABLE READ"
UPGRADE_LOCK = 20_260_101  # any number that no other program locks in this database


class DatabaseError(Exception):
    """The database cannot be used; the message says why and what to do."""


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Owner:
    """The package whose tables they are.

    Attributes:
        database: names its database in a sentence.
        tables: begins a sentence on its tables, verb included.
        mend: what to do where they are of another version.
        migrations: folder of its migrations.
        versions: the table in which Alembic notes their version.
    """

    database: str
    tables: str
    mend: str
    migrations: Path
    versions: str


class Database:
    """A pool of connections to the tables of the `owner` that a subclass names.

    Safe to use from several threads, and from several processes at once.

    Args:
        url: such as "sqlite:///var/helpline.db" or "postgresql://helpline@db.example.org/helpline".

    Raises:
        DatabaseError: if the URL is of neither kind.
    """

    owner: ClassVar[Owner]

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise DatabaseError("The database's URL must look like sqlite:///file or postgresql://host/name.") from None
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if parsed.database and parsed.database != ":memory:":
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            options: dict[str, Any] = {"connect_args": {"timeout": BUSY, "check_same_thread": False}}
        elif parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
            options = {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10}
        else:
            raise DatabaseError(f"The database may be SQLite or PostgreSQL, not {parsed.get_backend_name()}.")
        self.engine = create_engine(parsed, hide_parameters=True, **options)  # an error's text must not hold a person's
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        event.listen(self.engine, "handle_error", _hide_values)
        self._writing = self.engine.execution_options(writes=True)
        # What PostgreSQL reads in several statements is of one moment only so; SQLite does it anyway.
        self._reading = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level=ONE_MOMENT)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that reads one consistent state and changes nothing."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept, or none if the block fails. On SQLite, one writer at a time."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def upgrade(self) -> None:
        """Brings the tables to the newest form; those of a new database are made.

        Several processes may do so at once.

        Raises:
            DatabaseError: if it cannot be reached or changed, or is of a newer version than this program.
        """
        self._make_file()
        try:
            with self._writing.connect() as connection:
                if not self.is_sqlite:  # whose writers wait for each other anyway
                    connection.execute(select(func.pg_advisory_xact_lock(UPGRADE_LOCK)))
                command.upgrade(self.alembic(connection), "head")
                connection.commit()
        except CommandError:
            raise DatabaseError(
                f"{self.owner.tables} of a newer version than this program; run that version of the program."
            ) from None
        except SQLAlchemyError as error:
            raise DatabaseError(f"{self.owner.database} cannot be used ({_cause(error)}).") from None

    def _make_file(self) -> None:
        """Makes SQLite's file, if there is none, so that only its owner may read it; its journal goes by that."""
        name = self.engine.url.database
        if self.is_sqlite and name and name != ":memory:" and not Path(name).exists():
            with suppress(OSError):  # said better by whoever connects
                Path(name).touch(mode=0o600)

    def check(self) -> None:
        """Makes sure that the tables are of the form that this program knows.

        Raises:
            DatabaseError: with the command that mends it.
        """
        if self.revision() != ScriptDirectory(str(self.owner.migrations)).get_current_head():
            raise DatabaseError(f"{self.owner.tables} of another version; {self.owner.mend}.")

    def revision(self) -> str | None:
        """Which form the tables have; None where there are none.

        Raises:
            DatabaseError: if the database cannot be reached.
        """
        try:
            with self.engine.connect() as connection:
                options = {"version_table": self.owner.versions}
                return MigrationContext.configure(connection, opts=options).get_current_revision()
        except SQLAlchemyError as error:
            raise DatabaseError(f"{self.owner.database} cannot be used ({_cause(error)}).") from None

    @classmethod
    def knows(cls, revision: str) -> bool:
        """Whether this program can bring tables of such a form to the newest."""
        scripts = ScriptDirectory(str(cls.owner.migrations))
        return revision in {script.revision for script in scripts.walk_revisions()}

    def check_whole(self) -> None:
        """Makes sure that it can be reached, and of SQLite, that no page of its file is damaged.

        Raises:
            DatabaseError: if it cannot, or one is.
        """
        try:
            with self.engine.connect() as connection:
                found = connection.exec_driver_sql("PRAGMA quick_check" if self.is_sqlite else "SELECT 'ok'").scalar()
        except SQLAlchemyError as error:
            raise DatabaseError(f"{self.owner.database} cannot be used ({_cause(error)}).") from None
        if found != "ok":
            raise DatabaseError(f"{self.owner.database} is damaged.")

    def shrink(self) -> None:
        """Sees to it that what was erased is gone from SQLite's files too, its journal included."""
        if self.is_sqlite:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def backup(self, path: Path) -> None:
        """Copies the database at one moment, while the service runs, to a file that only its owner may read.

        Raises:
            DatabaseError: if the file exists or cannot be written, or PostgreSQL's own programs are missing.
        """
        try:
            if self.is_sqlite:
                sqlite_file.copy(Path(str(self.engine.url.database)), path)
            else:
                postgres_dump.dump(self.engine.url, path)
        except (sqlite_file.FileError, postgres_dump.DumpError) as error:
            raise DatabaseError(str(error)) from None

    def alembic(self, connection: Connection) -> Config:
        """Alembic's configuration, to run the owner's migrations on `connection`."""
        config = Config()
        config.set_main_option("script_location", str(self.owner.migrations))
        config.attributes["connection"] = connection
        return config

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, and not at the first change
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its turn at once: one that reads first and writes later could find that another came between.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _hide_values(context: ExceptionContext) -> None:
    # After its first line, an error of PostgreSQL shows the row that it is about, whatever a person wrote included.
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).splitlines()[0], *error.args[1:])


def _cause(error: Exception) -> str:
    # Of a DBAPI error the first line only: the rest may hold values.
    return str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0][:200]
