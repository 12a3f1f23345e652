"""What is said in the conversation of a case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpline.tables import Case, Line

TOPICS = 10  # items that a case remembers, for the counts
By = Literal["person", "bot", "staff", "notice"]


@dataclass(frozen=True)
class Said:
    """One thing that was said.

    Attributes:
        by: whose words; a "notice" has one of the words JOINED, LEFT and ENDED as its text.
        text: redacted.
        sources: ids of the items that advice of the bot came from.
        account_id: who of the staff said it, or whom a notice is about.
    """

    by: By
    text: str
    sources: Sequence[str] = field(default=())
    account_id: int | None = None


JOINED = "joined"
LEFT = "left"
ENDED = "ended"


def add_lines(session: Session, at: datetime, case: Case, said: Sequence[Said]) -> None:
    """Adds to the conversation of a case, in order."""
    for one in said:
        session.add(
            Line(case_id=case.id, at=at, by=one.by, text=one.text, sources=list(one.sources), account_id=one.account_id)
        )
    sources = [source for one in said for source in one.sources]
    case.topics = list(dict.fromkeys([*case.topics, *sources]))[:TOPICS]


def lines_after(session: Session, case_id: int, after: int = 0) -> Sequence[Line]:
    """The lines of a case whose number is above `after`, oldest first."""
    return session.scalars(select(Line).where(Line.case_id == case_id, Line.id > after).order_by(Line.id)).all()
