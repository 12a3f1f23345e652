"""Each test of the helpline runs on both databases, each time on a fresh one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import Desk
from helpline.tables import Account

Fresh = Callable[[], Database]


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
def cases(database: Database, clock: Clock) -> Cases:
    """The person's side."""
    return Cases(database, clock)


@pytest.fixture
def desk(database: Database, clock: Clock) -> Desk:
    """The staff's side."""
    return Desk(database, clock)


@pytest.fixture
def sam(database: Database, clock: Clock) -> Account:
    """A member of the staff."""
    return member(database, clock, "sam")


@pytest.fixture
def robin(database: Database, clock: Clock) -> Account:
    """Another."""
    return member(database, clock, "robin")


def member(database: Database, clock: Clock, name: str, role: str = "staff") -> Account:
    """An account without the slow hash of a password."""
    account = Account(name=name, shown_name=name.title(), role=role, password_hash="", totp_used=0, active=True)
    account.created_at = clock()
    with database.writing() as session:
        session.add(account)
    return account


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
