"""What is deleted by itself, and what stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import Desk
from helpline.retention import Swept, sweep
from helpline.states import State
from helpline.tables import Account, Alert, AuditEntry, SignIn
from helpline.throttle import Throttle
from helpline.trail import UnknownCaseError
from helpline.urgency import Finding, Urgency
from tests.clock import Clock
from tests.databases import all_text

NOTHING = Swept(0, 0, 0, 0, 0)
MARK = "zebra-lantern"


def run(database: Database, clock: Clock) -> Swept:
    return sweep(database, clock(), case_days=90, conversation_days=30, sign_in_hours=12)


def ended(cases: Cases, desk: Desk, staff: Account, talk: str = "talk") -> int:
    """A closed case with something in every place."""
    opened = cases.open(talk, "GB", True, Finding(Urgency.URGENT, f"{MARK}-reason", f"{MARK}-quote"))
    cases.say(opened.id, [Said("person", f"{MARK}-line"), Said("bot", f"{MARK}-reply", ["item-1"])])
    cases.answer(opened.id, "seen", f"{MARK}-answer")
    cases.keep_contact(opened.id, "phone", f"{MARK}-detail", f"{MARK}-when")
    cases.submit(opened.id)
    desk.take(opened.id, staff)
    desk.note(opened.id, staff, f"{MARK}-note")
    desk.close(opened.id, staff, "advice was enough")
    return opened.id


def test_a_conversation_goes_first_and_the_case_later(
    database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    case_id = ended(cases, desk, sam)
    before = desk.file(case_id)
    clock.forward(days=29)
    assert run(database, clock) == NOTHING
    clock.forward(days=1)
    assert run(database, clock) == Swept(0, 1, 0, 0, 0)
    text = all_text(database)
    assert not [gone for gone in ("line", "reply", "quote") if f"{MARK}-{gone}" in text]
    assert [kept for kept in ("reason", "answer", "note", "detail") if f"{MARK}-{kept}" not in text] == []
    assert desk.file(case_id).conversation is None
    assert cases.hear("talk", 0) is None
    clock.forward(days=60)
    assert run(database, clock) == Swept(0, 0, 1, 0, 0)
    text = all_text(database)
    assert MARK not in text and before.code not in text and before.word_hash not in text
    case = desk.file(case_id)
    kept = ("state", "urgency", "country", "opened_at", "first_taken_at", "ended_at", "outcome", "topics")
    assert [getattr(case, name) for name in kept] == [getattr(before, name) for name in kept]
    assert case.topics == ["item-1"] and case.is_bare
    assert run(database, clock) == NOTHING


def test_a_bare_case_is_found_by_nobody(
    database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    case_id = ended(cases, desk, sam)
    clock.forward(days=90)
    run(database, clock)
    code = desk.file(case_id).code
    assert desk.ended() == []
    with pytest.raises(UnknownCaseError):
        desk.number(code)
    with pytest.raises(UnknownCaseError):
        cases.come_back(code, "")


def test_the_days_of_a_conversation_count_from_its_last_line(
    database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    case_id = ended(cases, desk, sam)
    clock.forward(days=20)
    cases.say(case_id, [Said("person", "thank you")])
    clock.forward(days=20)
    assert run(database, clock) == NOTHING
    clock.forward(days=10)
    assert run(database, clock).conversations == 1


def test_open_cases_stay_however_old(database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock) -> None:
    opened = [cases.open(f"talk {n}", "GB", True, said=[Said("person", MARK)]) for n in range(3)]
    clock.forward(days=1)
    assert run(database, clock) == Swept(3, 0, 0, 0, 0)  # half told, and now waiting
    desk.take(opened[0].id, sam)
    closed = ended(cases, desk, sam)
    clock.forward(days=40)
    desk.reopen(closed, sam)
    clock.forward(days=400)
    assert run(database, clock) == NOTHING
    assert len(desk.file(closed).lines) == 4


def test_withdrawn_and_referred_cases_become_bare_too(
    database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    withdrawn, referred = (cases.open(f"talk {n}", "GB", True).id for n in range(2))
    cases.withdraw(withdrawn)
    cases.submit(referred)
    desk.take(referred, sam)
    desk.refer(referred, sam, MARK)
    clock.forward(days=90)
    assert run(database, clock) == Swept(0, 1, 2, 0, 0)
    assert [desk.file(case).state for case in (withdrawn, referred)] == [State.WITHDRAWN, State.REFERRED]
    assert MARK not in all_text(database)


def test_sessions_failures_and_alerts_go_and_the_trail_stays(
    database: Database, cases: Cases, desk: Desk, clock: Clock
) -> None:
    accounts = Accounts(database, clock, hours=12)
    sam = accounts.add("sam", "Sam", "staff", "seven grey herons")
    accounts.sign_in("sam", "seven grey herons", "192.0.2.1")
    Throttle(database, clock).failed("name robin")
    case_id = ended(cases, desk, sam)
    with database.writing() as session:
        session.add(Alert(case_id=case_id, channel="email", made_at=clock(), next_try_at=None, sent_at=clock()))
        entries = session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    clock.forward(hours=12)
    assert run(database, clock) == Swept(0, 0, 0, 1, 1)
    clock.forward(days=90)
    run(database, clock)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 0
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[entries:] == ["conversation erased", "erased"]


def test_it_says_what_it_did() -> None:
    said = str(Swept(1, 2, 3, 4, 5))
    assert all(str(number) in said for number in range(1, 6)) and said.endswith(".")


def test_days_may_be_parts_of_a_day(database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock) -> None:
    ended(cases, desk, sam)
    swept = sweep(database, clock() + timedelta(hours=1), case_days=1 / 24, conversation_days=1 / 24, sign_in_hours=1)
    assert swept == Swept(0, 1, 1, 0, 0)
