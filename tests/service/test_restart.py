"""A part that dies is started again, and meanwhile the page can say what is wrong."""

import httpx
import pytest

from tests.conftest import RunningService
from tests.service.talk import Talk, looks

pytestmark = pytest.mark.service


@pytest.mark.parametrize(
    ("name", "part"),
    [("rasa", "The part that understands what you write"), ("actions", "The part that finds the advice")],
)
def test_a_part_that_is_killed_is_named_and_comes_back(running_service: RunningService, name: str, part: str) -> None:
    before = running_service.supervisor.pids()
    running_service.kill(name)
    *waiting, _ = looks(running_service.url)
    states = [look.json()["processes"].get(name) for look in waiting]
    messages = [look.json()["message"] for look in waiting]
    assert {"restarting", "starting"} <= set(states)
    for state, message in zip(states, messages, strict=True):
        assert message.startswith(part)
        if state == "restarting":
            assert "has stopped" in message and "It is started again in " in message
        if state == "starting":
            assert "It is starting again" in message
    assert all(int(look.headers["Retry-After"]) >= 1 for look in waiting)

    after = running_service.supervisor.pids()
    assert {n for n in before if before[n] != after[n]} == {name}
    assert Talk(running_service.url).say("hello")["type"] == "chitchat"


def test_while_a_part_is_gone_a_message_is_not_taken(running_service: RunningService) -> None:
    running_service.kill("rasa")
    body = {"conversation": "waiting", "text": "hello"}
    response = httpx.post(f"{running_service.url}/api/chat", json=body, timeout=30, trust_env=False)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "unavailable")
    *_, last = looks(running_service.url)
    assert last.status_code == 200
