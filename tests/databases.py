"""Fixtures for tests that run on both databases, each time on a fresh one."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from helpline.database import Database
from storage.database import Database as AnyDatabase
from tests import postgres

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """URL of a server's database "postgres"; the database "empty" is beside it, and "upgraded" with all tables."""
    programs = postgres.binaries()
    if programs is None:
        missing = "PostgreSQL is not installed (on Debian: apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with postgres.server(programs) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE empty")
            connection.execute("CREATE DATABASE upgraded")
        database = Database(_named(url, "upgraded"))
        database.upgrade()
        database.close()
        yield url


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables, to copy."""
    path = tmp_path_factory.mktemp("helpline") / "upgraded.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.shrink()
    database.close()
    return path


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which of the two databases."""
    name: str = request.param
    return name


@pytest.fixture
def fresh_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Gives the URL of a fresh database at each call, "empty" or "upgraded"."""
    numbers = itertools.count(1)
    if kind == "sqlite":
        upgraded: Path = request.getfixturevalue("sqlite_file")

        def file(like: str) -> str:
            path = tmp_path / f"{next(numbers)}.db"
            if like == "upgraded":
                shutil.copy(upgraded, path)
            return f"sqlite:///{path}"

        yield file
        return
    url: str = request.getfixturevalue("postgres_server")
    made = []

    def created(like: str) -> str:
        made.append(name := f"test_{next(numbers)}")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY FILE_COPY".encode())
        return _named(url, name)

    yield created
    with psycopg.connect(url, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def database(fresh_url: Callable[[str], str]) -> Iterator[Database]:
    """A database with all tables and nothing in them."""
    database = Database(fresh_url("upgraded"))
    yield database
    database.close()


def all_text(database: AnyDatabase) -> str:
    """Everything that a database holds as text, down to the bytes of SQLite's files."""
    if database.is_sqlite:
        path = Path(str(database.engine.url.database))
        parts = [p.read_bytes() for p in (path, path.with_name(f"{path.name}-wal")) if p.is_file()]
        return b"\n".join(parts).decode("latin-1")
    with database.engine.connect() as connection:
        tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        rows = [row for table in tables for row in connection.scalars(text(f'SELECT t::text FROM "{table}" t'))]
        return "\n".join(rows)


def _named(url: str, name: str) -> str:
    return url.removesuffix("postgres") + name
