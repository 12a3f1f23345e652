"""A conversation that a person takes over, on the real three processes."""

import json
import time
import uuid
from typing import Any

import httpx
import pytest

from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import Desk
from helpline.urgency import Urgency
from tests.conftest import RunningService

pytestmark = pytest.mark.service


def test_a_person_takes_over_and_gives_back(running_service: RunningService) -> None:
    database = Database(running_service.settings.database_url)
    cases, desk = Cases(database), Desk(database)
    sam = Accounts(database).add(f"s{uuid.uuid4().hex[:10]}", "Sam", "staff", "paper boats on the canal")
    talk = uuid.uuid4().hex
    case = cases.open(talk, "GB", consented=True)
    cases.submit(case.id)

    def say(text: str) -> Any:
        body = {"conversation": talk, "text": text}
        return httpx.post(f"{running_service.url}/api/chat", json=body, timeout=60, trust_env=False).json()

    assert say("The mothers in my group go quiet")["messages"]
    desk.take(case.id, sam)
    assert say("He has a knife and he is going to stab someone right now") == {"messages": [], "with": "person"}
    raised = desk.file(case.id)
    assert raised.urgency == Urgency.EMERGENCY and raised.because and "knife" in raised.quote
    assert [line.by for line in raised.lines] == ["person", "bot", "notice", "person"]

    events = {"conversation": talk, "after": 0}
    began = time.monotonic()
    with httpx.stream(
        "POST", f"{running_service.url}/api/chat/events", json=events, timeout=10, trust_env=False
    ) as stream:
        lines = (json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: "))
        assert next(lines)["text"] == "joined"
        desk.write(case.id, sam, "I am here.")
        assert next(lines)["text"] == "I am here."
    assert time.monotonic() - began < 5
    desk.give_back(case.id, sam)
    assert say("What else could I try?")["messages"]
    database.close()
