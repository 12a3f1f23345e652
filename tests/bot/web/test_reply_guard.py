"""No reply leaves with wording that hurts, the operator can count it, and nothing of it is in a log."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.web import reply_guard, wording_rules
from bot.web.metrics import Metrics
from tests.bot.web.test_app import FakeRasa, door, rasa, say  # noqa: F401
from tests.knowledge.wording.real_rules import real_library

NEVER = "Perhaps it is in their blood."


@pytest.fixture
def client(rasa: FakeRasa) -> Iterator[TestClient]:  # noqa: F811
    with door() as client:
        yield client


def left(client: TestClient, fake: FakeRasa, **message: Any) -> dict[str, Any]:
    """What leaves of a message that Rasa gives."""
    fake.reply = [message]
    (only,) = say(client, "hello").json()["messages"]
    return dict(only)


def test_a_reply_leaves_with_other_words(client: TestClient, rasa: FakeRasa) -> None:  # noqa: F811
    text = left(client, rasa, text="Work with the radicals in the group.")["text"]
    assert text.startswith("Work with the ") and "radicals" not in text


def test_a_reply_of_which_nothing_is_left_says_so(client: TestClient, rasa: FakeRasa) -> None:  # noqa: F811
    assert left(client, rasa, text=NEVER)["text"].startswith("I had an answer")


def test_a_button_that_hurts_is_not_shown(client: TestClient, rasa: FakeRasa) -> None:  # noqa: F811
    buttons = [{"title": "Why this helps", "payload": "/why"}, {"title": NEVER, "payload": "/guide"}]
    assert left(client, rasa, text="Yes?", buttons=buttons)["buttons"] == buttons[:1]
    assert say(client, payload="/guide").status_code == 409


@pytest.mark.parametrize(
    "custom",
    [
        {"type": "safety", "urgency": "emergency"},
        {"type": "wording", "flags": []},
        {"type": "triage", "step": "summary", "case": None},
    ],
)
def test_fixed_words_in_an_emergency_and_a_persons_own_text_are_left(
    client: TestClient,
    rasa: FakeRasa,  # noqa: F811
    custom: dict[str, Any],
) -> None:
    assert left(client, rasa, text=NEVER, custom=custom)["text"] == NEVER


def test_the_operator_can_count_what_was_changed(
    client: TestClient,
    rasa: FakeRasa,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        left(client, rasa, text=f"Hello there. {NEVER}")
    counted = client.get("/metrics").text
    assert 'done="dropped"' in counted and "blood" not in counted
    assert "dropped" in caplog.text and "blood" not in caplog.text and "Hello there" not in caplog.text


def test_what_was_learned_at_start_is_no_licence_for_other_words() -> None:
    guard = reply_guard.ReplyGuard(wording_rules.WordingRules(real_library()), Metrics())
    guard._learn()
    assert guard._message({"text": f"1. {NEVER}"})["text"].startswith("I had an answer")


def test_a_fault_of_the_guard_keeps_no_reply_back(
    client: TestClient,
    rasa: FakeRasa,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(reply_guard.ReplyGuard, "_checked", fails)
    assert left(client, rasa, text="Hello")["text"] == "Hello"
    assert 'done="unchecked"' in client.get("/metrics").text
