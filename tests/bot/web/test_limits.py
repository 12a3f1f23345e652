"""Limits at the door."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.web.errors import ApiError
from bot.web.limits import BodyLimit, RateLimit


def sent(limit: RateLimit, key: str, times: int) -> int:
    """How many of `times` messages are let through."""
    through = 0
    for _ in range(times):
        try:
            limit.check(key)
            through += 1
        except ApiError:
            pass
    return through


def test_a_burst_is_cut_off() -> None:
    assert sent(RateLimit("test", per_minute=100, burst=5), "a", 9) == 5


def test_the_minute_is_limited_too() -> None:
    assert sent(RateLimit("test", per_minute=7, burst=50), "a", 20) == 7


def test_keys_are_counted_apart() -> None:
    limit = RateLimit("test", per_minute=100, burst=3)
    assert sent(limit, "a", 5) == sent(limit, "b", 5) == 3


def test_the_error_says_how_long_to_wait() -> None:
    limit = RateLimit("test", per_minute=100, burst=1)
    limit.check("a")
    with pytest.raises(ApiError) as caught:
        limit.check("a")
    assert caught.value.status == 429
    assert caught.value.code == "rate_limited"
    assert 1 <= (caught.value.retry_after or 0) <= 5
    assert str(caught.value.retry_after) in caught.value.message


def test_exempt_keys_are_never_limited() -> None:
    assert sent(RateLimit("test", 1, 1, unlimited=["127.0.0.1"]), "127.0.0.1", 30) == 30


async def size(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def client() -> TestClient:
    return TestClient(BodyLimit(Starlette(routes=[Route("/", size, methods=["POST"])]), limit=100))


def test_a_body_within_the_limit_arrives_whole(client: TestClient) -> None:
    assert client.post("/", content=b"x" * 100).text == "100"


def test_a_body_that_says_it_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/", content=b"x" * 101)
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "body_too_large"


def test_a_body_without_a_stated_length_is_counted(client: TestClient) -> None:
    response = client.post("/", content=(b"x" * 30 for _ in range(4)))
    assert response.status_code == 413
    assert client.post("/", content=(b"x" * 30 for _ in range(3))).text == "90"


def test_a_nonsense_length_is_refused(client: TestClient) -> None:
    assert client.post("/", content=b"x", headers={"Content-Length": "-1"}).status_code == 413
