"""Every change of a case: the move itself, and its entry in the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpline.alerts import alert_anew
from helpline.states import OPEN, State, check_move
from helpline.tables import Account, AuditEntry, Case


class UnknownCaseError(Exception):
    """There is no such case, or it is not this person's."""


@dataclass(frozen=True)
class Actor:
    """Who changes something: the person, a member of the staff, or the program by itself."""

    kind: Literal["person", "staff", "system"]
    account_id: int | None = None

    @classmethod
    def of(cls, account: Account) -> Self:
        """A member of the staff."""
        return cls("staff", account.id)


PERSON = Actor("person")
SYSTEM = Actor("system")


def case_for_change(session: Session, case_id: int) -> Case:
    """A case, locked against others until the transaction ends.

    Raises:
        UnknownCaseError: if there is none.
    """
    case = session.get(Case, case_id, with_for_update={"of": Case})
    if case is None:
        raise UnknownCaseError("There is no such case.")
    return case


def kept_case(session: Session, case_id: int) -> Case:
    """A case as `case_for_change` gives it, so that something can be added to what is kept of it.

    Raises:
        UnknownCaseError: if there is none, or it was withdrawn: what comes late must not fill it again.
    """
    case = case_for_change(session, case_id)
    if case.state == State.WITHDRAWN:
        raise UnknownCaseError("This case was withdrawn, and all that was told in it is erased.")
    return case


def record(
    session: Session,
    at: datetime,
    actor: Actor,
    action: str,
    case: Case | None = None,
    before: str = "",
    after: str = "",
) -> None:
    """Adds an entry to the audit trail. `action`, `before` and `after` are words of the program, never of a person."""
    session.flush()  # a new case has its number only then
    case_id = None if case is None else case.id
    session.add(
        AuditEntry(
            at=at,
            actor=actor.kind,
            account_id=actor.account_id,
            action=action,
            case_id=case_id,
            before=before,
            after=after,
        )
    )


def move(session: Session, at: datetime, actor: Actor, case: Case, after: State, action: str) -> None:
    """Brings a case, loaded for change, into another state.

    Raises:
        MoveError: if that move is not allowed.
    """
    before = case.state
    check_move(before, after)
    case.state = after
    if after == State.WAITING:
        # Given back, it keeps its place in the queue; who comes back later waits from then.
        case.waiting_since = case.waiting_since if before == State.TAKEN and case.waiting_since else at
    case.ended_at = at if after in (State.REFERRED, State.CLOSED, State.WITHDRAWN) else None
    case.taken_by = actor.account_id if after == State.TAKEN else None
    record(session, at, actor, action, case, str(before), str(after))


def move_back(session: Session, at: datetime, actor: Actor, case: Case, action: str) -> None:
    """Has a case that had ended wait again. If its conversation has another open case by now, that one keeps it.

    Raises:
        MoveError: if that move is not allowed.
    """
    open_now = select(Case.id).where(Case.conversation == case.conversation, Case.state.in_(OPEN), Case.id != case.id)
    if case.conversation is not None and session.scalar(open_now.limit(1)) is not None:
        case.conversation = None
    move(session, at, actor, case, State.WAITING, action)
    alert_anew(session, at, case)
