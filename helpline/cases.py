"""Cases as the person sees them: opened, told, handed in, come back to, withdrawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from helpline.alerts import alert_anew
from helpline.conversation import Heard, Said, add_lines, heard_after, is_kept
from helpline.database import Database, now
from helpline.hashing import digest, hash_secret, is_secret
from helpline.reference import new_code, new_words, read_code, read_words
from helpline.states import OPEN, State
from helpline.tables import Answer, Case, Contact, Line, Note
from helpline.trail import PERSON, SYSTEM, Actor, UnknownCaseError, case_for_change, kept_case, move, move_back, record
from helpline.urgency import CALM, Finding, Urgency

IDLE = timedelta(minutes=15)  # after which somebody who stopped writing is taken to be done


@dataclass(frozen=True)
class Opened:
    """A case that is open now.

    Attributes:
        id: number, for the program.
        code: public reference.
        words: the secret words; None if the case was open already, since they are shown once.
    """

    id: int
    code: str
    words: str | None


@dataclass(frozen=True)
class News:
    """What a person who listens has not heard yet.

    Attributes:
        lines: oldest first.
        is_open: whether more may come: the case has not ended.
    """

    lines: Sequence[Heard]
    is_open: bool


class Cases:
    """What a person does with their case. Every method is one transaction.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def open(
        self, conversation: str, country: str, consented: bool, finding: Finding = CALM, said: Sequence[Said] = ()
    ) -> Opened:
        """Opens the case of a conversation, or gives the one that is open: there is never a second.

        Args:
            conversation: id of the conversation; only its hash is kept.
            country: two-letter code.
            consented: whether the person agreed to what is kept. Without that, only an emergency may open a case.
            finding: what makes it urgent. An emergency waits for the staff at once.
            said: what was said so far; left out if the case is open already.

        Raises:
            ValueError: without consent and without an emergency.
        """
        if not consented and finding.urgency != Urgency.EMERGENCY:
            raise ValueError("without consent, only an emergency opens a case")
        try:
            return self._open(conversation, country, consented, finding, said)
        except IntegrityError:  # opened by another process at the same moment
            return self._open(conversation, country, consented, finding, said)

    def _open(self, conversation: str, country: str, consented: bool, finding: Finding, said: Sequence[Said]) -> Opened:
        at = self._clock()
        with self._database.writing() as session:
            case = _of_conversation(session, conversation, for_change=True)
            secret = None
            if case is None:
                secret = new_words()
                case = Case(
                    code=new_code(), word_hash=hash_secret(secret), conversation=digest(conversation), country=country,
                    state=State.NEW, urgency=Urgency.NONE, because="", quote="", opened_at=at, typing_at=at,
                    consented_at=None, waiting_since=None, first_taken_at=None, taken_by=None, ended_at=None,
                    outcome="", referred_to="", topics=[],
                )  # fmt: skip
                session.add(case)
                record(session, at, PERSON, "opened", case, after=str(State.NEW))
                add_lines(session, at, case, said)
            if consented and case.consented_at is None:
                case.consented_at = at
                record(session, at, PERSON, "consented", case)
            _raise(session, at, case, finding)
            return Opened(case.id, case.code, secret)

    def find(self, conversation: str) -> Case | None:
        """The open case of a conversation, its answers, contact and holder included."""
        with self._database.reading() as session:
            return _of_conversation(session, conversation)

    def answer(self, case_id: int, step: str, text: str) -> None:
        """Keeps the answer of one step of the intake, in place of an earlier one; empty text for a step skipped.

        Raises:
            UnknownCaseError: if there is no such case, or it was withdrawn.
        """
        at = self._clock()
        with self._database.writing() as session:
            case = kept_case(session, case_id)
            old = session.scalar(select(Answer).where(Answer.case_id == case_id, Answer.step == step))
            if old is None:
                session.add(Answer(case_id=case_id, step=step, text=text, at=at))
                record(session, at, PERSON, "answered", case, after=step)
            else:
                old.text, old.at = text, at
                record(session, at, PERSON, "changed an answer", case, after=step)
            case.typing_at = at

    def say(self, case_id: int, said: Sequence[Said]) -> None:
        """Adds to the conversation. What comes after the case was withdrawn is not kept."""
        at = self._clock()
        with self._database.writing() as session:
            case = case_for_change(session, case_id)
            if case.state != State.WITHDRAWN:
                add_lines(session, at, case, said)
                case.typing_at = at

    def hand_over(self, conversation: str, said: Said) -> int | None:
        """Adds what the person says, if somebody of the staff has their case; once, if it is sent again.

        Returns:
            The case's number; None if nobody has it, and then nothing is kept.
        """
        at = self._clock()
        with self._database.writing() as session:
            case = _of_conversation(session, conversation, for_change=True)
            if case is None or case.state != State.TAKEN:
                return None
            if not is_kept(session, case, said):
                add_lines(session, at, case, [said])
            case.typing_at = at
            return case.id

    def keep_turn(self, conversation: str, person: Said, bot: Sequence[Said]) -> int | None:
        """Adds what the person said, and the bot's reply to it, to the open case of a conversation, if there is one.

        A turn that is sent again is kept once.

        Returns:
            The case's number if somebody of the staff took it meanwhile: then the reply is not kept, and must not be
            shown. Else None.
        """
        at = self._clock()
        with self._database.writing() as session:
            case = _of_conversation(session, conversation, for_change=True)
            if case is None:
                return None
            taken = case.state == State.TAKEN
            if not is_kept(session, case, person):
                add_lines(session, at, case, [person] if taken else [person, *bot])
            case.typing_at = at
            return case.id if taken else None

    def hear(self, conversation: str, after: int) -> News | None:
        """What the staff said after a line in the latest case of a conversation, and who came and went.

        Returns:
            None if the conversation has no case, or it was withdrawn or forgotten.
        """
        with self._database.reading() as session:
            query = select(Case).where(Case.conversation == digest(conversation)).order_by(Case.id.desc()).limit(1)
            case = session.scalar(query)
            if case is None:
                return None
            return News(heard_after(session, case.id, after, ("staff", "notice")), case.state in OPEN)

    def told(self, case_id: int) -> list[Heard]:
        """All that was said in a case, oldest first."""
        with self._database.reading() as session:
            return heard_after(session, case_id)

    def raise_urgency(self, case_id: int, finding: Finding) -> None:
        """Raises a case to the level of `finding`; one that is as urgent already is left as it is."""
        with self._database.writing() as session:
            _raise(session, self._clock(), case_for_change(session, case_id), finding)

    def submit(self, case_id: int) -> None:
        """The person is done: the case waits for the staff. Once it does, this changes nothing."""
        with self._database.writing() as session:
            case = case_for_change(session, case_id)
            if case.state == State.NEW:
                move(session, self._clock(), PERSON, case, State.WAITING, "handed in")

    def keep_contact(self, case_id: int, how: str, detail: str, when_safe: str) -> None:
        """Keeps how and when it is safe to reach the person, in place of what was kept before.

        Raises:
            UnknownCaseError: if there is no such case, or it was withdrawn.
        """
        at = self._clock()
        with self._database.writing() as session:
            case = kept_case(session, case_id)
            session.merge(Contact(case_id=case_id, how=how, detail=detail, when_safe=when_safe, given_at=at))
            record(session, at, PERSON, "gave contact details", case)

    def come_back(self, code: str, secret: str) -> Case:
        """The case of a code and its secret words, answers and contact included.

        Raises:
            UnknownCaseError: if they do not belong together; it does not say which of them is wrong.
        """
        with self._database.reading() as session:
            case = session.scalar(_whole().where(Case.code == (read_code(code) or "")))
            hashed = case.word_hash if case else _NOBODY
            if not is_secret(read_words(secret), hashed) or case is None:
                raise UnknownCaseError("There is no case with that code and those words.")
            return case

    def ask_again(self, case_id: int) -> None:
        """The person came back to a case that had ended: it waits for the staff again."""
        with self._database.writing() as session:
            case = case_for_change(session, case_id)
            if case.state in (State.CLOSED, State.REFERRED):
                move_back(session, self._clock(), PERSON, case, "came back")

    def new_words(self, case_id: int) -> str:
        """Secret words in place of those before, for somebody to whom these were never shown.

        Raises:
            UnknownCaseError: if there is no such case, or it was withdrawn.
        """
        secret = new_words()
        hashed = hash_secret(secret)  # takes a while: not while others wait to write
        with self._database.writing() as session:
            case = kept_case(session, case_id)
            case.word_hash = hashed
            record(session, self._clock(), PERSON, "got new words", case)
        return secret

    def withdraw(self, case_id: int) -> None:
        """Erases all that the person told, and leaves the bare case for the counts. There is no way back."""
        at = self._clock()
        with self._database.writing() as session:
            case = case_for_change(session, case_id)
            if case.state != State.WITHDRAWN:
                move(session, at, PERSON, case, State.WITHDRAWN, "withdrew")
            erase(session, at, PERSON, case)
        self._database.shrink()

    def settle(self) -> int:
        """Hands in what people left half told: those who consented and stopped writing. Gives their number."""
        at = self._clock()
        with self._database.writing() as session:
            # What lies as far ahead was noted by a clock that has been set back since.
            stopped = or_(Case.typing_at <= at - IDLE, Case.typing_at > at + IDLE)
            left = session.scalars(select(Case).where(Case.state == State.NEW, stopped).with_for_update()).all()
            for case in left:
                move(session, at, SYSTEM, case, State.WAITING, "left half told")
            return len(left)


