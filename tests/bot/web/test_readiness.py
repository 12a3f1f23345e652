"""What the page says while the service cannot answer: what is wrong, and when it is tried again."""

import socket
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.process_state import ProcessState, write_states
from bot.settings import Settings
from bot.web.rasa_client import RasaClient
from bot.web.readiness import STARTING, Readiness, explain


def soon(seconds: float) -> float:
    return time.time() + seconds


@pytest.mark.parametrize(
    ("state", "pause", "words"),
    [
        (ProcessState("starting"), None, STARTING),
        (ProcessState("restarting", 1), 1, "has stopped. It is started again in a few seconds."),
        (ProcessState("restarting", 2), 27, "has stopped. It is started again in about 30 seconds."),
        (ProcessState("starting", 1), None, "has stopped. It is starting again, which takes half a minute at most."),
        (ProcessState("restarting", 5), -9, "has stopped 5 times now."),
        (ProcessState("starting", 5), None, "The people who run this service may have to repair it."),
        (ProcessState("running"), None, "does not answer just now."),
        (None, None, "does not answer just now."),
    ],
)
def test_each_state_has_its_words(state: ProcessState | None, pause: float | None, words: str) -> None:
    if state and pause is not None:
        state = replace(state, next_try=soon(pause))
    assert words in explain("rasa", state)
    assert explain("rasa", state).endswith(".")


def test_it_says_which_part_it_is() -> None:
    state = ProcessState("restarting", 1, soon(1))
    assert explain("rasa", state).startswith("The part that understands what you write has")
    assert explain("actions", state).startswith("The part that finds the advice has")


@pytest.mark.anyio
async def test_what_does_not_answer_is_looked_up_in_the_supervisors_file(tmp_path: Path) -> None:
    settings = Settings(log_folder=tmp_path, rasa_port=1, actions_port=2)  # nothing listens there
    states = {"web": ProcessState("running"), "rasa": ProcessState("restarting", 4, soon(25)),
              "actions": ProcessState("running")}  # fmt: skip
    write_states(settings.state_file, states)
    async with RasaClient(settings.rasa_servers, 1) as rasa, Readiness(settings, rasa) as readiness:
        found = await readiness.check()
    assert not found.ready
    assert "stopped 4 times" in found.message and "in about 30 seconds" in found.message
    assert found.retry_after in (24, 25, 26)
    assert found.processes == {"rasa": "restarting", "actions": "running"}


@pytest.mark.anyio
async def test_what_answers_is_ready_whatever_the_file_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(log_folder=tmp_path)
    write_states(settings.state_file, {"rasa": ProcessState("starting"), "actions": ProcessState("starting")})

    async def fine(*_: object, **__: object) -> httpx.Response:
        return httpx.Response(200)

    monkeypatch.setattr(httpx.AsyncClient, "get", fine)
    async with RasaClient(settings.rasa_servers, 1) as rasa, Readiness(settings, rasa) as readiness:
        assert (await readiness.check()).ready


@pytest.mark.anyio
async def test_what_is_wrong_while_the_service_answers_is_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    urls = ["http://one.example.org", "http://two.example.org"]
    settings = Settings(rasa_urls=urls, redis_url="redis://127.0.0.1:1", tracker_url="postgresql://db.example.org/x")

    async def one_is_gone(_: object, url: str, **__: object) -> httpx.Response:
        if url.startswith(urls[0]):
            raise httpx.ConnectError("gone")
        return httpx.Response(200)

    monkeypatch.setattr(httpx.AsyncClient, "get", one_is_gone)
    async with RasaClient(urls, 1) as rasa, Readiness(settings, rasa) as readiness:
        found = await readiness.check()
    assert found.ready
    assert found.remarks == [
        "1 of 2 Rasa servers do not answer.",
        "Redis does not answer; each web process counts and remembers for itself.",
    ]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("stopped", "part"),
    [("rasa", "The part that understands what you write"), ("actions", "The part that finds the advice")],
)
async def test_a_part_that_was_stopped_and_keeps_its_port_does_not_answer(
    stopped: str, part: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def answers(_: RasaClient) -> bool:
        return True

    with socket.create_server(("127.0.0.1", 0)) as silent:  # the system takes calls for it, and nobody answers them
        port = silent.getsockname()[1]
        settings = Settings(log_folder=tmp_path, **{f"{stopped}_port": port})
        if stopped == "actions":
            monkeypatch.setattr(RasaClient, "ready", answers)
        async with RasaClient(settings.rasa_servers, 1) as rasa, Readiness(settings, rasa) as readiness:
            found = await readiness.check()
    assert not found.ready and found.message == f"{part} does not answer just now. Please wait a moment."
