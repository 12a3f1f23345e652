"""An emergency is answered with the number to call, whatever has become of Rasa, the action server and the database."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from bot.web import emergencies
from bot.web.emergencies import IN_DANGER
from bot.web.rasa_client import RasaClient, Reply
from helpline.cases import Cases
from helpline.database import Database
from helpline.states import State
from helpline.urgency import Urgency
from knowledge.library import load
from tests.bot.web.case_service import TALK, CaseService, case_service
from tests.bot.web.test_case_door import broken

PLAIN = "He has a knife and says he will kill us now"  # an emergency by the rules
VEILED = "There is a shape at the door with something long in its hand"  # by the classifier alone
CALM = "The mothers in my group go quiet"
APOLOGY = [{"text": "Something went wrong.", "custom": {"type": "handoff", "services": [], "failed": True}}]


@pytest.fixture
def service(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseService]:
    with case_service(database, monkeypatch) as made:
        yield made


def no_action_server(service: CaseService) -> None:
    service.rasa.reply = []  # what Rasa says then


def an_action_that_fails(service: CaseService) -> None:
    service.rasa.reply = APOLOGY


def no_rasa(service: CaseService) -> None:
    service.rasa.is_down = True


def a_stopped_rasa(service: CaseService) -> None:
    def waited() -> None:
        raise httpx.ReadTimeout("stopped")

    service.rasa.meanwhile = waited


FAULTS = [no_action_server, an_action_that_fails, no_rasa, a_stopped_rasa]


def found(text: str) -> dict[str, Any]:
    """What Rasa reads where the classifier alone sees an emergency."""
    return {"urgency": "emergency", "because": "", "start": 0, "end": len(text)}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("de", "112"), (None, "112")])
def test_an_emergency_is_answered_with_the_countrys_number(
    service: CaseService, fault: Callable[[CaseService], None], country: str | None, number: str
) -> None:
    fault(service)
    (message,) = service.say(PLAIN, country=country)["messages"]
    assert f"please call {number} now" in message["text"]
    assert (message["custom"]["type"], message["custom"]["urgency"]) == ("safety", "emergency")
    assert message["custom"]["services"][0] in ("gb-emergency", "eu-emergency")
    assert service.rasa.read == [], "the rules need nobody"


@pytest.mark.parametrize("fault", [no_action_server, an_action_that_fails])
def test_one_that_only_the_classifier_sees_is_answered_without_the_action_server(
    service: CaseService, fault: Callable[[CaseService], None]
) -> None:
    fault(service)
    service.rasa.urgency = found(VEILED)
    assert "please call 112 now" in service.say(VEILED)["messages"][0]["text"]
    assert service.rasa.read == [VEILED]


@pytest.mark.parametrize("fault", [no_action_server, no_rasa, a_stopped_rasa])
@pytest.mark.parametrize("urgency", ["none", "urgent"])
def test_any_other_message_can_be_sent_again_and_the_number_is_named(
    service: CaseService, fault: Callable[[CaseService], None], urgency: str
) -> None:
    fault(service)
    service.rasa.urgency = {**found(CALM), "urgency": urgency}
    error = service.say(CALM, country="GB")["error"]
    assert error["code"] in ("unavailable", "timeout") and error["retry_after"] > 0
    assert error["message"].endswith(IN_DANGER.format(number="999"))


def test_an_action_that_failed_says_so_where_there_is_no_emergency(service: CaseService) -> None:
    service.rasa.reply = APOLOGY
    assert service.say(CALM)["messages"] == APOLOGY


def test_what_the_dialogue_answers_is_never_read_twice(service: CaseService) -> None:
    assert service.say(PLAIN)["messages"] == service.rasa.reply
    assert service.rasa.read == []


def test_the_words_of_a_button_are_no_emergency(service: CaseService) -> None:
    service.rasa.reply = [{"text": "Shall I?", "buttons": [{"title": PLAIN, "payload": "/affirm"}]}]
    service.say("hi")
    service.rasa.reply = []
    assert service.say(PLAIN, payload="/affirm")["error"]["code"] == "unavailable"


class Slow:
    """A dialogue that takes its time.

    Attributes:
        given_up: whether it was told to stop before it had an answer.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.given_up = False

    async def turn(self, *_: Any) -> Reply:
        try:
            await asyncio.sleep(self._seconds)
        except asyncio.CancelledError:
            self.given_up = True
            raise
        return [{"text": "You could start here.", "custom": {"type": "guidance"}}]


def test_where_the_answer_takes_long_an_emergency_does_not_wait_for_it(
    service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(60)
    monkeypatch.setattr(emergencies, "PATIENCE", 0.05)
    monkeypatch.setattr(RasaClient, "turn", slow.turn)
    assert "please call 112 now" in service.say(PLAIN)["messages"][0]["text"]
    assert slow.given_up


def test_any_other_message_waits_for_a_slow_answer(service: CaseService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emergencies, "PATIENCE", 0.05)
    monkeypatch.setattr(RasaClient, "turn", Slow(0.3).turn)
    assert service.say(CALM)["messages"][0]["text"] == "You could start here."


def test_the_staff_see_an_emergency_that_no_action_could_tell_them_of(service: CaseService) -> None:
    service.rasa.reply = []
    (message,) = service.say(PLAIN, country="GB")["messages"]
    case = service.cases.find(TALK)
    assert case is not None
    assert (case.state, case.urgency, case.country) == (State.WAITING, Urgency.EMERGENCY, "GB")
    assert case.because == "Somebody has a weapon with them, and it is happening now."
    shown = message["custom"]
    assert shown["case"] == case.code and shown["words"] in message["text"]
    (person, bot) = service.lines(case.id)
    assert person == ("person", PLAIN)
    assert shown["words"] not in bot[1]


def test_a_second_emergency_raises_the_same_case_and_shows_no_words_again(service: CaseService) -> None:
    service.rasa.reply = []
    first = service.say(PLAIN)["messages"][0]["custom"]
    again = service.say(PLAIN)["messages"][0]["custom"]
    assert again["case"] == first["case"] and "words" not in again


def test_without_a_database_the_number_is_named_and_nobody_is_said_to_read_it(
    service: CaseService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Cases, "open", broken)
    service.rasa.reply = []
    (message,) = service.say(PLAIN)["messages"]
    assert "please call 112 now" in message["text"]
    assert load().phrases.helpline.desk_none in message["text"]
    assert "case" not in message["custom"]
    assert "The dialogue did not answer an emergency" in caplog.text
    assert "knife" not in caplog.text
