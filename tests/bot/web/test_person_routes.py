"""What the staff say reaches the person, and how the person may be reached goes straight into the case."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy.exc import OperationalError

from bot.web import case_stream
from bot.web.contact import LONGEST
from helpline.cases import Cases
from helpline.database import Database
from helpline.tables import Contact
from tests.bot.web.case_service import TALK, CaseService, case_service

EVENTS = {"conversation": TALK, "after": 0}


@pytest.fixture
def service(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseService]:
    monkeypatch.setattr(case_stream, "LOOK_EVERY", 0.05)
    with case_service(database, monkeypatch) as made:
        yield made


def heard(text: str) -> list[dict[str, Any]]:
    """The lines of a whole stream."""
    events = [dict(line.split(": ", 1) for line in event.split("\n")) for event in text.strip().split("\n\n")]
    return [json.loads(event["data"]) for event in events if event.get("event") == "line"]


def test_the_staffs_words_and_their_coming_and_going_are_told_until_the_case_ends(service: CaseService) -> None:
    case = service.take()
    service.say("Are you there?")
    service.desk.write(case.id, service.sam, "I am.\nWhat happened?")
    service.desk.close(case.id, service.sam, "advice was enough")
    response = service.client.post("/api/chat/events", json=EVENTS)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    told = heard(response.text)
    assert [(line["by"], line["name"], line["text"]) for line in told] == [
        ("notice", "Sam", "joined"),
        ("staff", "Sam", "I am.\nWhat happened?"),
        ("notice", "Sam", "ended"),
    ]
    assert response.text.endswith("event: end\ndata: {}\n\n")
    after = service.client.post("/api/chat/events", json={**EVENTS, "after": told[1]["id"]})
    assert [line["text"] for line in heard(after.text)] == ["ended"]


@pytest.mark.parametrize("path", ["/api/chat/events", "/api/case/contact"])
@pytest.mark.parametrize("conversation", ["f" * 32, "rest-2d711642b726b04401627ca9fbac32f5"])
def test_a_conversation_without_a_case_or_with_an_id_that_can_be_guessed_hears_nothing(
    service: CaseService, path: str, conversation: str
) -> None:
    service.take()
    service.cases.open("rest-2d711642b726b04401627ca9fbac32f5", "GB", consented=True)
    contact = {"how": "phone", "detail": "07700 900123", "consent": True} if "contact" in path else {}
    response = service.client.post(path, json={"conversation": conversation, **contact})
    assert (response.status_code, response.json()["error"]["code"]) == (404, "no_case")


def test_what_was_withdrawn_is_not_told_any_more(service: CaseService) -> None:
    service.cases.withdraw(service.take().id)
    assert service.client.post("/api/chat/events", json=EVENTS).status_code == 404


def keep(service: CaseService, **fields: Any) -> Any:
    body = {"conversation": TALK, "how": "phone", "detail": "07700 900123", "consent": True, **fields}
    return service.client.post("/api/case/contact", json=body)


def test_contact_details_go_into_the_case_and_nowhere_else(service: CaseService) -> None:
    case = service.open()
    assert keep(service, when_safe=" weekdays  before four ").json() == {"kept": True}
    contact = service.case(case.id).contact
    assert contact and (contact.how, contact.detail) == ("phone", "07700 900123")
    assert contact.when_safe == "weekdays before four"
    assert (service.rasa.asked, service.lines(case.id)) == ([], [])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"how": "pigeon"}, "contact_how"),
        ({"detail": " "}, "contact_detail"),
        ({"detail": "0770"}, "contact_detail"),
        ({"how": "email", "detail": "sam at example.org"}, "contact_detail"),
        ({"detail": "07700 900123" + "x" * 200}, "contact_detail"),
        ({"when_safe": "x" * 201}, "contact_when_safe"),
        ({"how": "other", "detail": "x" * 5000}, "contact_detail"),
        ({"when_safe": "x" * 5000}, "contact_when_safe"),
        ({"consent": False}, "contact_consent"),
    ],
)
def test_what_is_wrong_with_contact_details_is_told_by_field_in_words(
    service: CaseService, fields: dict[str, Any], code: str
) -> None:
    case = service.open()
    response = keep(service, **fields)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == code
    assert response.json()["error"]["message"].startswith(("Please", "That"))
    assert service.case(case.id).contact is None


def test_contact_details_as_long_as_the_table_takes_them_are_kept_whole(service: CaseService) -> None:
    assert Contact.detail.type.length == Contact.when_safe.type.length == LONGEST
    case = service.open()
    longest = {"how": "other", "detail": "é" * LONGEST, "when_safe": "🕯" * LONGEST}
    assert keep(service, **longest).json() == {"kept": True}
    contact = service.case(case.id).contact
    assert contact and (contact.detail, contact.when_safe) == (longest["detail"], longest["when_safe"])


def test_contact_details_that_cannot_be_kept_are_not_said_to_be(
    service: CaseService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    service.open()

    def broken(*_: Any) -> None:
        raise OperationalError("INSERT 07700 900123", {}, Exception("disk I/O error"))

    monkeypatch.setattr(Cases, "keep_contact", broken)
    response = keep(service)
    assert (response.status_code, response.json()["error"]["code"]) == (503, "not_kept")
    assert "07700" not in caplog.text


@contextmanager
def served(service: CaseService) -> Iterator[tuple[str, uvicorn.Server]]:
    """The application behind a real server, since only that shows how streams end."""
    server = uvicorn.Server(uvicorn.Config(service.client.app, port=0, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", server
    finally:
        server.should_exit = True
        thread.join(10)
    assert not thread.is_alive()


def until(holds: Any, seconds: float = 3) -> bool:
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(holds())


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> list[case_stream.CaseStreams]:
    """The streams of the application that is made next."""
    made: list[case_stream.CaseStreams] = []
    init = case_stream.CaseStreams.__init__

    def noted(self: case_stream.CaseStreams, *arguments: Any) -> None:
        init(self, *arguments)
        made.append(self)

    monkeypatch.setattr(case_stream.CaseStreams, "__init__", noted)
    return made


def test_words_come_as_they_are_said_and_a_client_that_goes_away_frees_its_place(
    streams: list[case_stream.CaseStreams], service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_stream, "HEARTBEAT", 0.2)
    case = service.take()
    with served(service) as (url, _), httpx.stream("POST", f"{url}/api/chat/events", json=EVENTS) as response:
        lines = response.iter_lines()
        assert next(lines) == ": here"
        assert any("joined" in line for line in lines)
        assert streams[0].count == 1
        service.desk.write(case.id, service.sam, "Hello")
        assert any('"text": "Hello"' in line for line in lines)
        assert any(line == ": still here" for line in lines)
        response.close()
        assert until(lambda: streams[0].count == 0)


def test_a_conversation_and_an_address_hold_so_many_streams_at_most(
    streams: list[case_stream.CaseStreams], service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.take()
    service.cases.submit(service.cases.open("e" * 32, "GB", consented=True).id)
    monkeypatch.setattr(case_stream, "OF_CONVERSATION", 1)
    with served(service) as (url, _), httpx.stream("POST", f"{url}/api/chat/events", json=EVENTS) as first:
        lines = first.iter_lines()
        next(lines)
        second = httpx.post(f"{url}/api/chat/events", json=EVENTS)
        assert (second.status_code, second.json()["error"]["code"]) == (429, "too_many_streams")
        assert "retry-after" in second.headers
        monkeypatch.setattr(case_stream, "OF_ADDRESS", 0)
        streams[0]._unlimited = frozenset()
        other = httpx.post(f"{url}/api/chat/events", json={"conversation": "e" * 32})
        assert other.status_code == 429
        assert streams[0].count == 1


def test_when_the_server_is_told_to_stop_streams_end(service: CaseService, monkeypatch: pytest.MonkeyPatch) -> None:
    service.take()
    with served(service) as (url, server), httpx.stream("POST", f"{url}/api/chat/events", json=EVENTS) as response:
        lines = response.iter_lines()
        next(lines)
        # As it is where uvicorn runs in the main thread.
        monkeypatch.setattr("signal.getsignal", lambda _: server.handle_exit)
        began = time.monotonic()
        server.should_exit = True
        assert not any("event: end" in line for line in lines)  # it is not the case that ends
        assert time.monotonic() - began < 2


def test_a_database_that_fails_in_between_ends_the_stream_without_the_last_word(
    service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.take()
    hear = Cases.hear
    times: list[int] = []

    def failing(cases: Cases, conversation: str, after: int) -> Any:
        times.append(after)
        if len(times) > 1:
            raise OperationalError("SELECT", {}, Exception("disk I/O error"))
        return hear(cases, conversation, after)

    monkeypatch.setattr(Cases, "hear", failing)
    text = service.client.post("/api/chat/events", json=EVENTS).text
    assert [line["text"] for line in heard(text)] == ["joined"]
    assert "event: end" not in text
