"""The way to Rasa: what is sent, and what a person is told when it does not answer."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.web.errors import ApiError
from bot.web.rasa_client import RasaClient

URLS = [f"http://rasa-{number}" for number in range(1, 4)]


def client(
    handler: Callable[[httpx.Request], httpx.Response], urls: list[str] = URLS[:1], token: str = ""
) -> RasaClient:
    rasa = RasaClient(urls, 1, token)
    rasa._http = httpx.AsyncClient(headers=rasa._http.headers, transport=httpx.MockTransport(handler))
    return rasa


class Servers:
    """Several Rasa servers that share their conversations.

    Attributes:
        faults: what happens instead of an answer, by host.
        asked: host and turn of each message that reached one, in order.
    """

    def __init__(self) -> None:
        self.faults: dict[str, Exception | int] = {}
        self.asked: list[tuple[str, str]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        fault = self.faults.get(host)
        if request.method == "POST":
            self.asked.append((host, json.loads(request.content).get("metadata", {}).get("turn")))
        if isinstance(fault, Exception):
            raise fault
        return httpx.Response(fault or 200, json=[{"text": f"from {host}"}])

    def hosts(self) -> list[str]:
        """Hosts that were asked since the last look, in order."""
        hosts, self.asked = [host for host, _ in self.asked], []
        return hosts


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


@pytest.mark.anyio
async def test_a_conversation_keeps_to_one_server_and_moves_only_when_that_one_is_gone() -> None:
    servers = Servers()
    rasa = client(servers, URLS)
    talks = [f"talk-{number}" for number in range(30)]
    first = {talk: (await rasa.turn(talk, "hi", None), servers.hosts())[1] for talk in talks}
    assert {host for hosts in first.values() for host in hosts} == {"rasa-1", "rasa-2", "rasa-3"}
    for talk in talks:
        await rasa.turn(talk, "hi", None)
        assert servers.hosts() == first[talk]

    servers.faults["rasa-1"] = httpx.ConnectError("down")
    assert await rasa.ready() and rasa.servers.silent == 1
    for talk in talks:
        await rasa.turn(talk, "hi", None)
        (host,) = servers.hosts()
        assert host == first[talk][0] if first[talk] != ["rasa-1"] else host in ("rasa-2", "rasa-3")

    del servers.faults["rasa-1"]
    assert await rasa.ready() and rasa.servers.silent == 0
    for talk in talks:
        await rasa.turn(talk, "hi", None)
        assert servers.hosts() == first[talk]


@pytest.mark.anyio
@pytest.mark.parametrize(
    "fault", [httpx.ConnectError("down"), httpx.ConnectTimeout("gone"), httpx.ReadError("died"), 500]
)
async def test_what_one_server_does_not_answer_goes_to_the_next_as_the_same_turn(fault: Exception | int) -> None:
    servers = Servers()
    rasa = client(servers, URLS)
    await rasa.turn("talk", "hi", None, turn="t1")
    (home,) = servers.hosts()
    servers.faults[home] = fault
    reply = await rasa.turn("talk", "hi", None, turn="t2")
    (tried, turn), (answered, same) = servers.asked
    assert (tried, turn, same) == (home, "t2", "t2") and reply == [{"text": f"from {answered}"}] and answered != home


@pytest.mark.anyio
async def test_a_server_that_takes_its_time_may_be_at_work_so_no_other_is_asked() -> None:
    servers = Servers()
    rasa = client(servers, URLS)
    servers.faults = {f"rasa-{number}": httpx.ReadTimeout("slow") for number in range(1, 4)}
    with pytest.raises(ApiError) as caught:
        await rasa.turn("talk", "hi", None)
    assert caught.value.code == "timeout" and len(servers.asked) == 1


@pytest.mark.anyio
async def test_where_no_server_answers_that_is_said_once_all_were_tried() -> None:
    servers = Servers()
    rasa = client(servers, URLS)
    servers.faults = {f"rasa-{number}": httpx.ConnectError("down") for number in range(1, 4)}
    with pytest.raises(ApiError) as caught:
        await rasa.turn("talk", "hi", None)
    assert caught.value.code == "unavailable" and len(servers.asked) == 3
    assert not await rasa.ready()


@pytest.mark.anyio
async def test_the_token_goes_with_every_request() -> None:
    seen: list[str | None] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Authorization"))
        return httpx.Response(200, json=[{"text": "Hello"}])

    for token in ("quincebramble", ""):
        rasa = client(handler, token=token)
        await rasa.turn("c1", "hi", None)
        await rasa.forget("5e1f")
    assert seen == ["Bearer quincebramble"] * 2 + [None] * 2
