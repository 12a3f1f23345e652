"""The intake as actions have it: answers are in the case at once, and every turn keeps the contract."""

from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from actions import resources
from actions.guide import Guide
from actions.offer_person import OfferPerson
from actions.safety import Safety
from helpline.cases import Cases
from helpline.database import Database
from helpline.intake_script import STEPS, SUMMARY, script
from helpline.states import State
from helpline.trail import UnknownCaseError
from helpline.urgency import Urgency
from knowledge.library import Library
from tests.actions.conftest import Talk
from tests.actions.intake_talk import IntakeTalk, cases, everything
from tests.actions.test_contract import assert_kept
from tests.actions.test_guide import CLEAR

PASSWORD = "a long and plain password"
TOLD = {
    "danger": "No, not today",
    "role": "I teach in the evening school",
    "seen": "He shouted at two girls at the bus stop",
    "heard": "His sister says he sleeps elsewhere",
    "supposed": "I think he feels alone",
    "about": "a boy of 16 in my class",
    "tried": "I talked with him once",
    "support": "his coach",
    "wants": "I want to know how to talk to him",
    "contact": "Skip",
}


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A helpline's database, with one member of the staff who is not at the desk."""
    made = Database(f"sqlite:///{tmp_path / 'helpline.db'}")
    made.upgrade()
    monkeypatch.setattr(resources, "_database", lambda: made)
    accounts = resources.accounts()
    assert accounts is not None
    accounts.add("sam", "Sam", "staff", PASSWORD)
    return made


@pytest.fixture
def talk(database: Database) -> IntakeTalk:
    return IntakeTalk()


@pytest.fixture
def agreed(talk: IntakeTalk) -> IntakeTalk:
    """A conversation in which consent was just given."""
    talk.begin()
    talk.say("yes", "affirm")
    return talk


def tell_all(talk: IntakeTalk) -> None:
    for text in TOLD.values():
        talk.say(text)


def test_the_first_question_is_for_consent_and_nothing_is_kept_before_it(talk: IntakeTalk) -> None:
    reply = talk.begin()
    assert reply.custom["step"] == "consent" and reply.custom["case"] is None
    assert "90 days" in reply.text and "Nobody is at the desk right now" in reply.text
    assert talk.case is None


def test_consent_opens_the_case_with_what_was_said_before(talk: IntakeTalk) -> None:
    talk.turn(Guide(), *CLEAR)
    talk.begin()
    reply = talk.say("yes", "affirm")
    assert talk.case is not None and talk.case.consented_at is not None and talk.case.state == State.NEW
    lines = cases().told(talk.case.id)
    assert (lines[0].by, lines[0].text) == ("person", CLEAR[0])
    assert lines[1].by == "bot"
    assert "yes" not in [line.text for line in lines]  # the door adds this turn itself
    assert reply.custom == {"type": "triage", "step": "danger", "step_number": 1, "steps": 10, "case": talk.case.code}


def test_without_consent_nothing_is_stored_and_people_are_named(talk: IntakeTalk, database: Database) -> None:
    talk.turn(Guide(), *CLEAR)
    talk.begin()
    reply = talk.say("no thanks", "deny")
    assert not talk.active and talk.case is None
    assert CLEAR[0] not in everything(database)
    assert reply.custom["type"] == "handoff" and reply.custom["services"]
    assert reply.custom["sources"], "what was talked about before is still answered"


def test_each_answer_is_in_the_case_at_once(agreed: IntakeTalk) -> None:
    for step, text in TOLD.items():
        assert step not in agreed.answers
        agreed.say(text)
        assert agreed.answers[step] == ("" if text == "Skip" else text)


def test_every_turn_keeps_the_contract_and_counts_the_steps(talk: IntakeTalk, library: Library) -> None:
    replies = [talk.begin(), talk.say("yes"), *(talk.say(text) for text in TOLD.values())]
    for n, reply in enumerate(replies):
        assert_kept(reply.messages, library)
        number = 0 if STEPS[n] == SUMMARY else n  # it comes after the questions
        assert (reply.custom["step"], reply.custom["step_number"], reply.custom["steps"]) == (STEPS[n], number, 10)
    assert "ten short questions" in replies[0].text


