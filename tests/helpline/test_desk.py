"""Cases as the staff work on them."""

from collections.abc import Callable

import pytest

from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import OUTCOMES, Desk, NotYoursError, in_words, reason
from helpline.states import MoveError, State
from helpline.tables import Account
from helpline.trail import UnknownCaseError
from helpline.urgency import Finding, Urgency
from tests.clock import Clock
from tests.helpline.conftest import member


def hand_in(cases: Cases, name: str, urgency: Urgency = Urgency.NONE) -> int:
    opened = cases.open(name, "GB", consented=True, finding=Finding(urgency, "a reason", "their words"))
    cases.submit(opened.id)
    return opened.id


@pytest.fixture
def taken(cases: Cases, desk: Desk, sam: Account) -> int:
    """A case that Sam has."""
    case_id = hand_in(cases, "first")
    desk.take(case_id, sam)
    return case_id


def test_the_queue_is_by_urgency_and_then_by_waiting(cases: Cases, desk: Desk, clock: Clock) -> None:
    ids = []
    for number, urgency in enumerate(["none", "urgent", "concern", "emergency", "urgent", "none"]):
        ids.append(hand_in(cases, f"talk {number}", Urgency(urgency)))
        clock.forward(minutes=1)
    queue = desk.queue()
    assert [rank.case.id for rank in queue] == [ids[n] for n in (3, 1, 4, 2, 0, 5)]
    assert [rank.place for rank in queue] == [1, 2, 3, 4, 5, 6]
    assert queue[0].waited == 180
    cases.raise_urgency(ids[5], Finding(Urgency.EMERGENCY, "a knife", "a knife"))
    assert [rank.case.id for rank in desk.queue()][:2] == [ids[3], ids[5]]


def test_the_longest_wait_of_each_urgency_is_that_of_its_oldest_waiting_case(
    cases: Cases, desk: Desk, clock: Clock, sam: Account
) -> None:
    for number, urgency in enumerate(["urgent", "urgent", "emergency"]):
        hand_in(cases, f"talk {number}", Urgency(urgency))
        clock.forward(minutes=1)
    assert desk.longest_waits() == {"none": 0, "concern": 0, "urgent": 180, "emergency": 60}
    desk.take_next(sam)
    assert desk.longest_waits()[Urgency.EMERGENCY] == 0


def test_a_place_in_the_queue_has_its_reason(cases: Cases, desk: Desk, clock: Clock) -> None:
    hand_in(cases, "talk", Urgency.EMERGENCY)
    clock.forward(minutes=2)
    assert desk.queue()[0].reason == "Emergency: a reason. In their words: “their words”. Waiting 2 minutes."
    case = desk.queue()[0].case
    case.because = case.quote = ""
    assert reason(case, clock()) == "Emergency. Waiting 2 minutes."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "less than a minute"), (59, "less than a minute"), (60, "1 minute"), (3599, "59 minutes"), (3600, "1 hour"),
     (86399, "23 hours"), (86400, "1 day"), (200000, "2 days")],
)  # fmt: skip
def test_a_length_of_time_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


def test_the_next_is_taken_until_nobody_waits(cases: Cases, desk: Desk, sam: Account, clock: Clock) -> None:
    ids = [hand_in(cases, "one"), hand_in(cases, "two", Urgency.URGENT)]
    for expected in reversed(ids):
        case = desk.take_next(sam)
        assert case is not None and (case.id, case.state, case.taken_by) == (expected, State.TAKEN, sam.id)
        assert case.first_taken_at == clock()
    assert desk.take_next(sam) is None
    assert desk.open_cases() == {State.NEW: 0, State.WAITING: 0, State.TAKEN: 2}


def test_what_is_taken_cannot_be_taken_again(desk: Desk, taken: int, robin: Account) -> None:
    with pytest.raises(MoveError):
        desk.take(taken, robin)
    holder = desk.file(taken).holder
    assert holder is not None and holder.name == "sam"


def test_given_back_it_waits_at_its_old_place(cases: Cases, desk: Desk, taken: int, sam: Account, clock: Clock) -> None:
    clock.forward(minutes=5)
    second = hand_in(cases, "second")
    desk.give_back(taken, sam)
    assert [rank.case.id for rank in desk.queue()] == [taken, second]
    assert [line.text for line in desk.file(taken).lines] == ["joined", "left"]


def test_the_first_taking_counts_for_the_waiting_time(desk: Desk, taken: int, sam: Account, clock: Clock) -> None:
    first = clock()
    desk.give_back(taken, sam)
    clock.forward(hours=1)
    desk.take(taken, sam)
    assert desk.file(taken).first_taken_at == first


