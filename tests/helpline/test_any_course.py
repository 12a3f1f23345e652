"""Whatever people and staff do, in any order: the promises of a case hold after every step."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select, text

from helpline import cases as module
from helpline.cases import IDLE, Cases, Opened
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import OUTCOMES, Desk, NotYoursError
from helpline.hashing import digest
from helpline.states import OPEN, MoveError, State
from helpline.tables import Answer, AuditEntry, Base, Case, Contact, Line, Note
from helpline.trail import UnknownCaseError
from helpline.urgency import Finding, Urgency
from tests.clock import Clock
from tests.helpline.conftest import member

EXAMPLES = {"sqlite": 25, "postgresql": 10}
STEPS = 30
ENDED = {State.CLOSED, State.REFERRED, State.WITHDRAWN}

which = st.integers(0, 5)  # of the cases that there are
who = st.integers(0, 2)  # of the staff; the last is a lead
written = st.text(max_size=20)
urgencies = st.sampled_from(Urgency)


class AnyCourse(RuleBasedStateMachine):
    """Keeps beside the database what it should say: each case's state, urgency, and who has it."""

    database: Database

    @initialize()
    def start(self) -> None:
        with self.database.writing() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
        self.clock = Clock()
        self.cases = Cases(self.database, self.clock)
        self.desk = Desk(self.database, self.clock)
        roles = ("staff", "staff", "lead")
        self.staff = [member(self.database, self.clock, f"staff-{n}", role) for n, role in enumerate(roles)]
        self.opened: list[Opened] = []
        self.state: dict[int, State] = {}
        self.urgency: dict[int, Urgency] = {}
        self.holder: dict[int, int | None] = {}
        self.talk: dict[int, str] = {}

    def case(self, number: int) -> int:
        return self.opened[number % len(self.opened)].id

    def any_case(self) -> bool:
        return bool(self.opened)

    def moved(self, case_id: int, state: State, holder: int | None = None) -> None:
        self.state[case_id], self.holder[case_id] = state, holder

    def raised(self, case_id: int, urgency: Urgency) -> None:
        if self.state[case_id] != State.WITHDRAWN:
            self.urgency[case_id] = max(self.urgency[case_id], urgency, key=lambda level: level.rank)
        if self.urgency[case_id] == Urgency.EMERGENCY and self.state[case_id] == State.NEW:
            self.moved(case_id, State.WAITING)

    def try_to(self, change: Callable[[], Any], allowed: bool) -> bool:
        """Does a change that must fail if it is not allowed."""
        try:
            change()
        except (MoveError, NotYoursError, UnknownCaseError):
            assert not allowed
            return False
        assert allowed
        return True

    def is_mine(self, case_id: int, account: int) -> bool:
        return self.state[case_id] == State.TAKEN and self.holder[case_id] == self.staff[account].id

    @rule(talk=st.sampled_from("abc"), urgency=urgencies, consented=st.booleans(), words=written)
    def opens(self, talk: str, urgency: Urgency, consented: bool, words: str) -> None:
        before = [case for case, name in self.talk.items() if name == talk and self.state[case] in OPEN]
        try:
            opened = self.cases.open(talk, "GB", consented, Finding(urgency, words, words), [Said("person", words)])
        except ValueError:
            assert not consented and urgency != Urgency.EMERGENCY
            return
        assert (opened.words is None) == bool(before)
        if before:
            assert opened.id == before[0]
        else:
            self.opened.append(opened)
            self.urgency[opened.id] = Urgency.NONE
            self.moved(opened.id, State.NEW)
        self.talk[opened.id] = talk
        self.raised(opened.id, urgency)

    @precondition(any_case)
    @rule(number=which, step=st.sampled_from(["what", "who"]), words=written)
    def answers(self, number: int, step: str, words: str) -> None:
        case = self.case(number)
        self.try_to(lambda: self.cases.answer(case, step, words), self.state[case] != State.WITHDRAWN)

    @precondition(any_case)
    @rule(number=which, words=written)
    def says_and_gives_contact(self, number: int, words: str) -> None:
        case = self.case(number)
        self.cases.say(case, [Said("person", words), Said("bot", words, ["item"])])
        self.try_to(lambda: self.cases.keep_contact(case, "phone", words, words), self.state[case] != State.WITHDRAWN)

    @precondition(any_case)
    @rule(number=which)
    def submits(self, number: int) -> None:
        case = self.case(number)
        self.cases.submit(case)
        if self.state[case] == State.NEW:
            self.moved(case, State.WAITING)

    @precondition(any_case)
    @rule(number=which, urgency=urgencies, words=written)
    def rises(self, number: int, urgency: Urgency, words: str) -> None:
        case = self.case(number)
        self.cases.raise_urgency(case, Finding(urgency, words, words))
        self.raised(case, urgency)

    @precondition(any_case)
    @rule(number=which, account=who, urgency=urgencies, words=written)
    def is_reassessed(self, number: int, account: int, urgency: Urgency, words: str) -> None:
        case = self.case(number)
        allowed = self.state[case] != State.WITHDRAWN
        if self.state[case] == State.TAKEN:
            allowed = self.is_mine(case, account) or account == 2
        if self.try_to(lambda: self.desk.reassess(case, self.staff[account], urgency, words), allowed):
            self.urgency[case] = urgency
            self.raised(case, Urgency.NONE)

    @precondition(any_case)
    @rule(number=which, account=who)
    def is_taken(self, number: int, account: int) -> None:
        case, staff = self.case(number), self.staff[account]
        if self.try_to(lambda: self.desk.take(case, staff), self.state[case] == State.WAITING):
            self.moved(case, State.TAKEN, staff.id)

    @rule(account=who)
    def next_is_taken(self, account: int) -> None:
        queue = self.desk.queue()
        case = self.desk.take_next(self.staff[account])
        assert (case.id if case else None) == (queue[0].case.id if queue else None)
        if case:
            self.moved(case.id, State.TAKEN, self.staff[account].id)

    @precondition(any_case)
    @rule(number=which, account=who)
    def is_given_back(self, number: int, account: int) -> None:
        case = self.case(number)
        allowed = self.state[case] == State.TAKEN and (self.is_mine(case, account) or account == 2)
        if self.try_to(lambda: self.desk.give_back(case, self.staff[account]), allowed):
            self.moved(case, State.WAITING)

    @precondition(any_case)
    @rule(number=which, account=who, refer=st.booleans(), words=written)
    def ends(self, number: int, account: int, refer: bool, words: str) -> None:
        case, staff = self.case(number), self.staff[account]
        mine = self.is_mine(case, account)
        if refer:
            done = self.try_to(lambda: self.desk.refer(case, staff, words), mine)
        else:
            done = self.try_to(lambda: self.desk.close(case, staff, OUTCOMES[0]), mine)
        if done:
            self.moved(case, State.REFERRED if refer else State.CLOSED)

    @precondition(any_case)
    @rule(number=which, account=who, words=written)
    def is_written_to_and_noted(self, number: int, account: int, words: str) -> None:
        case, staff = self.case(number), self.staff[account]
        self.try_to(lambda: self.desk.write(case, staff, words), self.is_mine(case, account))
        self.try_to(lambda: self.desk.note(case, staff, words), self.state[case] != State.WITHDRAWN)

    @precondition(any_case)
    @rule(number=which, account=who)
    def is_opened_again(self, number: int, account: int) -> None:
        case = self.case(number)
        allowed = self.state[case] in (State.CLOSED, State.REFERRED)
        if self.try_to(lambda: self.desk.reopen(case, self.staff[account]), allowed):
            self.moved(case, State.WAITING)
            self.talk[case] = "" if self.desk.file(case).conversation is None else self.talk[case]

    @precondition(any_case)
    @rule(number=which)
    def person_comes_back(self, number: int) -> None:
        opened = self.opened[number % len(self.opened)]
        assert opened.words is not None
        words = opened.words
        self.try_to(lambda: self.cases.come_back(opened.code, words), self.state[opened.id] != State.WITHDRAWN)
        self.cases.ask_again(opened.id)
        if self.state[opened.id] in (State.CLOSED, State.REFERRED):
            self.moved(opened.id, State.WAITING)
            self.talk[opened.id] = "" if self.desk.file(opened.id).conversation is None else self.talk[opened.id]

    @precondition(any_case)
    @rule(number=which)
    def withdraws(self, number: int) -> None:
        case = self.case(number)
        self.cases.withdraw(case)
        self.moved(case, State.WITHDRAWN)

    @rule(minutes=st.integers(0, 30))
    def time_goes_by_and_the_half_told_is_handed_in(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)
        with self.database.reading() as session:
            left = select(Case.id).where(Case.state == State.NEW, Case.typing_at <= self.clock() - IDLE)
            ids = session.scalars(left).all()
        assert self.cases.settle() == len(ids)
        for case in ids:
            self.moved(case, State.WAITING)

    @invariant()
    def the_promises_hold(self) -> None:
        if not hasattr(self, "clock"):
            return
        with self.database.reading() as session:
            cases = session.scalars(select(Case).order_by(Case.id)).all()
            entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
            told = Counter[int]()
            for table in (Answer, Line, Note, Contact):
                counted = select(table.case_id, func.count()).group_by(table.case_id)
                told.update(dict(session.execute(counted).tuples().all()))
        assert {case.id: case.state for case in cases} == self.state
        assert {case.id: case.urgency for case in cases} == self.urgency
        assert {case.id: case.taken_by for case in cases} == self.holder
        of_open = Counter(case.conversation for case in cases if case.state in OPEN and case.conversation)
        assert all(count == 1 for count in of_open.values())
        for case in cases:
            self.of_one(case, [entry for entry in entries if entry.case_id == case.id], told[case.id])
        waiting = [case for case in cases if case.state == State.WAITING]
        waiting.sort(key=lambda case: (-case.urgency.rank, case.waiting_since, case.id))
        assert [rank.case.id for rank in self.desk.queue()] == [case.id for case in waiting]

    def of_one(self, case: Case, entries: list[AuditEntry], told: int) -> None:
        states, levels = [""], [str(Urgency.NONE)]
        for entry in entries:
            if entry.action in ("raised", "reassessed"):
                assert entry.before == levels[-1]
                levels.append(entry.after)
                assert entry.action == "reassessed" or Urgency(entry.after).rank > Urgency(entry.before).rank
            elif entry.action not in ("answered", "changed an answer") and entry.after:
                assert entry.before == states[-1]
                states.append(entry.after)
        assert (states[-1], levels[-1]) == (case.state, case.urgency)
        assert (case.taken_by is not None) == (case.state == State.TAKEN)
        assert (case.ended_at is not None) == (case.state in ENDED)
        assert case.state != State.WAITING or case.waiting_since is not None
        assert not (case.state == State.NEW and case.urgency == Urgency.EMERGENCY)
        if case.state == State.WITHDRAWN:
            assert told == 0
            assert (case.because, case.quote, case.referred_to, case.word_hash, case.conversation) == ("",) * 4 + (
                None,
            )


def test_the_promises_of_a_case_hold_in_any_course_of_events(
    database: Database, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:  # so that each course can begin with empty tables
        disable = "DROP TRIGGER audit_no_delete" if database.is_sqlite else "ALTER TABLE audit DISABLE TRIGGER USER"
        session.execute(text(disable))

    class Course(AnyCourse):
        pass

    Course.database = database
    # The slow hash is tested elsewhere; here it would be most of the time.
    monkeypatch.setattr(module, "hash_secret", digest)
    monkeypatch.setattr(module, "is_secret", lambda secret, hashed: digest(secret) == hashed)
    run_state_machine_as_test(
        Course,
        settings=settings(
            max_examples=EXAMPLES[kind],
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
