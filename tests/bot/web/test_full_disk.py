"""On a full disk people are answered, and told what could not be kept; what the staff had stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.web.case_door import LOST
from tests.bot.web.case_service import CaseService, case_service, new_database
from tests.full_disk import Disk

LONG = "He has packed his things. " * 70
TRIES = 60  # messages, some 2,000 characters each, that find room in half-filled pages at most


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def service(disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseService]:
    limits = {"conversation_rate": 1000, "conversation_burst": 1000, "address_rate": 1000, "address_burst": 1000}
    with case_service(new_database(tmp_path), monkeypatch, **limits) as made:
        yield made


def test_whoever_writes_to_the_staff_is_told_what_did_not_arrive(disk: Disk, service: CaseService) -> None:
    case = service.take()
    before = service.lines(case.id)
    disk.is_full = True
    arrived = 0
    while (answer := service.say(LONG)).get("with") == "person":
        arrived += 1
        assert arrived < TRIES
    assert answer["messages"] == [*service.rasa.reply, {"text": LOST}]
    assert len(service.lines(case.id)) == len(before) + arrived
    disk.is_full = False
    assert service.say("Are you there?") == {"messages": [], "with": "person"}
    assert service.lines(case.id)[-1] == ("person", "Are you there?")


def test_everybody_is_answered_though_nothing_can_be_kept(
    disk: Disk, service: CaseService, caplog: pytest.LogCaptureFixture
) -> None:
    case = service.open()
    disk.is_full = True
    said = 0
    while "could not keep a turn: OperationalError" not in caplog.text:
        assert service.say(LONG)["messages"] == service.rasa.reply
        said += 1
        assert said < TRIES
    assert "packed" not in caplog.text
    assert len(service.lines(case.id)) == 2 * (said - 1), "the last turn is not kept, nor half of it"
    service.rasa.reply = []
    (message,) = service.say("He has a knife and says he will kill us now", country="GB")["messages"]
    assert "please call 999 now" in message["text"]
