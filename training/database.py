"""The database of the training: SQLite beside the program, or PostgreSQL by its URL; that of the helpline if wanted.

All its tables are called training_…, and so is the one in which Alembic notes their version, so that another program's
tables may stand beside them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from training.tables import VERSIONS

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY = 10  # seconds that a writer waits for another
ONE_MOMENT = "REPEATABLE READ"


class DatabaseError(Exception):
    """The database cannot be used; the message says why and what to do."""


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


class Database:
    """A pool of connections. Safe to use from several threads, and from several processes at once.

    Args:
        url: such as "sqlite:///var/helpline.db" or "postgresql://helpline@db.example.org/helpline".

    Raises:
        DatabaseError: if the URL is of neither kind.
    """

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

        Raises:
            DatabaseError: if it cannot be reached or changed, or is of a newer version than this program.
        """
        try:
            with self._writing.connect() as connection:
                command.upgrade(_alembic(connection), "head")
                connection.commit()
        except CommandError:
            raise DatabaseError(
                "The training's tables are of a newer version than this program; run that version of the program."
            ) from None
        except SQLAlchemyError as error:
            raise DatabaseError(f"The training's database cannot be used ({_cause(error)}).") from None

    def check(self) -> None:
        """Makes sure that the tables are of the form that this program knows.

        Raises:
            DatabaseError: if they are not, or cannot be read.
        """
        try:
            with self.engine.connect() as connection:
                has = MigrationContext.configure(connection, opts={"version_table": VERSIONS}).get_current_revision()
                wanted = ScriptDirectory.from_config(_alembic(connection)).get_current_head()
        except SQLAlchemyError as error:
            raise DatabaseError(f"The training's database cannot be used ({_cause(error)}).") from None
        if has != wanted:
            raise DatabaseError("The training's tables are of another version; upgrade the database.")

    def shrink(self) -> None:
        """Sees to it that what was erased is gone from SQLite's files too, its journal included."""
        if self.is_sqlite:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


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