def test_the_contact_step_names_its_two_buttons_for_the_page(agreed: IntakeTalk) -> None:
    replies = [agreed.say(text) for text in TOLD.values()][-2:]
    assert (replies[0].custom["done"], replies[0].custom["skip"]) == ("Done", "Skip")
    assert "done" not in replies[1].custom


def test_the_summary_is_in_the_persons_words_and_handing_in_gives_code_words_and_lessons(agreed: IntakeTalk) -> None:
    tell_all(agreed)
    reply = agreed.say("change 3")
    assert TOLD["seen"] in reply.text
    summary = agreed.say("Question 2 about Listen before you plan?")
    assert "3. What you saw: Question 2 about Listen before you plan?" in summary.text
    done = agreed.say("yes", "affirm")
    case = agreed.case
    assert case is not None and case.state == State.WAITING
    assert done.custom["step"] == "done" and done.custom["case"] == case.code
    assert case.code in done.text and done.custom["words"] in done.text and "/case" in done.text
    assert cases().come_back(case.code, done.custom["words"]).id == case.id
    assert "Nobody is at the desk right now" in done.text
    assert done.custom["sources"][0] == "lesson-1.1"


def test_who_is_at_the_desk_is_said(agreed: IntakeTalk) -> None:
    accounts = resources.accounts()
    assert accounts is not None
    accounts.sign_in("sam", PASSWORD, "127.0.0.1")
    tell_all(agreed)
    assert "Somebody is at the desk now" in agreed.say("yes").text


