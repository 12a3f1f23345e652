"""Cases as the person sees them."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from helpline.cases import IDLE, Cases
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import Desk
from helpline.states import State
from helpline.tables import Account, Case
from helpline.trail import UnknownCaseError
from helpline.urgency import Finding, Urgency
from tests.clock import Clock
from tests.databases import all_text

EMERGENCY = Finding(Urgency.EMERGENCY, "somebody has a weapon", "he has a knife")
URGENT = Finding(Urgency.URGENT, "threats", "he says he will")
TALK = "a-conversation-1"


def test_a_case_opens_once_in_a_conversation_and_its_words_are_shown_once(cases: Cases, database: Database) -> None:
    first = cases.open(TALK, "GB", consented=True, said=[Said("person", "hello")])
    assert first.words is not None and first.code.startswith("CG-")
    again = cases.open(TALK, "GB", consented=True, said=[Said("person", "hello")])
    assert (again.id, again.code, again.words) == (first.id, first.code, None)
    assert [line.text for line in cases.told(first.id)] == ["hello"]
    case = cases.find(TALK)
    assert case is not None and (case.state, case.urgency, case.country) == (State.NEW, Urgency.NONE, "GB")
    assert cases.find("a-conversation-2") is None
    text = all_text(database)
    assert TALK not in text and first.words not in text


def test_without_consent_only_an_emergency_opens_a_case(cases: Cases) -> None:
    with pytest.raises(ValueError, match="consent"):
        cases.open(TALK, "GB", consented=False, finding=URGENT)
    assert cases.find(TALK) is None
    cases.open(TALK, "GB", consented=False, finding=EMERGENCY)
    case = cases.find(TALK)
    assert case is not None and (case.state, case.consented_at, case.quote) == (State.WAITING, None, "he has a knife")


def test_consent_may_follow_an_emergency(cases: Cases, clock: Clock) -> None:
    cases.open(TALK, "GB", consented=False, finding=EMERGENCY)
    cases.open(TALK, "GB", consented=True)
    case = cases.find(TALK)
    assert case is not None and case.consented_at == clock()


def test_an_answer_is_kept_in_place_of_the_earlier_one(cases: Cases) -> None:
    opened = cases.open(TALK, "GB", consented=True)
    for step, text in (("what", "first words"), ("who", ""), ("what", "better words")):
        cases.answer(opened.id, step, text)
    case = cases.find(TALK)
    assert case is not None and {a.step: a.text for a in case.answers} == {"what": "better words", "who": ""}


def test_urgency_only_rises(cases: Cases) -> None:
    opened = cases.open(TALK, "GB", consented=True, finding=URGENT)
    cases.raise_urgency(opened.id, Finding(Urgency.CONCERN, "a worry", "hm"))
    cases.raise_urgency(opened.id, Finding(Urgency.URGENT, "other threats", "and more"))
    case = cases.find(TALK)
    assert case is not None and (case.urgency, case.because, case.quote) == (*vars(URGENT).values(),)
    assert case.state == State.NEW
    cases.raise_urgency(opened.id, EMERGENCY)
    case = cases.find(TALK)
    assert case is not None and (case.urgency, case.state) == (Urgency.EMERGENCY, State.WAITING)


def test_handing_in_twice_changes_nothing(cases: Cases, clock: Clock) -> None:
    opened = cases.open(TALK, "GB", consented=True)
    cases.submit(opened.id)
    since = clock()
    clock.forward(minutes=1)
    cases.submit(opened.id)
    case = cases.find(TALK)
    assert case is not None and (case.state, case.waiting_since) == (State.WAITING, since)


def test_what_was_left_half_told_is_handed_in(cases: Cases, clock: Clock) -> None:
    left = cases.open(TALK, "GB", consented=True)
    clock.forward(minutes=10)
    still = cases.open("a-conversation-2", "GB", consented=True)
    cases.answer(still.id, "what", "words")
    clock.at += IDLE / 2
    assert cases.settle() == 1
    assert cases.settle() == 0
    states = [case.state for case in (cases.find(TALK), cases.find("a-conversation-2")) if case]
    assert states == [State.WAITING, State.NEW]
    assert left.id != still.id


def test_contact_details_are_kept_in_place_of_earlier_ones(cases: Cases) -> None:
    opened = cases.open(TALK, "GB", consented=True)
    cases.keep_contact(opened.id, "phone", "07700 900123", "evenings")
    cases.keep_contact(opened.id, "email", "sam@example.org", "")
    case = cases.find(TALK)
    assert case is not None and case.contact is not None
    assert (case.contact.how, case.contact.detail, case.contact.when_safe) == ("email", "sam@example.org", "")


def test_only_code_and_words_together_bring_a_person_back(cases: Cases) -> None:
    one, two = (cases.open(f"a-conversation-{n}", "GB", consented=True) for n in range(2))
    assert one.words is not None and two.words is not None
    assert cases.come_back(one.code.lower(), one.words.upper()).id == one.id
    said = set()
    for code, words in (
        (one.code, two.words),
        (two.code, one.words),
        ("CG-0000-0000", one.words),
        ("", ""),
        ("x", "y"),
    ):
        with pytest.raises(UnknownCaseError) as caught:
            cases.come_back(code, words)
        said.add(str(caught.value))
    assert len(said) == 1


def test_an_ended_case_waits_again_when_the_person_comes_back(
    cases: Cases, desk: Desk, sam: Account, clock: Clock
) -> None:
    opened = cases.open(TALK, "GB", consented=True)
    cases.ask_again(opened.id)
    cases.submit(opened.id)
    desk.take(opened.id, sam)
    desk.close(opened.id, sam, "advice was enough")
    clock.forward(days=1)
    cases.ask_again(opened.id)
    case = desk.file(opened.id)
    assert (case.state, case.ended_at, case.waiting_since) == (State.WAITING, None, clock())


@pytest.mark.parametrize("back", ["person", "staff"])
def test_a_conversation_that_went_on_to_another_case_stays_with_that(
    cases: Cases, desk: Desk, sam: Account, back: str
) -> None:
    old = cases.open(TALK, "GB", consented=True)
    cases.submit(old.id)
    desk.take(old.id, sam)
    desk.close(old.id, sam, "advice was enough")
    new = cases.open(TALK, "GB", consented=True)
    if back == "person":
        cases.ask_again(old.id)
    else:
        desk.reopen(old.id, sam)
    found = cases.find(TALK)
    assert found is not None and found.id == new.id != old.id
    assert desk.file(old.id).state == State.WAITING


def test_withdrawing_erases_what_was_told_and_keeps_the_bare_case(
    cases: Cases, desk: Desk, sam: Account, database: Database
) -> None:
    mark = "zebra-lantern"
    opened = cases.open(TALK, "GB", consented=True, said=[Said("person", f"{mark} one")])
    cases.answer(opened.id, "what", f"{mark} two")
    cases.keep_contact(opened.id, "phone", f"{mark} three", f"{mark} four")
    cases.raise_urgency(opened.id, Finding(Urgency.EMERGENCY, f"{mark} five", f"{mark} six"))
    desk.note(opened.id, sam, f"{mark} seven")
    desk.take(opened.id, sam)
    desk.write(opened.id, sam, f"{mark} eight")
    desk.refer(opened.id, sam, f"{mark} nine")
    assert mark in all_text(database)
    cases.withdraw(opened.id)
    cases.withdraw(opened.id)
    assert mark not in all_text(database)
    case = desk.file(opened.id)
    assert (case.state, case.urgency, case.conversation) == (State.WITHDRAWN, Urgency.EMERGENCY, None)
    assert opened.words is not None
    with pytest.raises(UnknownCaseError):
        cases.come_back(opened.code, opened.words)
    with pytest.raises(UnknownCaseError):
        cases.come_back(opened.code, "")


def test_what_comes_late_does_not_fill_a_withdrawn_case_again(cases: Cases, desk: Desk, database: Database) -> None:
    mark = "zebra-lantern"
    opened = cases.open(TALK, "GB", consented=True)
    cases.withdraw(opened.id)
    cases.say(opened.id, [Said("bot", mark)])
    cases.raise_urgency(opened.id, Finding(Urgency.EMERGENCY, mark, mark))
    cases.submit(opened.id)
    cases.ask_again(opened.id)
    late: list[Callable[[], None]] = [
        lambda: cases.answer(opened.id, "what", mark),
        lambda: cases.keep_contact(opened.id, "phone", mark, mark),
    ]
    for change in late:
        with pytest.raises(UnknownCaseError):
            change()
    assert cases.keep_turn(TALK, Said("person", mark), [Said("bot", mark)]) is None
    assert mark not in all_text(database)
    assert desk.file(opened.id).state == State.WITHDRAWN


def test_a_case_that_is_not_there_is_said(cases: Cases) -> None:
    with pytest.raises(UnknownCaseError):
        cases.submit(4711)


@pytest.mark.parametrize(
    "text", ["a\0b", "half of a pair \ud83d", "🙂 ‮ mixed", "x" * 20_000, "'; DROP TABLE cases; --"]
)
def test_any_text_can_be_kept(cases: Cases, database: Database, text: str) -> None:
    opened = cases.open(TALK, "GB", consented=True, said=[Said("person", text)])
    cases.answer(opened.id, "what", text)
    cases.raise_urgency(opened.id, Finding(Urgency.URGENT, text, text))
    kept = text.replace("\0", "").replace("\ud83d", "?")
    assert cases.told(opened.id)[0].text == kept
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_a_turn_that_is_sent_again_is_kept_once(cases: Cases, desk: Desk, sam: Account) -> None:
    opened = cases.open(TALK, "GB", consented=True)
    cases.submit(opened.id)
    for turn in ("t1", "t2", "t1", None, None):
        assert cases.keep_turn(TALK, Said("person", f"in {turn}", turn=turn), [Said("bot", "two")]) is None
    desk.take(opened.id, sam)
    for turn in ("t3", "t3", "t2"):
        assert cases.hand_over(TALK, Said("person", f"to Sam in {turn}", turn=turn)) == opened.id
    said = [line.text for line in cases.told(opened.id) if line.by == "person"]
    assert said == ["in t1", "in t2", "in None", "in None", "to Sam in t3"]
    another = cases.open("another", "GB", consented=True)
    cases.keep_turn("another", Said("person", "elsewhere", turn="t1"), [])
    assert [line.text for line in cases.told(another.id)] == ["elsewhere"]


def test_the_bot_is_not_heard_once_somebody_has_the_case(cases: Cases, desk: Desk, sam: Account) -> None:
    opened = cases.open(TALK, "GB", consented=True)
    cases.submit(opened.id)
    assert cases.hand_over(TALK, Said("person", "too early")) is None
    assert cases.keep_turn(TALK, Said("person", "one"), [Said("bot", "two", ["BP3"])]) is None
    desk.take(opened.id, sam)
    assert cases.hand_over(TALK, Said("person", "three")) == opened.id
    assert cases.keep_turn(TALK, Said("person", "four"), [Said("bot", "five")]) == opened.id
    desk.write(opened.id, sam, "six")
    assert [line.text for line in cases.told(opened.id)] == ["one", "two", "joined", "three", "four", "six"]
    news = cases.hear(TALK, after=0)
    assert news is not None and news.is_open
    assert [(line.by, line.text, line.name) for line in news.lines] == [
        ("notice", "joined", "Sam"),
        ("staff", "six", "Sam"),
    ]
    assert cases.hear(TALK, news.lines[-1].id) is not None
    assert cases.hear("a-conversation-2", 0) is None


@pytest.mark.parametrize("days", [-365, 365])
def test_a_clock_that_jumps_hands_in_what_was_half_told_and_its_person_goes_on(
    cases: Cases, desk: Desk, clock: Clock, days: int
) -> None:
    opened = cases.open(TALK, "GB", consented=True)
    cases.answer(opened.id, "what", "before")
    clock.forward(days=days)
    assert cases.settle() == 1
    cases.answer(opened.id, "who", "after")
    case = cases.find(TALK)
    assert case is not None and case.state == State.WAITING
    assert [answer.text for answer in case.answers] == ["before", "after"]
    assert [row.case.code for row in desk.queue()] == [opened.code]
