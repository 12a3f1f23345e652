"""The way to Rasa: what is sent, and what a person is told when it does not answer."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.web.errors import ApiError
from bot.web.rasa_client import RasaClient


def client(handler: Callable[[httpx.Request], httpx.Response]) -> RasaClient:
    rasa = RasaClient(5005, timeout=1)
    rasa._http = httpx.AsyncClient(base_url="http://rasa", transport=httpx.MockTransport(handler))
    return rasa


@pytest.mark.anyio
async def test_a_message_goes_out_in_rasas_shape_and_the_reply_comes_back() -> None:
    seen: dict[str, Any] = {}

    def handler(request: httpx.Request) -> httpx.Response:
        seen.update(json.loads(request.content), path=request.url.path)
        return httpx.Response(200, json=[{"text": "Hello"}])

    assert await client(handler).turn("c1", "hi", "GB") == [{"text": "Hello"}]
    assert seen == {
        "sender": "c1",
        "message": "hi",
        "metadata": {"country": "GB"},
        "path": "/webhooks/rest/webhook",
    }


@pytest.mark.anyio
async def test_what_is_to_be_forgotten_is_named_by_its_digest_and_any_failure_is_no_yes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: dict[str, Any] = {}

    def handler(request: httpx.Request) -> httpx.Response:
        seen.update(json.loads(request.content), path=request.url.path)
        return httpx.Response(200, json={"forgotten": True})

    assert await client(handler).forget("5e1f")
    assert seen == {"digest": "5e1f", "path": "/webhooks/rest/forget"}
    for broken in (refuse, answer_slowly, lambda _: httpx.Response(500)):
        assert not await client(broken).forget("5e1f")
    assert caplog.text.count("A conversation could not be forgotten") == 3 and "5e1f" not in caplog.text


def refuse(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("down")


def connect_slowly(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectTimeout("slow")


def answer_slowly(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow")


@pytest.mark.anyio
@pytest.mark.parametrize(
    "handler",
    [
        refuse,
        connect_slowly,
        lambda _: httpx.Response(500),
        lambda _: httpx.Response(200, text="not json"),
        lambda _: httpx.Response(200, json=[]),  # what Rasa says when the action server is down
    ],
)
async def test_any_failure_is_one_plain_error(
    handler: Callable[[httpx.Request], httpx.Response],
) -> None:
    with pytest.raises(ApiError) as caught:
        await client(handler).turn("c1", "secret words", None)
    assert (caught.value.status, caught.value.code) == (503, "unavailable")
    assert caught.value.retry_after
    assert "secret words" not in caught.value.message


@pytest.mark.anyio
async def test_after_a_late_answer_nobody_is_told_that_the_message_did_not_arrive() -> None:
    with pytest.raises(ApiError) as caught:
        await client(answer_slowly).turn("c1", "hi", None)
    assert (caught.value.status, caught.value.code) == (504, "timeout")
    assert "may have arrived" in caught.value.message


@pytest.mark.anyio
async def test_ready_says_whether_rasa_answers() -> None:
    assert await client(lambda _: httpx.Response(200)).ready()
    assert not await client(refuse).ready()
