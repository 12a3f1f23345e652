"""The database: its tables are those of the program, its faults have a way out, its errors hold no text of a person."""

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from helpline.cases import Cases
from helpline.database import Database, DatabaseError
from helpline.tables import Base

FreshUrl = Callable[[str], str]


def test_the_migrations_make_the_tables_of_the_program(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_empty_database_is_upgraded_and_may_be_again(fresh_url: FreshUrl) -> None:
    database = Database(fresh_url("empty"))
    with pytest.raises(DatabaseError, match="python -m bot database upgrade"):
        database.check()
    database.upgrade()
    database.upgrade()
    database.check()
    assert set(Base.metadata.tables) < set(inspect(database.engine).get_table_names())
    database.close()


def test_a_database_of_another_version_is_said_with_the_way_out(database: Database) -> None:
    database.check()
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="python -m bot database upgrade"):
        database.check()
    with pytest.raises(DatabaseError, match="newer version than this program"):
        database.upgrade()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("helpline.db", "sqlite:///file"),
        ("mysql://db.example.org/helpline", "not mysql"),
        ("", "sqlite:///file"),
    ],
)
def test_a_url_of_another_kind_is_a_sentence(url: str, said: str) -> None:
    with pytest.raises(DatabaseError, match=said):
        Database(url)


def test_a_database_that_cannot_be_reached_is_a_sentence(kind: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}" if kind == "sqlite" else "postgresql://helpline:secret@127.0.0.1:9/helpline"
    for use in (Database(url).check, Database(url).upgrade):
        with pytest.raises(DatabaseError, match="cannot be used") as caught:
            use()
        assert "secret" not in str(caught.value) and "\n" not in str(caught.value)


def test_a_block_that_fails_changes_nothing(database: Database, cases: Cases) -> None:
    with pytest.raises(KeyError), database.writing() as session:
        session.execute(text("INSERT INTO attempts (key, at) VALUES ('x', '2026-01-01 00:00:00')"))
        raise KeyError
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM attempts")) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET quote = :mark, country = NULL",  # shown in PostgreSQL's "Failing row contains"
        "UPDATE cases SET quote = :mark, state = 'taken', taken_by = NULL",
        "UPDATE cases SET quote = :mark, taken_by = 99",
        "INSERT INTO cases (code) VALUES (:mark)",
        "SELECT :mark FROM nowhere",
    ],
)
def test_no_text_of_a_person_stands_in_an_error(database: Database, cases: Cases, statement: str) -> None:
    mark = "zebra-lantern"
    opened = cases.open("talk", "GB", consented=True)
    cases.answer(opened.id, "what", mark)
    with pytest.raises(SQLAlchemyError) as caught, database.writing() as session:
        session.execute(text(statement), {"mark": mark})
    assert mark not in "".join(traceback.format_exception(caught.value))
    assert "Failing row" not in repr(caught.value.__cause__)


def test_a_reader_sees_one_state_while_others_write(database: Database, cases: Cases) -> None:
    cases.open("one", "GB", consented=True)
    with database.reading() as session:
        count = text("SELECT count(*) FROM cases")
        assert session.scalar(count) == 1
        cases.open("two", "GB", consented=True)
        assert session.scalar(count) == 1
