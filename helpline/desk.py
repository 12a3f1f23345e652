"""Cases as the staff work on them: the queue, taking, talking, referring, closing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session, selectinload

from helpline.alerts import alert_anew
from helpline.conversation import ENDED, JOINED, LEFT, Said, add_lines
from helpline.database import Database, now
from helpline.reference import read_code
from helpline.states import OPEN, MoveError, State
from helpline.tables import Account, AuditEntry, Case, Line, Note
from helpline.trail import SYSTEM, Actor, UnknownCaseError, case_for_change, move, move_back, record
from helpline.urgency import Urgency

OUTCOMES = (
    "advice was enough",
    "talked it through",
    "followed up with the person",
    "passed to safeguarding",
    "emergency services called",
    "no danger after all",
    "could not reach the person",
    "not for this desk",
)  # fmt: skip
LATE = 200  # entries of the audit trail among which one may appear late
_BY_RANK = sql_case({str(u): u.rank for u in Urgency}, value=Case.urgency).desc()


class NotYoursError(Exception):
    """Somebody else has the case, or nobody; the message says so."""


@dataclass(frozen=True)
class Rank:
    """A case in the queue, and why it stands where it does.

    Attributes:
        place: 1 for the next.
        waited: seconds.
        reason: in words, with the person's own words where some caused it.
    """

    case: Case
    place: int
    waited: float
    reason: str


class Desk:
    """What the staff do. Every method is one transaction; accounts are given as `helpline.accounts` gives them.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def queue(self) -> list[Rank]:
        """The cases that wait, the next first: by urgency, then by how long they have waited."""
        at = self._clock()
        with self._database.reading() as session:
            cases = session.scalars(_waiting().options(selectinload(Case.answers))).all()
        return [Rank(case, n, _waited(case, at), reason(case, at)) for n, case in enumerate(cases, 1)]

    def others(self) -> Sequence[Case]:
        """Cases that are still being told or are taken, the newest first."""
        query = select(Case).where(Case.state.in_((State.NEW, State.TAKEN))).order_by(Case.opened_at.desc())
        with self._database.reading() as session:
            return session.scalars(query.options(selectinload(Case.holder))).all()

    def ended(self, limit: int = 100) -> Sequence[Case]:
        """Cases that ended and are kept still, the last first."""
        query = (
            select(Case).where(Case.ended_at.is_not(None), ~Case.is_bare).order_by(Case.ended_at.desc()).limit(limit)
        )
        with self._database.reading() as session:
            return session.scalars(query).all()

    def open_cases(self) -> dict[State, int]:
        """How many cases are in each of the states in which they are open, 0 included."""
        query = select(Case.state, func.count()).where(Case.state.in_(OPEN)).group_by(Case.state)
        with self._database.reading() as session:
            counted = dict(session.execute(query).all())
        return {state: counted.get(state, 0) for state in State if state in OPEN}

    def longest_waits(self) -> dict[Urgency, float]:
        """Seconds that the oldest waiting case of each urgency has waited; 0 where none waits."""
        since = func.coalesce(Case.waiting_since, Case.opened_at)
        query = select(Case.urgency, func.min(since)).where(Case.state == State.WAITING).group_by(Case.urgency)
        with self._database.reading() as session:
            oldest = dict(session.execute(query).all())
        at = self._clock()
        return {urgency: _seconds(at, oldest[urgency]) if urgency in oldest else 0.0 for urgency in Urgency}

    def take_next(self, account: Account) -> Case | None:
        """Takes the case at the head of the queue; None if nobody waits. No two take the same."""
        with self._database.writing() as session:
            case = session.scalar(_waiting().limit(1).with_for_update(skip_locked=True, of=Case))
            if case is not None:
                self._take(session, case, account)
            return case

    def take(self, case_id: int, account: Account) -> None:
        """Takes one case out of its turn, which the audit trail shows.

        Raises:
            UnknownCaseError: if there is none.
            MoveError: if it does not wait any more.
        """
        with self._database.writing() as session:
            self._take(session, case_for_change(session, case_id), account, "taken out of turn")

    def _take(self, session: Session, case: Case, account: Account, action: str = "taken") -> None:
        at = self._clock()
        move(session, at, Actor.of(account), case, State.TAKEN, action)
        case.first_taken_at = case.first_taken_at or at
        add_lines(session, at, case, [Said("notice", JOINED, account_id=account.id)])

    def give_back(self, case_id: int, account: Account) -> None:
        """The case waits again, at its old place; the bot answers the person again. Leads may give back others'."""
        with self._database.writing() as session:
            case = _held(session, case_id, account, or_lead=True)
            self._leave(session, case, account, State.WAITING, "given back", LEFT)

    def refer(self, case_id: int, account: Account, to: str) -> None:
        """Ends a case by naming the service that goes on with it."""
        with self._database.writing() as session:
            case = _held(session, case_id, account)
            case.referred_to = to
            self._leave(session, case, account, State.REFERRED, "referred", ENDED)

    def close(self, case_id: int, account: Account, outcome: str) -> None:
        """Ends a case.

        Raises:
            ValueError: if `outcome` is none of OUTCOMES.
        """
        if outcome not in OUTCOMES:
            raise ValueError(f"'{outcome}' is no outcome")
        with self._database.writing() as session:
            case = _held(session, case_id, account)
            case.outcome = outcome
            self._leave(session, case, account, State.CLOSED, "closed", ENDED)

    def _leave(self, session: Session, case: Case, account: Account, after: State, action: str, notice: str) -> None:
        at = self._clock()
        add_lines(session, at, case, [Said("notice", notice, account_id=account.id)])
        move(session, at, Actor.of(account), case, after, action)

    def reopen(self, case_id: int, account: Account) -> None:
        """A case that had ended waits again.

        Raises:
            MoveError: if it had not ended, or was withdrawn.
        """
        with self._database.writing() as session:
            case = case_for_change(session, case_id)
            if case.state in OPEN:  # of these, some may wait too, but not by this way
                raise MoveError(case.state, State.WAITING)
            move_back(session, self._clock(), Actor.of(account), case, "opened again")

    def write(self, case_id: int, account: Account, text: str) -> None:
        """Writes to the person."""
        with self._database.writing() as session:
            case = _held(session, case_id, account)
            add_lines(session, self._clock(), case, [Said("staff", text, account_id=account.id)])

    def note(self, case_id: int, account: Account, text: str) -> None:
        """Notes something for colleagues, whoever holds the case."""
        at = self._clock()
        with self._database.writing() as session:
            case = _not_withdrawn(session, case_id)
            session.add(Note(case_id=case_id, account_id=account.id, at=at, text=text))
            record(session, at, Actor.of(account), "noted", case)

    def reassess(self, case_id: int, account: Account, urgency: Urgency, because: str) -> None:
        """A person judges better than a program: sets the urgency, higher or lower, with a reason in words.

        Who has taken the case does so, or a lead; while nobody has it, anybody of the staff.
        """
        at = self._clock()
        with self._database.writing() as session:
            case = _not_withdrawn(session, case_id)
            if case.state == State.TAKEN:
                _held(session, case_id, account, or_lead=True)
            record(session, at, Actor.of(account), "reassessed", case, str(case.urgency), str(urgency))
            if urgency == Urgency.EMERGENCY and case.urgency != Urgency.EMERGENCY:
                alert_anew(session, at, case)
            case.urgency, case.because, case.quote = urgency, because, ""
            if urgency == Urgency.EMERGENCY and case.state == State.NEW:
                move(session, at, Actor.of(account), case, State.WAITING, "an emergency")

    def number(self, code: str) -> int:
        """The id of a case by its public code, as people may write it.

        Raises:
            UnknownCaseError: if there is none.
        """
        with self._database.reading() as session:
            found = session.scalar(select(Case.id).where(Case.code == (read_code(code) or "")))
        if found is None:
            raise UnknownCaseError("There is no case with that code.")
        return found

    def emergencies(self) -> int:
        """How many emergencies wait."""
        counted = select(func.count()).where(Case.state == State.WAITING, Case.urgency == Urgency.EMERGENCY)
        with self._database.reading() as session:
            return session.scalar(counted) or 0

    def pulse(self, case_id: int | None = None) -> str:
        """A mark that is another one after any change of a case, or a new line in the conversation of the one given."""
        lines = select(func.max(Line.id)).where(Line.case_id == case_id)
        with self._database.reading() as session:
            newest = session.scalar(select(func.max(AuditEntry.id))) or 0
            # Counted too: on PostgreSQL an entry with a lower number may appear after one with a higher.
            late = session.scalar(select(func.count()).where(AuditEntry.id > newest - LATE))
            return f"{newest}-{late}-{session.scalar(lines) or 0}"

    def file(self, case_id: int) -> Case:
        """A case with all that belongs to it.

        Raises:
            UnknownCaseError: if there is none.
        """
        everything = (Case.answers, Case.lines, Case.notes, Case.contact, Case.holder)
        with self._database.reading() as session:
            found = session.scalar(select(Case).where(Case.id == case_id).options(*map(selectinload, everything)))
        if found is None:
            raise UnknownCaseError("There is no such case.")
        return found

    def trail(self, case_id: int) -> Sequence[AuditEntry]:
        """The audit trail of a case, oldest first."""
        with self._database.reading() as session:
            query = select(AuditEntry).where(AuditEntry.case_id == case_id).order_by(AuditEntry.id)
            return session.scalars(query).all()


