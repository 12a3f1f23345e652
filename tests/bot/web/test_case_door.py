"""What the door does with cases: silence of the bot while a person has one, the record, and faults of the database."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bot.web.case_door import LOST
from helpline.cases import Cases
from helpline.conversation import HIDDEN, Said, said_by_bot
from helpline.database import Database
from helpline.urgency import Urgency
from tests.bot.web.case_service import TALK, CaseService, case_service

SILENT = {"messages": [], "with": "person"}


@pytest.fixture
def service(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseService]:
    # Made-up talks are many messages at once from one address, more than its limit lets through.
    with case_service(database, monkeypatch, unlimited_addresses=["testclient"]) as made:
        yield made


def test_while_a_person_has_the_case_the_bot_is_silent_and_not_even_asked(service: CaseService) -> None:
    case = service.take()
    assert service.say("Are you there?") == SILENT
    rest = service.client.post("/webhooks/rest/webhook", json={"sender": "x", "message": "hi"})
    assert rest.json()  # another conversation is answered as ever
    assert service.rasa.asked == ["hi"]
    assert service.lines(case.id)[-1] == ("person", "Are you there?")


def test_a_client_made_for_rasa_gets_an_empty_list_while_a_person_has_the_case(service: CaseService) -> None:
    service.client.post("/webhooks/rest/webhook", json={"sender": "x", "message": "hi"})
    conversation = "rest-2d711642b726b04401627ca9fbac32f5"  # the beginning of SHA-256 of "x"
    opened = service.cases.open(conversation, "GB", consented=True)
    service.cases.submit(opened.id)
    service.desk.take(opened.id, service.sam)
    response = service.client.post("/webhooks/rest/webhook", json={"sender": "x", "message": "anybody?"})
    assert (response.status_code, response.json()) == (200, [])
    assert service.lines(opened.id)[-1] == ("person", "anybody?")


def test_taken_while_the_bot_is_answering_the_reply_is_dropped_and_the_message_kept(service: CaseService) -> None:
    case = service.open()
    service.rasa.urgency = {"urgency": "urgent", "because": "He has gone.", "start": 0, "end": 2}
    service.rasa.meanwhile = lambda: service.desk.take(case.id, service.sam)
    assert service.say("He packed his things") == SILENT
    assert service.lines(case.id) == [("notice", "joined"), ("person", "He packed his things")]
    assert service.case(case.id).urgency == Urgency.URGENT


@pytest.mark.parametrize("leave", ["give back", "close", "refer"])
def test_given_back_or_ended_the_bot_answers_again(service: CaseService, leave: str) -> None:
    case = service.take()
    assert service.say("one") == SILENT
    match leave:
        case "give back":
            service.desk.give_back(case.id, service.sam)
        case "close":
            service.desk.close(case.id, service.sam, "advice was enough")
        case _:
            service.desk.refer(case.id, service.sam, "the school")
    assert service.say("two")["messages"] == service.rasa.reply
    assert service.rasa.asked == ["two"]


STEPS = ["say", "say", "take", "take while the bot answers", "give back", "close"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STEPS), max_size=12))
def test_whatever_happens_in_which_order_no_word_of_the_bot_falls_while_a_person_has_the_case(
    service: CaseService, steps: list[str]
) -> None:
    talk = uuid.uuid4().hex
    case = service.cases.open(talk, "GB", consented=True)
    service.cases.submit(case.id)
    taken = over = False
    for step in steps:
        if step == "take" and not taken and not over:
            service.desk.take(case.id, service.sam)
            taken = True
        elif step == "give back" and taken:
            service.desk.give_back(case.id, service.sam)
            taken = False
        elif step == "close" and taken:
            service.desk.close(case.id, service.sam, "advice was enough")
            taken, over = False, True
        elif "a" in step:  # say something, or it is taken meanwhile
            asked = len(service.rasa.asked)
            late = step == "take while the bot answers" and not taken and not over
            service.rasa.meanwhile = (lambda: service.desk.take(case.id, service.sam)) if late else lambda: None
            answer = service.say("Hello?", conversation=talk)
            assert answer == (SILENT if taken or late else {"messages": service.rasa.reply})
            assert len(service.rasa.asked) == asked + (not taken)
            taken = taken or late
    with_person = False
    for by, text in service.lines(case.id):
        with_person = text == "joined" if by == "notice" else with_person
        assert not (by == "bot" and with_person)


def test_given_back_between_the_look_and_the_hand_over_the_bot_answers(
    service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = service.take()
    hand_over = Cases.hand_over

    def late(cases: Cases, conversation: str, said: Said) -> int | None:
        service.desk.give_back(case.id, service.sam)
        return hand_over(cases, conversation, said)

    monkeypatch.setattr(Cases, "hand_over", late)
    assert service.say("Are you there?")["messages"] == service.rasa.reply
    said = ("person", "Are you there?")
    assert service.lines(case.id)[-2:] == [said, ("bot", "You could start here.")]


def test_a_message_that_is_sent_again_stands_in_the_case_once(service: CaseService) -> None:
    case = service.open()
    for _ in range(2):
        assert service.say("Hello?", turn="first")["messages"] == service.rasa.reply
    service.desk.take(case.id, service.sam)
    for _ in range(2):
        assert service.say("Are you there?", turn="second") == SILENT
    said = [text for by, text in service.lines(case.id) if by == "person"]
    assert said == ["Hello?", "Are you there?"]


def test_danger_told_to_a_person_raises_the_case_with_the_words_that_told_it(service: CaseService) -> None:
    case = service.take()
    service.rasa.urgency = {"urgency": "emergency", "because": "A weapon is named.", "start": 3, "end": 16}
    assert service.say("He has got a knife.") == SILENT
    raised = service.case(case.id)
    assert (raised.urgency, raised.because, raised.quote) == (Urgency.EMERGENCY, "A weapon is named.", "has got a kni")
    assert service.rasa.read == ["He has got a knife."]


@pytest.mark.parametrize("answer", [{}, {"urgency": "dire", "because": "", "start": 0, "end": 0}, {"urgency": 1}])
def test_a_reading_that_makes_no_sense_changes_nothing(service: CaseService, answer: dict[str, Any]) -> None:
    case = service.take()
    service.rasa.urgency = answer
    assert service.say("He has got a knife.") == SILENT
    assert service.case(case.id).urgency == Urgency.NONE


def test_a_message_reaches_the_staff_also_while_rasa_is_down(service: CaseService) -> None:
    case = service.take()
    service.rasa.is_down = True
    assert service.say("Are you there?") == SILENT
    assert service.lines(case.id)[-1] == ("person", "Are you there?")


def test_in_an_open_case_both_sides_are_kept_redacted_with_sources(service: CaseService) -> None:
    case = service.open()
    service.rasa.reply = [
        {"text": "Begin small."},
        {"custom": {"type": "guidance", "sources": ["lesson-2.3"]}, "buttons": [{"title": "Why?", "payload": "/why"}]},
    ]
    service.say("Ring me on 07700 900123")
    service.say("Why?", payload="/why")
    assert service.lines(case.id) == [
        ("person", "Ring me on [phone]"),
        ("bot", "Begin small."),
        ("person", "Why?"),
        ("bot", "Begin small."),
    ]
    assert service.case(case.id).lines[1].sources == ["lesson-2.3"]
    assert service.case(case.id).topics == ["lesson-2.3"]


def test_a_button_is_kept_by_what_stood_on_it_whatever_the_client_says(service: CaseService) -> None:
    service.rasa.reply = [{"text": "Shall I?", "buttons": [{"title": "Yes, do", "payload": "/affirm"}]}]
    service.say("hi")
    case = service.take()
    assert service.say("ring 07700 900123", payload="/affirm") == SILENT
    assert service.lines(case.id)[-1] == ("person", "Yes, do")
    assert service.rasa.read == []  # a button's words are ours


def test_the_turn_that_opens_a_case_is_kept_and_its_secret_words_are_not(service: CaseService) -> None:
    opened = []

    def consent() -> None:
        opened.append(service.cases.open(TALK, "GB", consented=True))
        words = str(opened[0].words)
        service.rasa.reply = [
            {"text": f"Your secret words are {words.title().replace(' ', '  ')}.\n\nKeep them."},
            {"custom": {"type": "triage", "step": "consent", "case": opened[0].code, "words": words}},
        ]

    service.rasa.meanwhile = consent
    shown = service.say("Yes, I agree")["messages"]
    assert shown[0]["custom"]["words"] == opened[0].words
    assert service.lines(opened[0].id) == [
        ("person", "Yes, I agree"),
        ("bot", f"Your secret words are {HIDDEN}.\n\nKeep them."),
    ]


def test_a_conversation_without_a_case_is_kept_nowhere(service: CaseService) -> None:
    service.say("The mothers go quiet")
    with service.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM lines").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM cases").scalar() == 0


def broken(*_: Any) -> Any:
    raise OperationalError("INSERT quincebramble", {}, Exception("disk I/O error"))


@pytest.mark.parametrize("method", ["find", "keep_turn"])
def test_a_broken_database_keeps_no_answer_from_anybody(
    service: CaseService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    service.open()
    monkeypatch.setattr(Cases, method, broken)
    service.rasa.reply = [{"text": "Call 112 now.", "custom": {"type": "safety", "urgency": "emergency"}}]
    assert service.say("quincebramble has a knife")["messages"] == service.rasa.reply
    assert "OperationalError" in caplog.text
    assert "quincebramble" not in caplog.text


def test_a_database_that_hangs_holds_an_answer_up_for_seconds_only(
    service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.open()
    monkeypatch.setattr("bot.web.case_door.PATIENCE", 0.1)
    with service.database.writing():  # nobody else can write, for as long as this lasts
        assert service.say("He has a knife")["messages"] == service.rasa.reply


def test_what_cannot_be_handed_over_is_answered_by_the_bot_and_the_person_is_told(
    service: CaseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.take()
    monkeypatch.setattr(Cases, "hand_over", broken)
    monkeypatch.setattr(Cases, "keep_turn", broken)
    answer = service.say("He has a knife")
    assert "with" not in answer
    assert answer["messages"] == [*service.rasa.reply, {"text": LOST}]


def test_lines_of_the_bot_survive_any_shape_of_a_reply() -> None:
    odd: list[dict[str, Any]] = [
        {"text": "One.", "custom": None},
        {"custom": {"sources": "lesson-1.1", "words": 7}},
        {"text": "Two (maple lantern).", "custom": {"sources": ["lesson-1.1", 3]}},
        {"text": "MAPLE\nLANTERN", "custom": {"words": "maple lantern"}},
    ]
    assert [(line.text, line.sources) for line in said_by_bot(odd)] == [
        ("One.", []),
        (f"Two ({HIDDEN}).", ["lesson-1.1"]),
        (HIDDEN, []),
    ]