def test_where_nobody_has_an_account_that_is_said_before_anything_is_told(
    talk: IntakeTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpline.accounts.Accounts.anybody", lambda _: False)
    assert "So far none is set up here" in talk.begin().text


def test_a_correction_amends_the_kept_answer_and_is_said_back(agreed: IntakeTalk) -> None:
    for step in list(TOLD)[:7]:
        agreed.say(TOLD[step])
    reply = agreed.say("no, he is 17")
    assert agreed.answers["about"] == "a boy of 16 in my class (put right: he is 17)"
    assert "he is 17" in reply.text and reply.custom["step"] == "support"


def test_stopping_and_keeping_hands_in_what_was_told(agreed: IntakeTalk) -> None:
    agreed.say("no")
    reply = agreed.say("stop", "stop_intake")
    assert reply.custom["step"] == "leave"
    done = agreed.say("Keep it for your team")
    assert agreed.case is not None and agreed.case.state == State.WAITING
    assert done.custom["case"] and done.custom["words"] and not agreed.active


def test_stopping_and_throwing_away_erases_it_from_a_later_case_too(agreed: IntakeTalk, database: Database) -> None:
    agreed.say("no")
    agreed.say("I teach knitting in the old mill")
    agreed.say("stop")
    reply = agreed.say("Throw it away")
    assert reply.custom["step"] == "thrown_away" and reply.custom["case"] is None and not agreed.active
    agreed.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    assert agreed.case is not None
    assert "old mill" not in everything(database)


def test_an_emergency_is_answered_at_once_with_no_question_and_the_words_are_kept(agreed: IntakeTalk) -> None:
    agreed.say("no")
    agreed.say("I teach")
    reply = agreed.say("he stands at the gate with an axe", "danger_now", "emergency")
    assert "safety_emergency" in reply.replies and "please call 112 now" in reply.text
    assert reply.custom["type"] == "safety" and reply.custom["urgency"] == "emergency"
    assert "?" not in reply.text and not reply.payloads
    assert agreed.answers["seen"] == "he stands at the gate with an axe"
    case = agreed.case
    assert case is not None and case.urgency == Urgency.EMERGENCY and case.state == State.WAITING
    assert case.quote == "he stands at the gate with an axe"
    assert reply.custom["case"] == case.code
    assert cases().come_back(case.code, reply.custom["words"])
    assert agreed.say("I rang them").custom["step"] == "heard"


def test_yes_to_danger_now_is_an_emergency(agreed: IntakeTalk) -> None:
    reply = agreed.say("yes")
    assert reply.custom["urgency"] == "emergency" and "please call 112 now" in reply.text
    assert agreed.case is not None and "said yes" in agreed.case.because
    assert agreed.answers["danger"] == "Yes, somebody may be hurt today"


def test_words_are_shown_once_in_a_conversation(agreed: IntakeTalk) -> None:
    first = agreed.say("yes")
    again = agreed.say("he comes with the axe now", "danger_now", "emergency")
    assert first.custom["words"] and "words" not in again.custom
    assert again.custom["case"] == first.custom["case"]
    agreed.say("ok")
    for _ in range(12):
        if agreed.active:
            done = agreed.say("skip")
    assert "words" not in done.custom and "you have the two secret words to it already" in done.text
    assert done.custom["sources"] == [], "no lessons in an emergency"


@pytest.mark.parametrize(("intent", "level"), [("danger_soon", "urgent"), ("worried_about_someone", "concern")])
def test_less_than_an_emergency_raises_the_case_in_silence(agreed: IntakeTalk, intent: str, level: str) -> None:
    agreed.say("no")
    agreed.say("I teach")
    reply = agreed.say("next week he will show them all, he said", intent, level)
    assert reply.custom["type"] == "triage" and reply.custom["step"] == "heard"
    assert reply.custom["urgency"] == level
    assert agreed.case is not None and agreed.case.urgency == level


def test_danger_before_the_consent_makes_the_case_urgent_from_the_start(talk: IntakeTalk) -> None:
    parsed = {"safety": {"level": "urgent", "because": "a threat", "start": 0, "end": 19}}
    talk.turn(Safety(), "he said he hits her next week", {"danger_soon": 0.9}, parsed)
    talk.begin()
    assert talk.case is None
    talk.say("yes")
    assert talk.case is not None
    assert (talk.case.urgency, talk.case.because, talk.case.quote) == ("urgent", "a threat", "he said he hits her")


def test_an_emergency_before_the_consent_opens_the_case_and_consent_joins_it(talk: IntakeTalk) -> None:
    talk.begin()
    reply = talk.say("he has a knife", "danger_now", "emergency")
    assert talk.case is not None and talk.case.consented_at is None
    assert talk.say("ok I called").custom["step"] == "consent"
    talk.say("yes")
    assert talk.case.consented_at is not None and talk.case.code == reply.custom["case"]


def test_a_person_can_be_asked_for_within_and_the_question_stays(agreed: IntakeTalk, library: Library) -> None:
    agreed.say("no")
    agreed.say("skip")
    reply = agreed.say("can I talk to a person", "ask_for_person")
    assert_kept(reply.messages, library)
    assert reply.custom["services"] and "112" in reply.text and reply.custom["step"] == "seen"


@pytest.mark.parametrize(
    ("payload", "intent", "step"),
    [("/ask_for_person", "ask_for_person", "role"), ("/another_angle", "another_angle", "role")],
)
def test_a_button_of_before_does_not_become_an_answer(agreed: IntakeTalk, payload: str, intent: str, step: str) -> None:
    agreed.say("no")
    assert agreed.say(payload, intent).custom["step"] == step
    assert step not in agreed.answers


def test_faith_and_origin_are_not_kept(agreed: IntakeTalk, database: Database) -> None:
    for step in list(TOLD)[:5]:
        agreed.say(TOLD[step])
    reply = agreed.say("a Sikh lad of 16 from Albania, in my class")
    assert agreed.answers["about"] == "a … lad of 16 from …, in my class"
    assert "faith or origin" in reply.text
    assert "Albania" not in everything(database)


def test_after_rasa_forgot_the_intake_goes_on_where_it_was(agreed: IntakeTalk) -> None:
    agreed.say("no")
    agreed.say("I teach")
    agreed.forget()
    assert agreed.active
    assert agreed.say(TOLD["seen"]).custom["step"] == "heard"
    assert agreed.answers["seen"] == TOLD["seen"]


def test_words_are_shown_at_the_end_though_rasa_forgot(agreed: IntakeTalk) -> None:
    tell_all(agreed)
    agreed.forget()
    done = agreed.say("yes")
    assert cases().come_back(done.custom["case"], done.custom["words"])


@pytest.mark.parametrize("ended", ["no case", "handed in", "no database"])
def test_a_new_session_is_a_plain_one_without_a_half_told_intake(
    talk: IntakeTalk, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ended != "no case":
        talk.begin()
        talk.say("yes")
    if ended == "handed in":
        tell_all(talk)
        talk.say("yes")
    if ended == "no database":
        monkeypatch.setattr(Cases, "find", broken)
    talk.forget()
    assert not talk.active
    assert [event["event"] for event in talk.events] == ["session_started", "action"]


def test_an_intake_begun_again_goes_on_where_it_was(agreed: IntakeTalk) -> None:
    agreed.say("no")
    agreed.active = False
    assert agreed.begin().custom["step"] == "role"


def test_a_case_that_was_erased_meanwhile_asks_for_consent_anew(agreed: IntakeTalk) -> None:
    agreed.say("no")
    assert agreed.case is not None
    cases().withdraw(agreed.case.id)
    assert agreed.say("I teach").custom["step"] == "consent"
    assert agreed.case is None


def test_without_a_helpline_people_are_named(talk: IntakeTalk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_database", lambda: None)
    assert talk.begin().custom["type"] == "handoff" and not talk.active


def broken(*_: object, **__: object) -> None:
    raise OperationalError("SELECT", {}, Exception("disk full"))


@pytest.mark.parametrize("method", ["find", "open", "raise_urgency"])
def test_no_fault_of_the_database_keeps_words_of_safety_from_anybody(
    talk: IntakeTalk, method: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Cases, method, broken)
    emergency = talk.turn(Safety(), "the quincebramble has a knife", {"danger_now": 0.9})
    assert "please call 112 now" in emergency.text
    assert talk.turn(Safety(), "zebra trombone", {"danger_soon": 0.9}).custom["urgency"] == "urgent"
    assert talk.turn(OfferPerson(), "a person please").custom["services"]
    assert "quincebramble" not in caplog.text


def test_an_emergency_within_is_answered_though_its_words_cannot_be_kept(
    agreed: IntakeTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed.say("no")
    monkeypatch.setattr(Cases, "answer", broken)
    monkeypatch.setattr(Cases, "open", broken)
    reply = agreed.say("he has a knife", "danger_now", "emergency")
    assert "please call 112 now" in reply.text and "nobody is reading this" in reply.text


def test_an_emergency_opens_one_case_and_says_who_sees_it(talk: IntakeTalk) -> None:
    talk.turn(Guide(), *CLEAR)
    first = talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    case = talk.case
    assert case is not None and case.state == State.WAITING and case.consented_at is None
    assert CLEAR[0] in [line.text for line in cases().told(case.id)]
    assert "Our team sees this when somebody is back at the desk" in first.text
    assert first.custom["words"] in first.text and not first.payloads and "sources" not in first.custom
    again = talk.turn(Safety(), "he has a gun too", {"danger_now": 0.9})
    assert again.custom["case"] == case.code and "words" not in again.custom
    assert "please call 112 now" in again.text


def test_an_emergency_says_nothing_of_a_team_where_there_is_none(
    talk: IntakeTalk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpline.accounts.Accounts.anybody", lambda _: False)
    assert "team" not in talk.turn(Safety(), "he has a knife", {"danger_now": 0.9}).text


def test_secret_words_of_an_earlier_case_are_not_copied_into_the_next(talk: IntakeTalk) -> None:
    first = talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    assert talk.case is not None
    cases().withdraw(talk.case.id)
    talk.turn(Safety(), "he has a gun", {"danger_now": 0.9})
    assert talk.case is not None
    told = "\n".join(line.text for line in cases().told(talk.case.id))
    assert "[secret words]" in told and first.custom["words"] not in told


@pytest.mark.parametrize("intent", ["danger_soon", "worried_about_someone"])
@pytest.mark.parametrize("text", ["zebra trombone", CLEAR[0]])
def test_telling_the_team_is_offered_below_an_emergency(talk: IntakeTalk, intent: str, text: str) -> None:
    reply = talk.turn(Safety(), text, {intent: 0.9})
    assert "/start_intake" in reply.payloads and "tell our team" in reply.text
    assert talk.turn(OfferPerson(), "a person").payloads == ["/start_intake"]


def test_an_open_case_is_raised_and_not_offered_again(talk: IntakeTalk) -> None:
    talk.begin()
    talk.say("yes")
    talk.active = False
    reply = talk.turn(Safety(), "zebra trombone", {"danger_soon": 0.9})
    assert talk.case is not None and talk.case.urgency == "urgent"
    assert reply.custom["case"] == talk.case.code and "/start_intake" not in reply.payloads


@pytest.mark.usefixtures("library")
def test_without_a_helpline_nothing_of_it_is_offered() -> None:
    reply = Talk().turn(Safety(), "zebra trombone", {"danger_soon": 0.9})
    assert "/start_intake" not in reply.payloads and "team" not in reply.text


def test_a_summary_shows_braces_as_they_were_written(agreed: IntakeTalk) -> None:
    tell_all(agreed)
    agreed.say("change 3")
    assert "he wrote {answers} and {days}" in agreed.say("he wrote {answers} and {days}").text


def test_buttons_send_words_that_are_read_as_what_they_say(agreed: IntakeTalk) -> None:
    (danger,) = [step for step in script().steps if step.step == "danger"]
    reply = agreed.say("hm")
    assert reply.payloads == [*(option.text for option in danger.options), "Skip", "Stop"]


def test_new_words_take_the_place_of_old_ones_and_an_erased_case_gets_none(agreed: IntakeTalk) -> None:
    assert agreed.case is not None
    case = agreed.case
    old, new = cases().new_words(case.id), cases().new_words(case.id)
    assert cases().come_back(case.code, new).id == case.id
    with pytest.raises(UnknownCaseError):
        cases().come_back(case.code, old)
    cases().withdraw(case.id)
    with pytest.raises(UnknownCaseError):
        cases().new_words(case.id)


def test_the_words_of_our_buttons_are_no_danger(talk: IntakeTalk) -> None:
    talk.begin()
    reply = talk.say("Yes, you may keep it", "danger_now", "emergency")
    assert reply.custom["step"] == "danger" and "urgency" not in reply.custom
    assert talk.case is not None and talk.case.urgency == Urgency.NONE


@pytest.mark.parametrize(("by", "urgency"), [("classifier", None), ("rule", "emergency"), ("both", "emergency")])
def test_a_plain_no_to_danger_weighs_more_than_a_guess_and_less_than_a_rule(
    agreed: IntakeTalk, by: str, urgency: str | None
) -> None:
    text = "no, nothing has happened today"
    found = {"level": "emergency", "by": by, "because": None, "start": 0, "end": len(text)}
    reply = agreed.say(text, "danger_now", safety=found)
    assert reply.custom.get("urgency") == urgency and agreed.answers["danger"] == text


def test_who_refuses_after_an_emergency_is_told_that_something_is_kept(talk: IntakeTalk) -> None:
    talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})
    talk.begin()
    reply = talk.say("no")
    assert talk.case is not None and talk.case.code in reply.text and "I kept nothing" not in reply.text