def test_nobody_else_changes_a_case_that_somebody_has(
    desk: Desk, taken: int, robin: Account, database: Database, clock: Clock
) -> None:
    changes: list[Callable[[Account], None]] = [
        lambda who: desk.write(taken, who, "hello"),
        lambda who: desk.close(taken, who, OUTCOMES[0]),
        lambda who: desk.refer(taken, who, "a service"),
        lambda who: desk.give_back(taken, who),
        lambda who: desk.reassess(taken, who, Urgency.NONE, "calm"),
    ]
    for change in changes:
        with pytest.raises(NotYoursError):
            change(robin)
    lead = member(database, clock, "lee", "lead")
    for change in changes[:3]:
        with pytest.raises(NotYoursError):
            change(lead)
    desk.give_back(taken, lead)
    assert desk.file(taken).state == State.WAITING


def test_closing_needs_an_outcome_of_the_list(desk: Desk, taken: int, sam: Account, clock: Clock) -> None:
    with pytest.raises(ValueError, match="no outcome"):
        desk.close(taken, sam, "went home")
    desk.close(taken, sam, OUTCOMES[1])
    case = desk.file(taken)
    assert (case.state, case.outcome, case.ended_at, case.taken_by) == (State.CLOSED, OUTCOMES[1], clock(), None)
    assert [ended.id for ended in desk.ended()] == [taken]
    with pytest.raises(NotYoursError):
        desk.write(taken, sam, "too late")


def test_a_referred_case_names_the_service_and_can_be_opened_again(desk: Desk, taken: int, sam: Account) -> None:
    with pytest.raises(MoveError):
        desk.reopen(taken, sam)
    desk.refer(taken, sam, "Example service")
    case = desk.file(taken)
    assert (case.state, case.referred_to) == (State.REFERRED, "Example service")
    desk.reopen(taken, sam)
    with pytest.raises(MoveError):
        desk.reopen(taken, sam)
    assert desk.file(taken).ended_at is None


def test_a_person_may_lower_what_a_program_raised_and_a_program_may_raise_it_again(
    cases: Cases, desk: Desk, sam: Account
) -> None:
    case_id = hand_in(cases, "talk", Urgency.URGENT)
    desk.reassess(case_id, sam, Urgency.NONE, "a joke")
    case = desk.file(case_id)
    assert (case.urgency, case.because, case.quote) == (Urgency.NONE, "a joke", "")
    cases.raise_urgency(case_id, Finding(Urgency.CONCERN, "a worry", "hm"))
    assert desk.file(case_id).urgency == Urgency.CONCERN


def test_a_case_that_is_still_told_waits_once_it_is_judged_an_emergency(cases: Cases, desk: Desk, sam: Account) -> None:
    opened = cases.open("talk", "GB", consented=True)
    assert [case.id for case in desk.others()] == [opened.id]
    desk.reassess(opened.id, sam, Urgency.EMERGENCY, "a gun is there")
    assert [rank.case.id for rank in desk.queue()] == [opened.id]


def test_a_withdrawn_case_takes_no_more_notes(cases: Cases, desk: Desk, taken: int, sam: Account) -> None:
    cases.withdraw(taken)
    changes: list[Callable[[], None]] = [
        lambda: desk.note(taken, sam, "a note"),
        lambda: desk.reassess(taken, sam, Urgency.URGENT, "because"),
        lambda: desk.write(taken, sam, "hello"),
    ]
    for change in changes:
        with pytest.raises(NotYoursError):
            change()
    with pytest.raises(MoveError):
        desk.reopen(taken, sam)


def test_a_file_holds_everything_and_a_case_is_found_by_its_code(
    cases: Cases, desk: Desk, taken: int, sam: Account, robin: Account
) -> None:
    cases.answer(taken, "what", "words")
    cases.keep_contact(taken, "phone", "07700 900123", "")
    desk.note(taken, robin, "a note")
    desk.write(taken, sam, "hello")
    case = desk.file(taken)
    assert [a.text for a in case.answers] == ["words"]
    assert [n.text for n in case.notes] == ["a note"]
    assert [line.text for line in case.lines] == ["joined", "hello"]
    assert case.contact is not None and case.holder is not None
    assert desk.number(case.code.lower().replace("-", " ")) == taken
    for unknown in ("", "CG-0000-0000", "x"):
        with pytest.raises(UnknownCaseError):
            desk.number(unknown)
    with pytest.raises(UnknownCaseError):
        desk.file(4711)


def test_the_pulse_changes_with_every_change_and_every_line(cases: Cases, desk: Desk, taken: int, sam: Account) -> None:
    marks = [desk.pulse(taken)]
    desk.write(taken, sam, "hello")
    marks.append(desk.pulse(taken))
    desk.note(taken, sam, "a note")
    marks.append(desk.pulse(taken))
    hand_in(cases, "other")
    marks.append(desk.pulse(taken))
    assert len(set(marks)) == 4
    assert desk.pulse(taken) == marks[-1]
