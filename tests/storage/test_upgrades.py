"""A database of the first version, with rows in every table, comes to the newest form with all of them.

The rows are those that the first version wrote, kept as JSON. A migration that takes a table or a column away must say
here what becomes of them.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import DateTime, MetaData, Table, insert, select, text

from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.database import Database as HelplineDatabase
from helpline.desk import Desk
from helpline.urgency import Urgency
from storage.database import Database
from training.database import Database as TrainingDatabase
from training.groups import Groups
from training.learners import Learners

FIRST = "0001"
FreshUrl = Callable[[str], str]
Rows = dict[str, list[dict[str, Any]]]
KINDS = [HelplineDatabase, TrainingDatabase]


def first_rows(kind: type[Database]) -> Rows:
    """Rows by table."""
    name = kind.__module__.partition(".")[0]
    rows: Rows = json.loads((Path(__file__).parent / f"{name}_{FIRST}.json").read_text(encoding="utf-8"))
    return rows


def tables(database: Database) -> dict[str, Table]:
    """The tables as they are there, in an order in which they can be filled."""
    found = MetaData()
    found.reflect(database.engine)
    return {table.name: table for table in found.sorted_tables}


def typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row of JSON as the columns hold it."""
    moments = {column.name for column in table.columns if isinstance(column.type, DateTime)}
    return {name: datetime.fromisoformat(v) if v and name in moments else v for name, v in row.items()}


def of_first_version(kind: type[Database], url: str) -> Database:
    """A database as the first version left it."""
    database = kind(url)
    with database.engine.connect() as connection:
        command.upgrade(database.alembic(connection), FIRST)
        connection.commit()
    rows = first_rows(kind)
    with database.engine.begin() as connection:
        for name, table in tables(database).items():
            for row in rows.get(name, []):
                connection.execute(insert(table).values(typed(table, row)))
        if not database.is_sqlite:  # rows with numbers of their own do not move PostgreSQL's counters
            for name, of_table in rows.items():
                if of_table and "id" in of_table[0]:
                    last = max(row["id"] for row in of_table)
                    counter = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
                    connection.execute(counter, {"name": name, "last": last})
    return database


@pytest.mark.parametrize("database_kind", KINDS)
def test_every_table_of_the_first_version_has_rows(database_kind: type[Database], fresh_url: FreshUrl) -> None:
    database = database_kind(fresh_url("empty"))
    with database.engine.connect() as connection:
        command.upgrade(database.alembic(connection), FIRST)
        connection.commit()
    rows = first_rows(database_kind)
    assert set(rows) == set(tables(database)) - {database.owner.versions}
    assert all(rows.values())
    database.close()


@pytest.mark.parametrize("database_kind", KINDS)
def test_no_row_is_lost_on_the_way_to_the_newest_form(database_kind: type[Database], fresh_url: FreshUrl) -> None:
    database = of_first_version(database_kind, fresh_url("empty"))
    database.upgrade()
    database.check()
    now_there = tables(database)
    with database.engine.connect() as connection:
        for name, rows in first_rows(database_kind).items():
            table = now_there[name]
            kept = [dict(row) for row in connection.execute(select(table)).mappings()]
            for row in rows:
                wanted = typed(table, row)
                same = [found for found in kept if all(found[column] == value for column, value in wanted.items())]
                assert len(same) == 1, (name, row)
    database.close()


@pytest.mark.parametrize("database_kind", KINDS)
def test_the_steps_form_one_line_from_the_first(database_kind: type[Database]) -> None:
    scripts = ScriptDirectory(str(database_kind.owner.migrations))
    assert scripts.get_bases() == [FIRST]
    assert len(scripts.get_heads()) == 1


def test_people_and_staff_go_on_where_they_were(fresh_url: FreshUrl) -> None:
    database = of_first_version(HelplineDatabase, fresh_url("empty"))
    assert isinstance(database, HelplineDatabase)
    database.upgrade()
    case = Cases(database).come_back("CG-Q03S-6E4F", "chimney thunder")
    assert (case.urgency, case.quote, case.contact.detail if case.contact else "") == (
        Urgency.EMERGENCY, "he has a knife", "07700 900123",
    )  # fmt: skip
    sam = Accounts(database).sign_in("sam", "seven grey herons", "192.0.2.1").account
    assert [line.text for line in Desk(database).file(case.id).lines][-1] == "I am here."
    taken = Desk(database).take_next(sam)
    assert taken is not None and taken.country == "DE"
    database.close()


def test_learners_go_on_where_they_were(fresh_url: FreshUrl) -> None:
    database = of_first_version(TrainingDatabase, fresh_url("empty"))
    assert isinstance(database, TrainingDatabase)
    database.upgrade()
    kim = Learners(database).follow("nwdaK3vW_fpY7gjFrNFVetV2qe9570jdaKt4xulVTO4")
    assert kim is not None and kim.name == "Kim"
    assert [name for _, name in Groups(database).joined_by(kim.id)] == ["Tuesday group"]
    assert Learners(database).new_link().learner > kim.id
    database.close()