def erase_conversation(session: Session, at: datetime, actor: Actor, case: Case) -> None:
    """Erases what was said in the conversation of a case, and forgets which conversation it was."""
    session.execute(delete(Line).where(Line.case_id == case.id))
    session.expire(case, ["lines"])
    case.quote = ""
    case.conversation = None
    record(session, at, actor, "conversation erased", case)


def erase(session: Session, at: datetime, actor: Actor, case: Case) -> None:
    """Erases all that a person told in a case; its times, state and urgency stay, for the counts."""
    for table in (Answer, Line, Note, Contact):
        session.execute(delete(table).where(table.case_id == case.id))
    session.expire(case, ["answers", "lines", "notes", "contact"])
    case.because = case.quote = case.referred_to = ""
    case.conversation = None
    case.word_hash = ""
    record(session, at, actor, "erased", case)


def _raise(session: Session, at: datetime, case: Case, finding: Finding) -> None:
    if case.state == State.WITHDRAWN:
        return
    if finding.urgency.rank > case.urgency.rank:
        record(session, at, SYSTEM, "raised", case, str(case.urgency), str(finding.urgency))
        case.urgency, case.because, case.quote = finding.urgency, finding.because, finding.quote
        if case.urgency == Urgency.EMERGENCY:
            alert_anew(session, at, case)
    if case.urgency == Urgency.EMERGENCY and case.state == State.NEW:
        move(session, at, SYSTEM, case, State.WAITING, "an emergency")


def _whole() -> Select[Case]:
    return select(Case).options(selectinload(Case.answers), selectinload(Case.contact), selectinload(Case.holder))


def _of_conversation(session: Session, conversation: str, for_change: bool = False) -> Case | None:
    query = _whole().where(Case.conversation == digest(conversation), Case.state.in_(OPEN))
    found: Case | None = session.scalar(query.with_for_update(of=Case) if for_change else query)
    return found


_NOBODY = hash_secret("nobody")  # so that an unknown code takes as long as a wrong word
