"""What of a database must outlast it when an older copy takes its place: what was erased, and who may not come in.

A backup remembers what people had erased later. They were told that it is gone, so it goes once more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import func, or_, select

from helpline.cases import erase, erase_conversation
from helpline.database import Database
from helpline.states import State
from helpline.tables import Account, AuditEntry, Case, SignIn
from helpline.trail import SYSTEM, move

Key = tuple[int, datetime]  # a case's number and when it was opened: numbers alone are given anew in another database


@dataclass(frozen=True)
class Replaced:
    """What is known of the database that goes.

    Attributes:
        latest: when something last happened in it; None if nothing ever did.
        erased: cases that were withdrawn or whose time was up.
        forgotten: cases whose conversation was erased.
        off: names of accounts that are switched off.
    """

    latest: datetime | None = None
    erased: frozenset[Key] = frozenset()
    forgotten: frozenset[Key] = frozenset()
    off: frozenset[str] = frozenset()

    @classmethod
    def of(cls, database: Database) -> Self:
        """Reads all that."""
        gone = or_(Case.state == State.WITHDRAWN, Case.is_bare)
        without = select(AuditEntry.case_id).where(AuditEntry.action == "conversation erased")
        key = select(Case.id, Case.opened_at)
        with database.reading() as session:
            return cls(
                session.scalar(select(func.max(AuditEntry.at))),
                frozenset((number, at) for number, at in session.execute(key.where(gone))),
                frozenset((number, at) for number, at in session.execute(key.where(Case.id.in_(without)))),
                frozenset(session.scalars(select(Account.name).where(~Account.active))),
            )

    def hold(self, database: Database, now: datetime) -> int:
        """Does to the copy in `database` what was done since; gives the number of cases that it erased something of.

        Who had been switched off stays so, and everybody signs in anew.
        """
        touched = 0
        with database.writing() as session:
            for case in session.scalars(select(Case).where(Case.state != State.WITHDRAWN, ~Case.is_bare)).all():
                key = (case.id, case.opened_at)
                if key in self.erased:
                    move(session, now, SYSTEM, case, State.WITHDRAWN, "erased before")
                    erase(session, now, SYSTEM, case)
                elif key in self.forgotten and case.conversation is not None:
                    erase_conversation(session, now, SYSTEM, case)
                else:
                    continue
                touched += 1
            for account in session.scalars(select(Account).where(Account.name.in_(self.off))):
                account.active = False
            for sign_in in session.scalars(select(SignIn)):
                session.delete(sign_in)
        return touched
