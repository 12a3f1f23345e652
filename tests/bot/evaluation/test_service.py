"""Asking a service and timing it, against one that is made up."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from bot.evaluation import timing
from bot.evaluation.service import ServiceError, ask, free_ports
from bot.evaluation.timing import Bot, ask_bare, ask_ours, compare, percentile


class Service(BaseHTTPRequestHandler):
    """Replies as the contract has it; to "broken" with two messages that carry `custom`, to "down" not at all."""

    asked: list[dict[str, Any]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append({**body, "path": self.path})
        text = body.get("text", body.get("message"))
        custom = {"custom": {"type": "chitchat", "text": text}}
        reply = json.dumps({"messages": [{"text": "words"}, custom, *([custom] if text == "broken" else [])]}).encode()
        self.send_response(503 if text == "down" else 200)
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    Service.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_each_message_is_asked_in_a_conversation_of_its_own_and_replies_keep_their_order(url: str) -> None:
    said: list[str] = []
    texts = [f"message {n}" for n in range(150)]
    assert [reply["text"] for reply in ask(url, texts, said.append)] == texts
    assert len({body["conversation"] for body in Service.asked}) == 150
    assert said == ["  100 of 150 asked"]


@pytest.mark.parametrize(("text", "fault"), [("broken", "2 'custom' messages"), ("down", "does not answer")])
def test_a_service_that_cannot_be_measured_is_one_sentence(url: str, text: str, fault: str) -> None:
    with pytest.raises(ServiceError, match=fault):
        ask(url, ["hello", text])


def test_a_service_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(ServiceError, match="does not answer"):
        ask(f"http://127.0.0.1:{free_ports(1)[0]}", ["hello"])


def test_ports_differ() -> None:
    assert len(set(free_ports(5))) == 5


def test_two_bots_are_asked_the_same_number_of_turns_by_one_client_and_by_eight(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "WARM_UP", 0)
    table = compare({"ours": Bot(url, ask_ours), "bare": Bot(url, ask_bare)}, turns=32)
    assert {key: len(values) for key, values in table.items()} == {
        ("ours", 1): 32, ("bare", 1): 32, ("ours", 8): 32, ("bare", 8): 32,
    }  # fmt: skip
    assert all(value > 0 for values in table.values() for value in values)
    assert {body["path"] for body in Service.asked} == {"/api/chat", "/webhooks/rest/webhook"}


def test_a_bot_that_fails_is_not_timed_as_a_quick_one(url: str) -> None:
    def down(http: httpx.Client, sender: str, _: str) -> None:
        ask_ours(http, sender, "down")

    with pytest.raises(httpx.HTTPStatusError):
        timing.times(Bot(url, down), clients=8, turns=16)


def test_percentiles() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile([7.0], 0.95)) == (51, 96, 7)