def release(session: Session, at: datetime, account: Account) -> None:
    """The cases of somebody who is gone wait again, at their old places, so that nobody talks to an empty chair."""
    held = select(Case).where(Case.state == State.TAKEN, Case.taken_by == account.id).with_for_update(of=Case)
    for case in session.scalars(held).all():
        add_lines(session, at, case, [Said("notice", LEFT, account_id=account.id)])
        move(session, at, SYSTEM, case, State.WAITING, "whoever had it is gone")


def reason(case: Case, at: datetime) -> str:
    """Why a case stands where it does, in words."""
    level = {
        Urgency.EMERGENCY: "Emergency",
        Urgency.URGENT: "Urgent, but nobody is in danger this moment as far as is known",
        Urgency.CONCERN: "A worry about somebody",
        Urgency.NONE: "No sign of danger",
    }[case.urgency]
    because = f": {case.because}" if case.because else ""
    quote = f" In their words: “{case.quote}”." if case.quote else ""
    return f"{level}{because.rstrip('.')}.{quote} Waiting {in_words(_waited(case, at))}."


def in_words(seconds: float) -> str:
    """A length of time as people say it."""
    minutes = int(seconds // 60)
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            n = minutes // size
            return f"{n} {name}{'' if n == 1 else 's'}"
    return "less than a minute"


def _waited(case: Case, at: datetime) -> float:
    return _seconds(at, case.waiting_since or case.opened_at)


def _seconds(at: datetime, since: datetime) -> float:
    return max(0.0, (at - since).total_seconds())


def _waiting() -> Select[Case]:
    return select(Case).where(Case.state == State.WAITING).order_by(_BY_RANK, Case.waiting_since, Case.id)


def _held(session: Session, case_id: int, account: Account, or_lead: bool = False) -> Case:
    case = case_for_change(session, case_id)
    mine = case.taken_by == account.id or (or_lead and account.role in ("lead", "admin"))
    if case.state != State.TAKEN or not mine:
        raise NotYoursError("You do not have this case, so it cannot be changed from here. Somebody may have taken it.")
    return case


def _not_withdrawn(session: Session, case_id: int) -> Case:
    case = case_for_change(session, case_id)
    if case.state == State.WITHDRAWN:
        raise NotYoursError("The person has withdrawn this case. Nothing more is kept about it.")
    return case
