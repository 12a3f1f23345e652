"""A limit forgets whom it counted."""

import time

import pytest

from bot.web import forgetting_storage
from bot.web.forgetting_storage import EVERY, ForgettingStorage
from bot.web.limits import RateLimit


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> ForgettingStorage:
    """A storage whose looks come when a test wants them."""
    monkeypatch.setattr(forgetting_storage, "EVERY", 3600.0)
    return ForgettingStorage()


def test_a_key_is_forgotten_when_its_window_is_over(
    storage: ForgettingStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = time.time()
    storage.acquire_entry("192.0.2.7", 5, 60)
    monkeypatch.setattr(time, "time", lambda: start + 30)
    storage.acquire_entry("192.0.2.8", 5, 60)
    monkeypatch.setattr(time, "time", lambda: start + 61)
    storage.forget()
    assert list(storage.events) == ["192.0.2.8"] and "192.0.2.7" not in storage.locks


def test_what_still_counts_is_kept(storage: ForgettingStorage) -> None:
    assert [storage.acquire_entry("192.0.2.7", 2, 60) for _ in range(3)] == [True, True, False]
    storage.forget()
    assert not storage.acquire_entry("192.0.2.7", 2, 60)


def test_it_forgets_by_itself_though_nobody_comes_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting_storage, "EVERY", 0.05)
    storage = ForgettingStorage()
    storage.acquire_entry("192.0.2.7", 5, 0)
    ends = time.monotonic() + 10
    while storage.events and time.monotonic() < ends:
        time.sleep(0.01)
    assert storage.events == {}


def test_the_limits_of_the_door_are_kept_in_it() -> None:
    assert isinstance(RateLimit("address", 60, 20)._here.storage, ForgettingStorage)
    assert EVERY <= 60, "people are told that an address is gone after two minutes"


def test_a_clock_that_was_set_back_keeps_nobody_waiting_for_its_old_time(
    storage: ForgettingStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        storage.acquire_entry("192.0.2.7", 2, 60)
    back = time.time() - 3600
    monkeypatch.setattr(time, "time", lambda: back)
    assert [storage.acquire_entry("192.0.2.7", 2, 60) for _ in range(3)] == [True, True, False]


def test_a_clock_that_was_set_forward_only_frees_earlier(
    storage: ForgettingStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        storage.acquire_entry("192.0.2.7", 2, 60)
    ahead = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: ahead)
    assert [storage.acquire_entry("192.0.2.7", 2, 60) for _ in range(3)] == [True, True, False]
