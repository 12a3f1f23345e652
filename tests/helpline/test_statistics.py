"""Numbers of past weeks, the same on both databases."""

from datetime import UTC, date, datetime

import pytest

from helpline.cases import Cases
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import Desk
from helpline.statistics import Waiting, gather, monday, statistics, waiting
from helpline.tables import Account
from helpline.urgency import Finding, Urgency
from tests.clock import Clock

MARK = "zebra-lantern"


def busy_week(
    cases: Cases, desk: Desk, staff: Account, clock: Clock, urgencies: dict[str, int], minutes: float = 10
) -> None:
    """Cases that open now and are taken `minutes` later, the first of each level referred, the others closed."""
    ids = []
    for level, count in urgencies.items():
        for number in range(count):
            name = f"{clock()} {level} {number}"
            finding = Finding(Urgency(level), MARK, MARK)
            opened = cases.open(name, "GB", True, finding, [Said("bot", MARK, ["item-1", f"item-{level}"])])
            cases.submit(opened.id)
            ids.append((opened.id, number))
    clock.forward(minutes=minutes)
    for case_id, number in ids:
        desk.take(case_id, staff)
        if number == 0:
            desk.refer(case_id, staff, MARK)
        else:
            desk.close(case_id, staff, "advice was enough")


def test_numbers_are_by_week_and_small_ones_hidden(
    database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    busy_week(cases, desk, sam, clock, {"none": 8, "urgent": 6})
    clock.forward(days=7)
    busy_week(cases, desk, sam, clock, {"none": 7, "concern": 3}, minutes=20)
    clock.forward(days=7)
    busy_week(cases, desk, sam, clock, {"emergency": 9})  # the week that runs
    numbers = statistics(database, clock(), weeks=3)
    assert numbers.weeks == [date(2026, 2, 23), date(2026, 3, 2), date(2026, 3, 9)]
    assert numbers.urgency == {
        Urgency.NONE: [None, 8, 7],
        Urgency.CONCERN: [None, None, None],
        Urgency.URGENT: [None, None, None],
        Urgency.EMERGENCY: [None, None, None],
    }
    assert numbers.outcomes_by_week["advice was enough"] == [None, 12, 8]
    assert numbers.outcomes_by_week["referred"] == [None, None, None]
    assert numbers.topics == {"item-1": [None, 14, 10], "item-none": [None, 8, 7], "item-urgent": [None, 6, None]}
    assert numbers.waiting_by_week == [Waiting(None, None), Waiting(600, 600), Waiting(1200, 1200)]
    assert numbers.waiting == Waiting(600, 1200)
    assert MARK not in repr(numbers)


def test_nothing_is_hidden_from_the_sums_behind_it(
    database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    busy_week(cases, desk, sam, clock, {"none": 3, "urgent": 2})
    clock.forward(days=7)
    behind = gather(database, clock(), 1)
    assert behind.urgency == {"none": [3], "concern": [0], "urgent": [2], "emergency": [0]}
    assert (behind.outcomes["referred"], behind.outcomes["advice was enough"]) == ([2], [3])
    assert list(behind.topics) == ["item-1", "item-none", "item-urgent"]
    assert behind.waits == [[600.0] * 5]


def test_a_case_that_was_opened_again_counts_from_its_first_waiting(
    database: Database, cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    busy_week(cases, desk, sam, clock, {"none": 1})
    case_id = desk.ended()[0].id
    clock.forward(days=1)
    desk.reopen(case_id, sam)
    clock.forward(days=6)
    numbers = gather(database, clock(), 1)
    assert numbers.waits == [[600.0]]
    assert sum(counts[0] for counts in numbers.outcomes.values()) == 0


def test_without_any_case_there_are_weeks_without_numbers(database: Database, clock: Clock) -> None:
    numbers = statistics(database, clock(), weeks=2)
    assert len(numbers.weeks) == 2 and numbers.waiting == Waiting(None, None) and numbers.topics == {}
    assert set(numbers.outcomes.values()) == {None}


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        (datetime(2026, 3, 2, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 8, 23, 59, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 9, tzinfo=UTC), date(2026, 3, 9)),
    ],
)
def test_weeks_begin_on_mondays_in_utc(moment: datetime, first: date) -> None:
    assert monday(moment) == first


def test_nine_of_ten_waited_no_longer() -> None:
    assert waiting([60.0 * n for n in range(1, 11)]) == Waiting(330, 540)
    assert waiting([1, 2, 3, 4]) == Waiting(None, None)
    assert waiting([5, 4, 3, 2, 1]) == Waiting(3, 5)
