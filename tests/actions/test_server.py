"""An action that fails: the person is told so and handed to people, and nothing that they wrote is kept."""

import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from rasa_sdk import Action
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import Sanic

from actions.server import CarefulExecutor, make_app
from tests.actions.test_contract import assert_kept

pytestmark = pytest.mark.anyio
WORDS = "quincebramble"


class Fails(Action):
    """Breaks on what the person wrote."""

    def name(self) -> str:
        return "action_fails"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        dispatcher.utter_message(text="half of an answer")
        raise ValueError(tracker.latest_message["text"])


@pytest.fixture
def executor() -> CarefulExecutor:
    made = CarefulExecutor()
    made.register_action(Fails())
    return made


def call(country: str | None = None, action: str = "action_fails") -> dict[str, Any]:
    metadata = {"country": country} if country else {}
    message = {"text": WORDS, "entities": [], "intent": {}, "intent_ranking": [], "metadata": metadata}
    tracker = {"sender_id": "test", "slots": {}, "latest_message": message, "events": [], "paused": False}
    return {"next_action": action, "tracker": {**tracker, "latest_action_name": "action_listen"}, "domain": {}}


@pytest.mark.parametrize(("country", "number"), [("GB", "999"), (None, "112"), ("US", "112 (that is Europe's number")])
async def test_a_failure_is_said_with_the_emergency_number(
    executor: CarefulExecutor, country: str | None, number: str, library: Any
) -> None:
    result = await executor.run(call(country))
    assert result is not None and result.events == []
    (message,) = result.responses
    assert "went wrong" in message["text"] and f"call {number}" in message["text"]
    assert_kept([message], library)


async def test_a_failure_hands_over_to_people_and_is_marked(executor: CarefulExecutor) -> None:
    result = await executor.run(call("GB"))
    assert result is not None
    (message,) = result.responses
    assert message["custom"] == {"type": "handoff", "services": ["gb-emergency"], "failed": True}
    assert [button["payload"] for button in message["buttons"]] == ["/ask_for_person"]


async def test_a_form_stays_at_its_question_where_its_check_fails(executor: CarefulExecutor) -> None:
    class Check(Fails):
        def name(self) -> str:
            return "validate_form"

    executor.register_action(Check())
    asked = call(action="validate_form")
    asked["tracker"]["slots"]["requested_slot"] = "intake_seen"
    result = await executor.run(asked)
    assert result is not None
    assert [(event["name"], event["value"]) for event in result.events] == [("requested_slot", "intake_seen")]


async def test_the_log_names_the_place_and_no_words(
    executor: CarefulExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        result = await executor.run(call())
    assert "action_fails failed with ValueError" in caplog.text
    assert WORDS not in caplog.text and WORDS not in str(result)


async def test_an_action_that_is_not_there_is_rasas_to_tell(executor: CarefulExecutor) -> None:
    with pytest.raises(ActionNotFoundException):
        await executor.run(call(action="action_none"))


async def test_whoever_may_reach_the_server_from_elsewhere_must_show_the_token() -> None:
    async with served("quincebramble-quincebramble") as http:
        for shown in (b"", b"Bearer quincebramble", b"quincebramble-quincebramble", b"Bearer \xff"):
            wrong = {b"Authorization": shown}
            assert (await http.post("/webhook", headers=wrong, json={})).status_code == 401
            assert (await http.get("/actions", headers=wrong)).status_code == 401
            assert (await http.get("/health", headers=wrong)).status_code == 200
        right = {"Authorization": "Bearer quincebramble-quincebramble"}
        assert (await http.get("/actions", headers=right)).status_code == 200


@asynccontextmanager
async def served(token: str) -> AsyncIterator[httpx.AsyncClient]:
    """The server on a port of its own, and a client of it."""
    app = make_app(token)
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    assert server is not None
    await server.startup()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
            yield http
    finally:
        await server.close()
        Sanic.unregister_app(app)
