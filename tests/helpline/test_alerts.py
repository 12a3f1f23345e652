"""The outbox: every emergency that nobody has taken is told of by every channel, and none is told of twice."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from helpline.alerts import AT_ONCE, SENDING, TRIES, Due, Outbox, pause_after
from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import Desk
from helpline.tables import Account, Alert, Case
from helpline.urgency import Finding, Urgency
from tests.clock import Clock

EMERGENCY = Finding(Urgency.EMERGENCY, "says that somebody is in danger now", "please hurry")


@pytest.fixture
def outbox(database: Database, clock: Clock) -> Outbox:
    return Outbox(database, clock)


def rows(database: Database) -> Sequence[Alert]:
    with database.reading() as session:
        return session.scalars(select(Alert).order_by(Alert.id)).all()


def emergency(cases: Cases, conversation: str = "one") -> str:
    return cases.open(conversation, "GB", False, EMERGENCY).code


def codes(due: Sequence[Due]) -> list[str]:
    return [one.code for one in due]


def test_an_emergency_is_due_at_once_by_each_channel(cases: Cases, outbox: Outbox, clock: Clock) -> None:
    code = emergency(cases)
    opened = clock()
    clock.forward(seconds=2)
    for channel in ("email", "webhook"):
        (due,) = outbox.take_due(channel)
        assert (due.code, due.urgency, due.since, due.tries) == (code, Urgency.EMERGENCY, opened, 1)


@pytest.mark.parametrize("urgency", [Urgency.NONE, Urgency.CONCERN, Urgency.URGENT])
def test_nothing_less_than_an_emergency_is_told_of(
    urgency: Urgency, cases: Cases, outbox: Outbox, database: Database
) -> None:
    case = cases.open("one", "GB", True, Finding(urgency))
    cases.submit(case.id)
    assert outbox.take_due("email") == [] and rows(database) == []


def test_a_case_that_becomes_an_emergency_is_told_of(cases: Cases, outbox: Outbox) -> None:
    case = cases.open("one", "GB", True)
    assert outbox.take_due("email") == []
    cases.raise_urgency(case.id, EMERGENCY)
    assert codes(outbox.take_due("email")) == [case.code]


def test_an_emergency_that_was_taken_first_needs_no_alert(
    cases: Cases, desk: Desk, sam: Account, outbox: Outbox, database: Database
) -> None:
    emergency(cases)
    assert desk.take_next(sam)
    assert outbox.take_due("email") == [] and rows(database) == []


def test_what_was_sent_is_never_due_again(cases: Cases, outbox: Outbox, database: Database, clock: Clock) -> None:
    emergency(cases)
    outbox.sent(outbox.take_due("email")[0])
    for _ in range(3):
        clock.forward(days=1)
        assert outbox.take_due("email") == []
    again = Database(database.engine.url.render_as_string(hide_password=False))  # as after a restart
    assert Outbox(again, clock).take_due("email") == []
    again.close()
    (row,) = rows(database)
    assert row.sent_at is not None and row.next_try_at is None and row.tries == 1


def test_what_is_being_sent_is_not_due_until_its_sender_must_be_gone(
    cases: Cases, outbox: Outbox, database: Database, clock: Clock
) -> None:
    emergency(cases)
    outbox.take_due("email")
    clock.at += SENDING - timedelta(seconds=1)
    assert outbox.take_due("email") == []
    clock.forward(seconds=1)
    again = Database(database.engine.url.render_as_string(hide_password=False))  # the sender died, another came up
    assert [due.tries for due in Outbox(again, clock).take_due("email")] == [2]
    again.close()


def test_pauses_grow_to_half_an_hour_and_end_after_a_day(
    cases: Cases, outbox: Outbox, database: Database, clock: Clock
) -> None:
    emergency(cases)
    for pause in (5, 30, 120, 600, *[1800] * 48):
        (due,) = outbox.take_due("email")
        outbox.failed(due, "the mail server cannot be reached")
        clock.forward(seconds=pause - 1)
        assert outbox.take_due("email") == []
        clock.forward(seconds=1)
    (due,) = outbox.take_due("email")
    outbox.failed(due, "the mail server cannot be reached")
    clock.forward(days=7)
    assert outbox.take_due("email") == []
    (row,) = rows(database)
    assert row.sent_at is None and row.tries == TRIES and row.fault == "the mail server cannot be reached"


def test_a_day_of_trying_is_a_day() -> None:
    pauses = [pause for tries in range(1, TRIES + 1) if (pause := pause_after(tries))]
    assert len(pauses) == TRIES - 1 and pauses == sorted(pauses)
    assert timedelta(days=1) <= sum(pauses, timedelta()) < timedelta(days=1, hours=1)


def test_one_channel_that_fails_does_not_touch_the_other(cases: Cases, outbox: Outbox, database: Database) -> None:
    emergency(cases)
    outbox.failed(outbox.take_due("email")[0], "the mail server cannot be reached")
    outbox.sent(outbox.take_due("webhook")[0])
    assert {row.channel: row.sent_at is not None for row in rows(database)} == {"email": False, "webhook": True}


def test_success_takes_the_fault_away_or_leaves_a_remark(
    cases: Cases, outbox: Outbox, database: Database, clock: Clock
) -> None:
    emergency(cases)
    outbox.failed(outbox.take_due("email")[0], "it did not answer in time")
    clock.forward(minutes=1)
    (due,) = outbox.take_due("email")
    outbox.sent(due)
    assert rows(database)[0].fault == ""
    outbox.sent(due, "x" * 500)
    assert rows(database)[0].fault == "x" * 200


def test_once_taken_it_is_not_tried_again_unless_it_is_given_back(
    cases: Cases, desk: Desk, sam: Account, outbox: Outbox, clock: Clock
) -> None:
    code = emergency(cases)
    outbox.failed(outbox.take_due("email")[0], "it did not answer in time")
    case = desk.take_next(sam)
    assert case is not None
    clock.forward(minutes=1)
    assert outbox.take_due("email") == []
    desk.give_back(case.id, sam)
    assert codes(outbox.take_due("email")) == [code]


def test_an_emergency_that_turned_out_to_be_none_is_not_told_of(
    cases: Cases, desk: Desk, sam: Account, outbox: Outbox, clock: Clock
) -> None:
    case = cases.open("one", "GB", False, EMERGENCY)
    outbox.failed(outbox.take_due("email")[0], "it did not answer in time")
    desk.reassess(case.id, sam, Urgency.CONCERN, "a line of a song")
    clock.forward(minutes=1)
    assert outbox.take_due("email") == []


def test_a_case_that_was_withdrawn_is_not_told_of(cases: Cases, outbox: Outbox) -> None:
    cases.withdraw(cases.open("one", "GB", False, EMERGENCY).id)
    assert outbox.take_due("email") == []


def test_the_oldest_go_first_and_not_all_at_once(cases: Cases, outbox: Outbox, clock: Clock) -> None:
    opened = []
    for number in range(AT_ONCE + 3):
        opened.append(emergency(cases, f"conversation {number}"))
        clock.forward(seconds=1)
        if number == 0:
            outbox.failed(outbox.take_due("email")[0], "it did not answer in time")
    clock.forward(minutes=1)
    first = codes(outbox.take_due("email"))
    assert first[0] == opened[0] and len(first) == AT_ONCE
    assert sorted(first + codes(outbox.take_due("email"))) == sorted(opened)


def test_several_processes_never_take_the_same(cases: Cases, database: Database, clock: Clock) -> None:
    opened = [emergency(cases, f"conversation {number}") for number in range(30)]
    others = [Database(database.engine.url.render_as_string(hide_password=False)) for _ in range(4)]

    def work(one: Database) -> list[str]:
        # A look may find nothing while another process makes the rows; the service looks again in a second.
        return [code for _ in range(20) for code in codes(Outbox(one, clock).take_due("email"))]

    with ThreadPoolExecutor(len(others)) as pool:
        taken = [code for part in pool.map(work, others) for code in part]
    for one in others:
        one.close()
    assert sorted(taken) == sorted(opened)
    assert [row.tries for row in rows(database)] == [1] * 30


def test_a_row_that_another_process_makes_at_the_same_moment_is_no_fault(
    cases: Cases, outbox: Outbox, database: Database, clock: Clock
) -> None:
    case = cases.open("one", "GB", False, EMERGENCY)
    at = clock()
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            session.add(Alert(case_id=case.id, channel="email", made_at=at, next_try_at=at, sent_at=None))
            session.flush()
            looking = pool.submit(outbox.take_due, "email")
            time.sleep(0.2)  # it has looked, found no row, and waits for this transaction
        assert codes(looking.result()) == [case.code]
    assert len(rows(database)) == 1


def test_a_sender_that_was_too_slow_does_not_undo_what_came_after(
    cases: Cases, outbox: Outbox, database: Database, clock: Clock
) -> None:
    emergency(cases)
    (slow,) = outbox.take_due("email")
    clock.at += SENDING
    (quick,) = outbox.take_due("email")
    outbox.failed(slow, "it did not answer in time")
    assert rows(database)[0].fault == ""
    outbox.sent(quick)
    outbox.failed(quick, "it did not answer in time")
    assert rows(database)[0].sent_at is not None and rows(database)[0].fault == ""


def test_a_case_that_was_deleted_meanwhile_is_no_fault(
    cases: Cases, outbox: Outbox, database: Database, clock: Clock
) -> None:
    emergency(cases)
    (due,) = outbox.take_due("email")
    with database.writing() as session:
        session.delete(session.scalars(select(Case)).one())
    outbox.sent(due)
    outbox.failed(due, "it did not answer in time")
    assert rows(database) == []


def test_nothing_of_what_was_said_is_in_an_alert(cases: Cases, outbox: Outbox) -> None:
    finding = Finding(Urgency.EMERGENCY, "MARKER because", "MARKER quote")
    case = cases.open("one", "GB", True, finding)
    cases.answer(case.id, "worry", "MARKER answer")
    cases.keep_contact(case.id, "phone", "MARKER contact", "MARKER when")
    assert "MARKER" not in repr(outbox.take_due("email"))


def end(desk: Desk, account: Account) -> int:
    case = desk.take_next(account)
    assert case is not None
    desk.close(case.id, account, "advice was enough")
    return case.id


@pytest.mark.parametrize("way", ["the staff open it again", "the person comes back"])
def test_an_emergency_that_had_ended_and_waits_again_is_told_of_again(
    way: str, cases: Cases, desk: Desk, sam: Account, outbox: Outbox, clock: Clock
) -> None:
    code = emergency(cases)
    outbox.sent(outbox.take_due("email")[0])
    case_id = end(desk, sam)
    clock.forward(days=1)
    assert outbox.take_due("email") == []
    if way == "the staff open it again":
        desk.reopen(case_id, sam)
    else:
        cases.ask_again(case_id)
    (due,) = outbox.take_due("email")
    assert (due.code, due.since, due.tries) == (code, clock(), 1)
    outbox.sent(due)
    clock.forward(days=1)
    assert outbox.take_due("email") == []


def test_a_case_that_comes_back_calmer_is_told_of_only_once_it_is_an_emergency_again(
    cases: Cases, desk: Desk, sam: Account, outbox: Outbox
) -> None:
    code = emergency(cases)
    outbox.sent(outbox.take_due("email")[0])
    case_id = end(desk, sam)
    desk.reassess(case_id, sam, Urgency.CONCERN, "it is over")
    cases.ask_again(case_id)
    assert outbox.take_due("email") == []
    cases.raise_urgency(case_id, EMERGENCY)
    assert codes(outbox.take_due("email")) == [code]


@pytest.mark.parametrize("who", ["the program", "the staff"])
def test_an_emergency_that_was_taken_back_and_then_found_again_is_told_of_again(
    who: str, cases: Cases, desk: Desk, sam: Account, outbox: Outbox
) -> None:
    case = cases.open("one", "GB", False, EMERGENCY)
    outbox.sent(outbox.take_due("email")[0])
    desk.reassess(case.id, sam, Urgency.CONCERN, "a line of a song")
    if who == "the program":
        cases.raise_urgency(case.id, EMERGENCY)
    else:
        desk.reassess(case.id, sam, Urgency.EMERGENCY, "no song after all")
    assert codes(outbox.take_due("email")) == [case.code]


def test_an_emergency_that_is_found_twice_is_told_of_once(
    cases: Cases, desk: Desk, sam: Account, outbox: Outbox
) -> None:
    case = cases.open("one", "GB", False, EMERGENCY)
    outbox.sent(outbox.take_due("email")[0])
    cases.raise_urgency(case.id, EMERGENCY)
    desk.reassess(case.id, sam, Urgency.EMERGENCY, "it is one")
    assert outbox.take_due("email") == []


def test_what_is_sent_while_the_case_waits_anew_does_not_stand_for_the_new_alert(
    cases: Cases, desk: Desk, sam: Account, outbox: Outbox, clock: Clock
) -> None:
    code = emergency(cases)
    (early,) = outbox.take_due("email")
    clock.forward(seconds=1)
    desk.reopen(end(desk, sam), sam)
    outbox.sent(early)
    (late,) = outbox.take_due("email")
    assert (late.code, late.tries) == (code, 1)
    outbox.failed(early, "it did not answer in time")
    clock.forward(seconds=5)
    assert outbox.take_due("email") == [], "it is being sent"


def test_an_alert_does_not_wait_for_the_old_time_of_a_clock_that_was_set_back(
    cases: Cases, outbox: Outbox, clock: Clock
) -> None:
    clock.forward(days=1)
    code = emergency(cases)
    (due,) = outbox.take_due("email")
    outbox.failed(due, "no answer")
    clock.forward(days=-1)
    assert codes(outbox.take_due("email")) == [code]


def test_an_alert_that_is_put_off_is_not_sent_early_where_clocks_differ(
    cases: Cases, outbox: Outbox, clock: Clock
) -> None:
    emergency(cases)
    (due,) = outbox.take_due("email")
    outbox.failed(due, "no answer")
    clock.forward(seconds=-30)
    assert outbox.take_due("email") == []
