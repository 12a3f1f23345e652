"""The audit trail: added to, never changed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import Desk
from helpline.tables import Account
from helpline.urgency import Finding, Urgency


@pytest.mark.parametrize(
    "change",
    ["UPDATE audit SET action = 'nothing'", "DELETE FROM audit", "UPDATE audit SET at = at WHERE id = 1"],
)
def test_an_entry_is_neither_changed_nor_deleted(cases: Cases, desk: Desk, database: Database, change: str) -> None:
    opened = cases.open("talk", "GB", consented=True)
    before = [(e.id, e.action, e.at) for e in desk.trail(opened.id)]
    with pytest.raises(DBAPIError, match="the audit trail is never changed"), database.writing() as session:
        session.execute(text(change))
    assert [(e.id, e.action, e.at) for e in desk.trail(opened.id)] == before


def test_postgresql_does_not_truncate_it_either(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="the audit trail is never changed"), database.writing() as session:
        session.execute(text("TRUNCATE audit"))


def test_the_trail_tells_who_did_what_and_when(cases: Cases, desk: Desk, sam: Account) -> None:
    opened = cases.open("talk", "GB", consented=True)
    cases.answer(opened.id, "what", "words of a person")
    cases.raise_urgency(opened.id, Finding(Urgency.URGENT, "threats", "words of a person"))
    cases.submit(opened.id)
    desk.take_next(sam)
    desk.reassess(opened.id, sam, Urgency.CONCERN, "words of staff")
    desk.close(opened.id, sam, "advice was enough")
    cases.withdraw(opened.id)
    trail = desk.trail(opened.id)
    assert [(e.actor, e.account_id, e.action, e.before, e.after) for e in trail] == [
        ("person", None, "opened", "", "new"),
        ("person", None, "consented", "", ""),
        ("person", None, "answered", "", "what"),
        ("system", None, "raised", "none", "urgent"),
        ("person", None, "handed in", "new", "waiting"),
        ("staff", sam.id, "taken", "waiting", "taken"),
        ("staff", sam.id, "reassessed", "urgent", "concern"),
        ("staff", sam.id, "closed", "taken", "closed"),
        ("person", None, "withdrew", "closed", "withdrawn"),
        ("person", None, "erased", "", ""),
    ]
