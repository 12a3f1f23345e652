"""The training's database: its tables are those of the program, and leave those of the helpline alone."""

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from helpline.database import Database as HelplineDatabase
from training.database import Database, DatabaseError
from training.learners import Learners
from training.progress import Progress
from training.tables import PREFIX, VERSIONS, Base

FreshUrl = Callable[[str], str]


def ours(database: Database) -> set[str]:
    return {name for name in inspect(database.engine).get_table_names() if name.startswith(PREFIX)}


def test_the_migrations_make_the_tables_of_the_program(training: Database) -> None:
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "version_table": VERSIONS,
        "include_name": lambda name, kind, _: kind != "table" or name.startswith(PREFIX),
    }
    with training.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_every_table_has_the_prefix() -> None:
    assert all(name.startswith(PREFIX) for name in (*Base.metadata.tables, VERSIONS))


def test_an_empty_database_is_upgraded_and_may_be_again(fresh_url: FreshUrl) -> None:
    database = Database(fresh_url("empty"))
    with pytest.raises(DatabaseError, match="upgrade the database"):
        database.check()
    database.upgrade()
    database.upgrade()
    database.check()
    assert ours(database) == {*Base.metadata.tables, VERSIONS}
    database.close()


def test_the_helpline_and_the_training_share_a_database_in_whatever_order_they_come(fresh_url: FreshUrl) -> None:
    url = fresh_url("empty")
    database, helpline = Database(url), HelplineDatabase(url)
    database.upgrade()
    helpline.upgrade()
    database.check()
    helpline.check()
    database.upgrade()
    helpline.check()
    helpline.close()
    database.close()


def test_going_back_takes_the_tables_of_the_training_away_and_no_other(training: Database) -> None:
    before = set(inspect(training.engine).get_table_names())
    with training.engine.connect() as connection:
        command.downgrade(training.alembic(connection), "base")
        connection.commit()
    assert set(inspect(training.engine).get_table_names()) == before - set(Base.metadata.tables)


def test_tables_of_another_version_are_said_with_the_way_out(training: Database) -> None:
    training.check()
    with training.writing() as session:
        session.execute(text(f"UPDATE {VERSIONS} SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="upgrade the database"):
        training.check()
    with pytest.raises(DatabaseError, match="newer version than this program"):
        training.upgrade()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("training.db", "sqlite:///file"),
        ("mysql://db.example.org/training", "not mysql"),
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


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE training_answers SET text = :mark, question = NULL",  # shown in PostgreSQL's "Failing row contains"
        "UPDATE training_answers SET text = :mark, score = 2",
        "SELECT :mark FROM nowhere",
    ],
)
def test_no_text_of_a_learner_stands_in_an_error(
    training: Database, learners: Learners, progress: Progress, kim: int, statement: str
) -> None:
    mark = "zebra-lantern"
    learners.allow_text(kim, True)
    progress.record_answer(kim, "lesson-2.3-q1", 0.5, text=mark)
    with pytest.raises(SQLAlchemyError) as caught, training.writing() as session:
        session.execute(text(statement), {"mark": mark})
    assert mark not in "".join(traceback.format_exception(caught.value))


def test_sqlite_keeps_a_journal_of_its_own_so_that_readers_and_a_writer_do_not_wait(
    training: Database, kind: str
) -> None:
    if kind == "sqlite":
        with training.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    with training.reading() as session:
        session.execute(text("SELECT count(*) FROM training_learners"))
        Learners(training).of_account("1")
        assert session.scalar(text("SELECT count(*) FROM training_learners")) == 0
