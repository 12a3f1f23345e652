"""A day at the helpline: 200 conversations of all kinds, while each of the three processes dies once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import Desk
from helpline.states import State
from helpline.tables import Account, Case
from helpline.urgency import Urgency
from tests.conftest import RunningService
from tests.service.talk import wait_until_ready
from tests.service.visitors import Visitor

pytestmark = [pytest.mark.service, pytest.mark.timeout(900)]

# How many come of each kind, and what is then to be found of them.
PLAN = {
    "asks": 45,
    "chats": 30,
    "shouts": 25,
    "tells": 40,
    "skips": 15,
    "leaves": 15,
    "throws away": 10,
    "declines": 10,
    "breaks off": 10,
}
WITH_A_CASE = ("shouts", "tells", "skips", "leaves", "throws away", "breaks off")
EMERGENCY = ("shouts", "breaks off")
AT_ONCE = 4


@pytest.fixture(scope="module")
def day(running_service: RunningService) -> list[Visitor]:
    """Everybody's visit, over. After a quarter, a half and three quarters of them a process is killed."""
    assert sum(PLAN.values()) == 200
    kinds = [kind for kind, number in PLAN.items() for _ in range(number)]
    # Mixed, the same way each time: every kind is under way when a process dies.
    kinds = [kinds[n * 67 % len(kinds)] for n in range(len(kinds))]
    wait_until_ready(running_service.url)
    visitors = [Visitor([running_service.url], kind, seed) for seed, kind in enumerate(kinds)]
    over = Counter[str]()
    lock = threading.Lock()
    deaths = {50: "rasa", 100: "actions", 150: "web"}

    def visit(visitor: Visitor) -> Visitor:
        visitor.visit()
        with lock:
            over["visits"] += 1
            victim = deaths.get(over["visits"])
        if victim:
            running_service.kill(victim)
        return visitor

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(visit, visitors))


@pytest.fixture(scope="module")
def database(running_service: RunningService) -> Database:
    return Database(running_service.settings.database_url)


def of_kind(day: list[Visitor], *kinds: str) -> list[Visitor]:
    return [visitor for visitor in day if visitor.kind in kinds]


def case_of(database: Database, visitor: Visitor) -> Case | None:
    return Cases(database).find(visitor.id)


def test_everybody_got_through_to_the_end(day: list[Visitor]) -> None:
    assert len(day) == 200 and all(visitor.done for visitor in day)
    assert sum(visitor.sent_again for visitor in day) > 0, "no process was missed, so nothing was tried"


def test_no_case_is_lost_and_none_is_there_twice(day: list[Visitor], database: Database) -> None:
    for visitor in of_kind(day, *WITH_A_CASE):
        assert len(visitor.opened) == 1, (visitor.kind, visitor.opened)
    codes = [visitor.opened[0] for visitor in of_kind(day, *WITH_A_CASE)]
    with database.reading() as session:
        kept = [case.code for case in session.query(Case).all() if case.code in set(codes)]
    assert sorted(kept) == sorted(codes) and len(set(codes)) == len(codes)


def test_whoever_only_asked_or_did_not_agree_left_nothing(day: list[Visitor], database: Database) -> None:
    for visitor in of_kind(day, "asks", "chats", "declines"):
        assert visitor.opened == [] and case_of(database, visitor) is None


def test_what_was_told_is_whole(day: list[Visitor], database: Database) -> None:
    for visitor in of_kind(day, "tells"):
        case = case_of(database, visitor)
        assert case is not None and case.state == State.WAITING
        told = {answer.step: answer.text for answer in case.answers}
        assert all(told.get(step) for step in ("seen", "heard", "supposed", "about")), told


def test_what_was_left_half_told_is_kept_and_what_was_thrown_away_is_gone(
    day: list[Visitor], database: Database
) -> None:
    for visitor in of_kind(day, "leaves"):
        case = case_of(database, visitor)
        assert case is not None and case.state == State.NEW
    for visitor in of_kind(day, "throws away"):
        assert case_of(database, visitor) is None


def test_every_emergency_stands_on_top_and_no_two_of_the_staff_get_one_case(
    day: list[Visitor], database: Database
) -> None:
    emergencies = {visitor.opened[0] for visitor in of_kind(day, *EMERGENCY)}
    desk = Desk(database)
    ranks = desk.queue()
    levels = [rank.case.urgency for rank in ranks]
    assert levels == sorted(levels, key=lambda level: -level.rank)
    assert emergencies <= {rank.case.code for rank in ranks if rank.case.urgency == Urgency.EMERGENCY}
    assert all(rank.case.quote for rank in ranks if rank.case.urgency == Urgency.EMERGENCY)

    accounts = Accounts(database)
    staff = [accounts.add(f"day-{n}", f"Day {n}", "staff", f"a long password {n}") for n in range(3)]
    taken: list[tuple[int, str, Urgency]] = []

    def work(account: Account) -> None:
        while (case := desk.take_next(account)) is not None:
            taken.append((case.id, case.code, case.urgency))

    in_threads(work, staff)
    assert len(taken) == len(ranks) and len({case for case, _, _ in taken}) == len(taken)
    # Three at once: one may be noted a moment after the next, but no emergency waits for a lower one.
    first = [level for _, _, level in taken[: sum(level == Urgency.EMERGENCY for level in levels) + len(staff)]]
    assert first.count(Urgency.EMERGENCY) == levels.count(Urgency.EMERGENCY)


def in_threads(work: Callable[[Account], None], staff: list[Account]) -> None:
    threads = [threading.Thread(target=work, args=(account,)) for account in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
