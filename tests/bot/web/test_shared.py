"""What web processes share: one knows what another put; when Redis goes, each goes on by itself, and that is said."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.web import shared
from bot.web.errors import ApiError
from bot.web.limits import RateLimit
from bot.web.offers import Offers
from bot.web.shared import Kept, Shared
from bot.web.training.chat_keys import ChatKeys
from bot.web.training.desk_routes import ShownOnce
from tests.redis_server import RedisServer
from tests.redis_server import redis_server as redis_server
from training.groups import GroupLink


def through(limit: RateLimit, times: int) -> int:
    """How many of `times` messages of one key are let through."""
    count = 0
    for _ in range(times):
        try:
            limit.check("somebody")
            count += 1
        except ApiError as error:
            assert error.status == 429 and error.retry_after
    return count


def test_what_one_process_offered_another_takes(redis_server: RedisServer) -> None:
    one, two = Offers(Shared(redis_server.url)), Offers(Shared(redis_server.url))
    one.add("talk", {"/why": "Why does this help?"})
    two.add("talk", {"/silent": ""})
    assert [one.title("talk", payload) for payload in ("/why", "/silent", "/x")] == [
        "Why does this help?",
        "/silent",
        None,
    ]
    assert two.title("talk", "/why") == "Why does this help?" and two.title("another", "/why") is None


def test_a_limit_counts_the_messages_of_all_processes(redis_server: RedisServer) -> None:
    one, two = (RateLimit("test", 100, 5, where=Shared(redis_server.url)) for _ in range(2))
    assert through(one, 3) == 3 and through(two, 9) == 2
    other = RateLimit("another", 100, 5, where=Shared(redis_server.url))
    assert through(other, 3) == 3, "limits are counted apart"
    minute = RateLimit("minute", 7, 50, where=Shared(redis_server.url))
    assert through(minute, 20) == 7


def test_keys_of_training_pages_hold_in_all_processes_until_they_are_dropped_in_one(redis_server: RedisServer) -> None:
    one, two = ChatKeys(Shared(redis_server.url)), ChatKeys(Shared(redis_server.url))
    key = one.new(1)
    assert (two.learner(key), two.new(1)) == (1, key)
    two.drop(1)
    assert one.learner(key) is None and one.new(1) != key


def test_a_join_link_is_shown_once_whichever_process_made_it(redis_server: RedisServer) -> None:
    one, two = ShownOnce(Shared(redis_server.url)), ShownOnce(Shared(redis_server.url))
    one.keep(GroupLink(7, "a-token"))
    assert [two.take(7), one.take(7), two.take(7)] == ["a-token", "", ""]


def test_what_is_kept_ends(redis_server: RedisServer) -> None:
    where = Shared(redis_server.url)
    Kept("test", 60, 10, where).put("key", [1, "two"])
    assert where.redis is not None
    (name,) = where.redis.keys("*")
    assert name == b"common-ground:test:key" and 0 < where.redis.ttl(name) <= 60
    assert Kept("test", 60, 10, where).get("key") == [1, "two"]


def test_without_redis_each_process_goes_on_by_itself_and_says_so_once(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shared, "AGAIN_AFTER", 0.0)
    one, two = Shared(redis_server.url), Shared(redis_server.url)
    mine, theirs = Offers(one), Offers(two)
    mine.add("talk", {"/why": "Why?"})
    assert one.remark() == ""

    redis_server.stop()
    assert one.remark().startswith("Redis does not answer")
    assert mine.title("talk", "/why") == "Why?", "what it offered itself it still knows"
    assert theirs.title("talk", "/why") is None
    mine.add("talk", {"/more": "More"})
    assert mine.title("talk", "/more") == "More"
    assert through(RateLimit("test", 100, 5, where=one), 9) == 5
    assert caplog.text.count("Redis does not answer: ConnectionError") == 2

    redis_server.start()
    assert one.remark() == "" and "Redis answers again." in caplog.text
    mine.add("talk", {"/again": "Again"})
    assert theirs.title("talk", "/again") == "Again"


def test_a_redis_that_did_not_answer_is_left_alone_for_a_while() -> None:
    where, asked = Shared("redis://127.0.0.1:1"), list[int]()

    def there(redis: Any) -> bool:
        asked.append(1)
        return bool(redis.ping())

    nothing: Callable[[], bool] = lambda: False  # noqa: E731
    assert not any(where.ask(there, nothing) for _ in range(5))
    assert len(asked) == 1, "whoever writes waits once, and not for each message"
