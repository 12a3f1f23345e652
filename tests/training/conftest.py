"""Each test of what is kept of learners runs on both databases, each time on a fresh one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from training.database import Database
from training.groups import Groups
from training.learners import Learners
from training.practice_runs import PracticeRuns
from training.progress import Progress


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **length: float) -> None:
        """Moves on by so many minutes, hours, days."""
        self.at += timedelta(**length)


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
def training(fresh_url: Callable[[str], str]) -> Iterator[Database]:
    """A database that holds the helpline's tables and beside them those of the training, all empty."""
    database = Database(fresh_url("upgraded"))
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def learners(training: Database, clock: Clock) -> Learners:
    """Who learns."""
    return Learners(training, clock)


@pytest.fixture
def progress(training: Database, clock: Clock) -> Progress:
    """What they answered."""
    return Progress(training, clock)


@pytest.fixture
def runs(training: Database, clock: Clock) -> PracticeRuns:
    """Their practice conversations."""
    return PracticeRuns(training, clock)


@pytest.fixture
def groups(training: Database, clock: Clock) -> Groups:
    """Who learns together."""
    return Groups(training, clock)


@pytest.fixture
def kim(learners: Learners) -> int:
    """A learner with an account."""
    return learners.of_account("7", "Kim").id


def all_text(database: Database) -> str:
    """Everything that a database holds as text, down to the bytes of SQLite's files."""
    if database.is_sqlite:
        path = Path(str(database.engine.url.database))
        parts = [p.read_bytes() for p in (path, path.with_name(f"{path.name}-wal")) if p.is_file()]
        return b"\n".join(parts).decode("latin-1")
    with database.engine.connect() as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        rows = [row for table in tables for row in connection.scalars(text(f'SELECT t::text FROM "{table}" t'))]
        return "\n".join(rows)
