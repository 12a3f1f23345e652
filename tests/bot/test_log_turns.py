"""One turn can be followed by its id through the logs of the web process and of the action server."""

import io
import json
import logging
from typing import Any

import pytest
from rasa_sdk import Action
from starlette.testclient import TestClient

from actions.server import CarefulExecutor
from bot.log_lines import JsonLines
from tests.bot.web.quick import read_rules_once
from tests.bot.web.test_app import FakeRasa, client, rasa, say

__all__ = ["client", "rasa"]  # fixtures
WORDS = "quincebramble"


@pytest.fixture(autouse=True)
def plain_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door has neither helpline nor training, and does not read all rules and texts anew for each test."""
    monkeypatch.setenv("COMMON_GROUND_HELPLINE", "false")
    monkeypatch.setenv("COMMON_GROUND_TRAINING", "false")
    read_rules_once(monkeypatch)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What all loggers of ours write, at every level."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    for name in ("actions", "bot"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "handlers", [handler])
        monkeypatch.setattr(logger, "level", logging.DEBUG)
        logger.manager._clear_cache()  # type: ignore[attr-defined]
    return out


class Says(Action):
    """Answers, or fails on what the person wrote."""

    def name(self) -> str:
        return "action_says"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        if "fail" in tracker.latest_message["text"]:
            raise ValueError(tracker.latest_message["text"])
        dispatcher.utter_message(text="Hello")
        return []


def called(message: dict[str, Any]) -> dict[str, Any]:
    """What the action server is asked, after Rasa got `message` from the web process."""
    latest = {"text": message["message"], "metadata": message["metadata"], "intent": {}, "entities": []}
    slots = {"session_started_metadata": None}
    tracker = {"sender_id": "c1", "slots": slots, "latest_message": latest, "events": [], "paused": False}
    return {"next_action": "action_says", "tracker": {**tracker, "latest_action_name": "action_listen"}, "domain": {}}


@pytest.mark.anyio
@pytest.mark.parametrize("text", ["hello", "fail"])
async def test_both_logs_name_the_turn_and_neither_what_was_written(
    client: TestClient, rasa: FakeRasa, lines: io.StringIO, text: str
) -> None:
    said = f"{text} {WORDS}"
    say(client, said)
    executor = CarefulExecutor()
    executor.register_action(Says())
    await executor.run(called(rasa.got[0]))
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    turn = rasa.got[0]["metadata"]["turn"]
    of_turn = {line["logger"].split(".")[0] for line in told if line.get("turn") == turn}
    assert of_turn == {"bot", "actions"}
    assert WORDS not in lines.getvalue()


@pytest.mark.anyio
async def test_a_session_that_begins_belongs_to_its_own_turn_and_not_to_the_last_one(
    client: TestClient, rasa: FakeRasa, lines: io.StringIO
) -> None:
    say(client, "first")
    say(client, "second")
    first, second = (got["metadata"]["turn"] for got in rasa.got)
    call = called(rasa.got[0])
    call["next_action"] = "action_session_start"
    call["tracker"]["slots"]["session_started_metadata"] = {"turn": second}

    class Starts(Says):
        def name(self) -> str:
            return "action_session_start"

    executor = CarefulExecutor()
    executor.register_action(Starts())
    await executor.run(call)
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [line["turn"] for line in told if line["logger"].startswith("actions")] == [second]
    assert first != second


def test_an_error_at_the_door_is_of_its_turn(
    client: TestClient, rasa: FakeRasa, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(text)

    monkeypatch.setattr("bot.web.chat.as_words", broken)
    say(client, WORDS)
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert any(line.get("turn") for line in told) and WORDS not in lines.getvalue()
