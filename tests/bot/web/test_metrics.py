"""Figures: every turn is counted once and timed, and no label can hold what somebody wrote or chose."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bot.web import limits
from bot.web.metrics import OUTCOMES, PARTS, REPLIES, Metrics
from helpline.states import State
from helpline.urgency import Urgency
from tests.actions.test_contract import NEEDS
from tests.bot.web.test_app import FakeRasa, client, door, rasa, say

__all__ = ["client", "rasa"]  # fixtures
WORDS = "quincebramble"  # a word that is nowhere else
# What each label may hold; rules are those of the data files.
LABELS: dict[str, set[str]] = {
    "reply": {*REPLIES, "none", "other"},
    "outcome": {*OUTCOMES, "other"},
    "part": set(PARTS),
    "mode": {"quiz", "practice", "other"},
    "process": {"web", "rasa", "actions"},
    "limit": {"address", "conversation", "wording", "body"},
    "channel": {"email", "webhook"},
    "result": {"sent", "failed"},
    "state": {str(state) for state in State},
    "urgency": {str(urgency) for urgency in Urgency},
}


@pytest.fixture(autouse=True)
def none_refused() -> Iterator[None]:
    limits.refused.clear()
    yield
    limits.refused.clear()


def samples(text: bytes) -> Iterator[tuple[str, dict[str, str], float]]:
    for family in text_string_to_metric_families(text.decode()):
        for sample in family.samples:
            yield sample.name, sample.labels, sample.value


def figure(client: TestClient, name: str, **labels: str) -> float:
    """A figure as a program reads it; 0 where it is not there."""
    found = [
        value
        for sample, having, value in samples(client.get("/metrics").content)
        if sample == f"common_ground_{name}" and labels.items() <= having.items()
    ]
    return sum(found)


def test_every_type_of_reply_of_the_contract_is_known() -> None:
    assert set(REPLIES) == set(NEEDS)


def test_a_turn_is_counted_by_its_reply_and_timed_with_its_parts(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = [{"text": "You could start here."}, {"custom": {"type": "guidance", "sources": []}}]
    say(client, "hi")
    say(client, "hi")
    assert figure(client, "turns_total", reply="guidance", outcome="answered") == 2
    for part in PARTS:
        assert figure(client, "turn_seconds_count", part=part) == 2
    whole, parts = figure(client, "turn_seconds_sum", part="whole"), figure(client, "turn_seconds_sum")
    assert 0 < parts - whole < whole


def test_an_answer_that_an_action_failed_to_give_is_told_apart(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = [{"text": "Sorry.", "custom": {"type": "handoff", "services": [], "failed": True}}]
    say(client, "hi")
    assert figure(client, "turns_total", reply="handoff", outcome="failed") == 1


@pytest.mark.parametrize(("urgency", "times"), [("emergency", 1), ("urgent", 0)])
def test_emergencies_are_counted(client: TestClient, rasa: FakeRasa, urgency: str, times: int) -> None:
    rasa.reply = [{"text": "Call 112 now.", "custom": {"type": "safety", "urgency": urgency, "services": []}}]
    say(client, "help")
    assert figure(client, "emergencies_total") == times


@pytest.mark.parametrize(
    ("custom", "mode", "times"),
    [
        ({"mode": "quiz", "step": "question"}, "quiz", 0),
        ({"mode": "quiz", "step": "feedback"}, "quiz", 1),
        ({"mode": "practice", "step": "talk", "turn": 0}, "practice", 0),
        ({"mode": "practice", "step": "over", "turn": 3}, "practice", 1),
    ],
)
def test_what_trainees_got_feedback_on_is_counted(
    client: TestClient, rasa: FakeRasa, custom: dict[str, Any], mode: str, times: int
) -> None:
    rasa.reply = [{"text": "Right.", "custom": {"type": "training", "score": 0, **custom}}]
    say(client, "b")
    assert figure(client, "training_answers_total", mode=mode) == times


def test_what_gets_no_answer_is_counted_by_its_kind(rasa: FakeRasa) -> None:
    with door(conversation_burst=2) as client:
        rasa.reply = []
        say(client, "hi")
        say(client, payload="/why")
        say(client, "hi")
        say(client, "x" * 3000, conversation="c2")
        client.post("/api/chat", content=b"{" + b" " * 140_000)
        for outcome in ("unavailable", "not_offered", "rate_limited", "message_too_long"):
            assert figure(client, "turns_total", reply="none", outcome=outcome) == 1
        assert figure(client, "limits_hit_total", limit="conversation") == 1
        assert figure(client, "limits_hit_total", limit="body") == 1
        for status, times in (("503", 1), ("409", 1), ("429", 1), ("413", 2)):
            assert figure(client, "errors_total", status=status) == times


def test_a_fault_of_ours_is_counted_too(client: TestClient, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(f"cannot redact {text}")

    monkeypatch.setattr("bot.web.chat.as_words", broken)
    say(client, WORDS)
    assert figure(client, "turns_total", outcome="internal") == 1
    assert figure(client, "errors_total", status="500") == 1
    assert WORDS not in client.get("/metrics").text


def test_whether_each_process_answers_is_looked_up(rasa: FakeRasa) -> None:
    with door(actions_port=1) as client:  # nothing listens on port 1
        assert [figure(client, "process_up", process=name) for name in ("web", "rasa", "actions")] == [1, 1, 0]


def test_nothing_that_somebody_sends_becomes_a_label(client: TestClient, rasa: FakeRasa) -> None:
    rasa.reply = [{"text": WORDS, "custom": {"type": WORDS, "urgency": WORDS, "mode": WORDS, "step": WORDS}}]
    say(client, WORDS, conversation=WORDS, country="GB", learner=WORDS)
    client.post("/webhooks/rest/webhook", json={"sender": WORDS, "message": WORDS})
    client.get(f"/{WORDS}?{WORDS}={WORDS}", headers={"X-Forwarded-For": WORDS, "User-Agent": WORDS})
    client.post("/api/wording", json={"text": WORDS})
    assert WORDS not in client.get("/metrics").text
    assert figure(client, "turns_total", reply="other") == 2


KEYS = st.sampled_from(["type", "urgency", "mode", "step", "failed", "turn", "services"])
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.text()), st.sampled_from(REPLIES))


@given(st.dictionaries(KEYS, VALUES), st.text())
def test_whatever_a_reply_holds_the_labels_come_from_closed_lists(custom: dict[str, Any], outcome: str) -> None:
    metrics = Metrics()
    metrics.answered([{"text": outcome}, {"custom": custom}])
    metrics.not_answered(outcome)
    for name, labels, _ in samples(metrics.text()):
        for label, value in labels.items():
            assert label == "le" or value in LABELS[label], (name, label)


def test_a_status_is_three_digits(client: TestClient, rasa: FakeRasa) -> None:
    client.get("/nothing")
    found = [labels["status"] for _, labels, _ in samples(client.get("/metrics").content) if "status" in labels]
    assert found and all(re.fullmatch(r"\d{3}", status) for status in found)
