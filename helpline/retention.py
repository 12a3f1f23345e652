"""What is deleted after a while, by itself: conversations, cases, sessions, failed attempts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from helpline.cases import Cases, erase, erase_conversation
from helpline.database import Database
from helpline.states import OPEN
from helpline.tables import Alert, Case, Line, SignIn
from helpline.throttle import forget_attempts
from helpline.trail import SYSTEM


@dataclass(frozen=True)
class Swept:
    """How much was done.

    Attributes:
        handed_in: cases that people had left half told.
        conversations: of ended cases, erased.
        cases: bared for the counts.
        sign_ins: expired sessions, deleted.
        attempts: old failures, deleted.
    """

    handed_in: int
    conversations: int
    cases: int
    sign_ins: int
    attempts: int

    def __str__(self) -> str:
        return (
            f"{self.handed_in} half-told cases handed in; {self.conversations} conversations and {self.cases} cases"
            f" erased; {self.sign_ins} old sessions and {self.attempts} old failed attempts deleted."
        )


def sweep(database: Database, now: datetime, case_days: float, conversation_days: float, sign_in_hours: float) -> Swept:
    """Does all that is due. May run as often as one likes, from several processes at once.

    Of a case whose time is up a bare row stays, from which the counts are made: its state, urgency, country, times,
    outcome and topics. Its code, the secret words, all texts, the contact details and who had it are gone, and it can
    be found by nobody any more. The audit trail, which holds no texts, is kept.

    Args:
        now: the present moment in UTC.
        case_days: after the end of a case until it is bared.
        conversation_days: after the last line until the conversation of an ended case is erased.
        sign_in_hours: that a session of the staff lasts.
    """
    handed_in = Cases(database, lambda: now).settle()
    with database.writing() as session:
        conversations = _conversations(session, now, now - timedelta(days=conversation_days))
        cases = _cases(session, now, now - timedelta(days=case_days))
        expired = delete(SignIn).where(SignIn.created_at <= now - timedelta(hours=sign_in_hours))
        sign_ins = len(session.scalars(expired.returning(SignIn.token_hash)).all())
        attempts = forget_attempts(session, now)
    if conversations or cases:
        database.shrink()
    return Swept(handed_in, conversations, cases, sign_ins, attempts)


def _conversations(session: Session, now: datetime, before: datetime) -> int:
    last = select(func.max(Line.at)).where(Line.case_id == Case.id).scalar_subquery()
    has_some = or_(last.is_not(None), Case.conversation.is_not(None))
    over = func.coalesce(last, Case.ended_at) <= before
    query = select(Case).where(Case.state.not_in(OPEN), Case.ended_at <= before, has_some, over)
    cases = session.scalars(query.order_by(Case.id).with_for_update(skip_locked=True)).all()
    for case in cases:
        erase_conversation(session, now, SYSTEM, case)
    return len(cases)


def _cases(session: Session, now: datetime, before: datetime) -> int:
    query = select(Case).where(Case.state.not_in(OPEN), Case.ended_at <= before, ~Case.is_bare)
    cases = session.scalars(query.order_by(Case.id).with_for_update(skip_locked=True)).all()
    for case in cases:
        erase(session, now, SYSTEM, case)
        case.code = f"-{case.id}"  # no code of people can be read as one of these
        session.execute(delete(Alert).where(Alert.case_id == case.id))
    return len(cases)
