"""The limit on guessing: five failures of a key in a quarter of an hour, counted even when made at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from helpline.database import Database
from helpline.throttle import Throttle, TooManyAttemptsError, forget_attempts
from tests.clock import Clock
from tests.databases import all_text


@pytest.fixture
def throttle(database: Database, clock: Clock) -> Throttle:
    return Throttle(database, clock)


def fail(throttle: Throttle, *keys: str) -> None:
    with pytest.raises(KeyError), throttle.attempt(*keys):
        raise KeyError


def test_five_failures_and_then_a_wait_of_a_quarter_of_an_hour(throttle: Throttle, clock: Clock) -> None:
    for _ in range(5):
        throttle.check("name sam")
        fail(throttle, "name sam")
        clock.forward(minutes=1)
    with pytest.raises(TooManyAttemptsError) as caught, throttle.attempt("name sam"):
        pytest.fail("the block ran")
    assert caught.value.retry_after == 600
    assert "10 minutes" in str(caught.value)
    with pytest.raises(TooManyAttemptsError):
        throttle.check("name sam")
    throttle.check("name robin")
    clock.forward(minutes=10)
    throttle.check("name sam")


def test_what_succeeds_does_not_count(throttle: Throttle) -> None:
    for _ in range(10):
        with throttle.attempt("address 192.0.2.1"):
            pass
    throttle.check("address 192.0.2.1")


def test_an_attempt_that_must_wait_does_not_count_for_its_other_key(throttle: Throttle) -> None:
    for _ in range(5):
        throttle.failed("name sam")
    for _ in range(5):
        with pytest.raises(TooManyAttemptsError), throttle.attempt("name sam", "address 192.0.2.1"):
            pytest.fail("the block ran")
    throttle.check("address 192.0.2.1")


def test_a_key_can_be_cleared(throttle: Throttle) -> None:
    for key in ("name sam", "name robin"):
        for _ in range(5):
            throttle.failed(key)
    throttle.clear("name sam")
    throttle.check("name sam")
    with pytest.raises(TooManyAttemptsError):
        throttle.check("name robin")


def test_attempts_made_at_once_are_no_way_around_the_limit(throttle: Throttle) -> None:
    ran = []

    def guess(_: int) -> None:
        try:
            with throttle.attempt("name sam"):
                ran.append(1)
                raise KeyError
        except (KeyError, TooManyAttemptsError):
            pass

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(guess, range(24)))
    assert len(ran) == 5


def test_only_a_hash_of_the_key_is_kept(throttle: Throttle, database: Database) -> None:
    throttle.failed("name sam-in-person")
    assert "sam-in-person" not in all_text(database)


def test_failures_that_count_no_more_are_forgotten(throttle: Throttle, database: Database, clock: Clock) -> None:
    throttle.failed("name sam")
    clock.forward(minutes=14)
    throttle.failed("name sam")
    clock.forward(minutes=2)
    for number in (1, 0):
        with database.writing() as session:
            assert forget_attempts(session, clock()) == number


def test_a_clock_that_was_set_back_keeps_nobody_waiting_for_its_old_time(
    throttle: Throttle, clock: Clock, database: Database
) -> None:
    clock.forward(days=1)
    for _ in range(5):
        fail(throttle, "name sam")
    clock.forward(days=-1)
    throttle.check("name sam")
    with database.writing() as session:
        assert forget_attempts(session, clock()) == 5


def test_clocks_of_two_machines_that_differ_by_seconds_are_no_way_around_the_limit(
    throttle: Throttle, clock: Clock
) -> None:
    for _ in range(5):
        fail(throttle, "name sam")
    clock.forward(seconds=-30)
    with pytest.raises(TooManyAttemptsError):
        throttle.check("name sam")
