"""Several threads and processes at once: one case a conversation, one holder a case, nothing lost."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import func, select

from bot.settings import ROOT
from helpline.cases import Cases
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import Desk
from helpline.states import MoveError, State
from helpline.tables import Account, Case, Line
from helpline.urgency import Finding, Urgency
from tests.clock import Clock
from tests.helpline.conftest import member

AT_ONCE = 6
T = TypeVar("T")


def together(work: Callable[[int], T]) -> Sequence[T]:
    """Results of several threads that start at the same moment."""
    ready = Barrier(AT_ONCE)

    def run(number: int) -> T:
        ready.wait()
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_several_processes_may_bring_a_new_database_to_the_newest_form(fresh_url: Callable[[str], str]) -> None:
    environment = {**os.environ, "COMMON_GROUND_DATABASE": fresh_url("empty")}
    command = [sys.executable, "-m", "bot", "database", "upgrade"]
    running = [subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [process.wait(120) for process in running] == [0, 0, 0]


def test_a_conversation_gets_one_case_however_many_open_it(database: Database, cases: Cases) -> None:
    for name in ("one", "two", "three"):
        opened = together(lambda _, name=name: cases.open(name, "GB", consented=True))  # type: ignore[misc]
        assert len({one.id for one in opened}) == 1
        assert sum(one.words is not None for one in opened) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 3


def test_only_one_gets_a_case_that_several_take(database: Database, cases: Cases, desk: Desk, clock: Clock) -> None:
    staff = [member(database, clock, f"staff-{n}") for n in range(AT_ONCE)]
    for turn in range(3):
        opened = cases.open(f"talk {turn}", "GB", consented=True)
        cases.submit(opened.id)

        def take(number: int, case_id: int = opened.id) -> Account | None:
            try:
                desk.take(case_id, staff[number])
                return staff[number]
            except MoveError:
                return None

        (winner,) = filter(None, together(take))
        case = desk.file(opened.id)
        assert (case.state, case.taken_by) == (State.TAKEN, winner.id)
        assert [e.action for e in desk.trail(opened.id)].count("taken out of turn") == 1
        assert [line.text for line in case.lines] == ["joined"]


def test_those_who_take_the_next_at_once_get_different_ones(
    database: Database, cases: Cases, desk: Desk, clock: Clock
) -> None:
    staff = [member(database, clock, f"staff-{n}") for n in range(AT_ONCE)]
    for number in range(4):
        cases.submit(cases.open(f"talk {number}", "GB", consented=True).id)
    got = [case.id for case in together(lambda n: desk.take_next(staff[n])) if case]
    assert len(got) == len(set(got)) == 4
    assert not desk.queue()


def test_no_line_is_lost_and_each_comes_once(database: Database, cases: Cases) -> None:
    case_id = cases.open("talk", "GB", consented=True).id

    def say(number: int) -> None:
        for turn in range(5):
            cases.say(
                case_id, [Said("person", f"{number} {turn}"), Said("bot", f"{number} {turn}", [f"item-{number}"])]
            )

    together(say)
    with database.reading() as session:
        lines = session.scalars(select(Line.text).order_by(Line.id)).all()
        topics = session.scalars(select(Case.topics)).one()
    assert len(lines) == AT_ONCE * 10
    assert lines[::2] == lines[1::2]  # what belongs together stands together
    assert set(topics) == {f"item-{n}" for n in range(AT_ONCE)}


def test_the_highest_urgency_wins_in_any_order(cases: Cases, desk: Desk) -> None:
    case_id = cases.open("talk", "GB", consented=True).id
    levels = [*Urgency, Urgency.URGENT, Urgency.CONCERN]
    together(lambda n: cases.raise_urgency(case_id, Finding(levels[n], str(levels[n]))))
    case = desk.file(case_id)
    assert (case.urgency, case.because, case.state) == (Urgency.EMERGENCY, "emergency", State.WAITING)


def test_nothing_is_kept_of_a_case_that_is_withdrawn_while_others_write(cases: Cases, desk: Desk) -> None:
    case_id = cases.open("talk", "GB", consented=True).id

    def work(number: int) -> None:
        if number == 0:
            cases.withdraw(case_id)
        else:
            cases.say(case_id, [Said("person", "words")])

    together(work)
    case = desk.file(case_id)
    assert (case.state, list(case.lines)) == (State.WITHDRAWN, [])


def test_processes_share_one_database(database: Database, desk: Desk) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.helpline.another_process", url]
    with ThreadPoolExecutor(3) as pool:
        done = pool.map(lambda _: subprocess.run(command, capture_output=True, check=True, cwd=ROOT), range(3))
        ids = [int(one.stdout) for one in done]
    assert len(set(ids)) == 1
    assert len(desk.file(ids[0]).lines) == 3 * 10
