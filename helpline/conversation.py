"""What is said in the conversation of a case."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpline.tables import Account, Case, Line

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
        turn: id of the turn that it came by, 32 characters at most; None if it cannot come again.
    """

    by: By
    text: str
    sources: Sequence[str] = field(default=())
    account_id: int | None = None
    turn: str | None = None


HIDDEN = "[secret words]"
JOINED = "joined"
LEFT = "left"
ENDED = "ended"


def said_by_bot(messages: Iterable[Mapping[str, Any]]) -> list[Said]:
    """What the bot says in one reply, as a case keeps it: without the secret words, which only the person is to know.

    Args:
        messages: each with its `text` and, in `custom`, its `sources` and the secret `words` that the reply shows.
            What is of another shape is passed over.
    """
    parts = [(str(one.get("text") or ""), _mapping(one.get("custom"))) for one in messages]
    secrets = [words for _, custom in parts if (words := custom.get("words")) and isinstance(words, str)]
    said = []
    for text, custom in parts:
        for words in secrets:
            text = re.sub(r"\s+".join(map(re.escape, words.split())), HIDDEN, text, flags=re.IGNORECASE)
        sources = custom.get("sources")
        if text:
            known = [source for source in sources if isinstance(source, str)] if isinstance(sources, list) else []
            said.append(Said("bot", text, known))
    return said


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def add_lines(session: Session, at: datetime, case: Case, said: Sequence[Said]) -> None:
    """Adds to the conversation of a case, in order."""
    for one in said:
        sources = list(one.sources)
        session.add(
            Line(case_id=case.id, at=at, by=one.by, text=one.text, sources=sources, account_id=one.account_id,
                 turn=one.turn)
        )  # fmt: skip
    sources = [source for one in said for source in one.sources]
    case.topics = list(dict.fromkeys([*case.topics, *sources]))[:TOPICS]


def is_kept(session: Session, case: Case, said: Said) -> bool:
    """Whether what was said is in the case already, by its turn: it was sent again, since no answer came."""
    query = select(Line.id).where(Line.case_id == case.id, Line.turn == said.turn).limit(1)
    return said.turn is not None and session.scalar(query) is not None


def lines_after(session: Session, case_id: int, after: int = 0) -> Sequence[Line]:
    """The lines of a case whose number is above `after`, oldest first."""
    return session.scalars(select(Line).where(Line.case_id == case_id, Line.id > after).order_by(Line.id)).all()


@dataclass(frozen=True)
class Heard:
    """One thing that was said, as the person sees it.

    Attributes:
        id: number of the line; later ones have higher numbers.
        name: shown name of the member of the staff whom it is by or about; empty for the person and the bot.
    """

    id: int
    at: datetime
    by: By
    text: str
    name: str = ""


def heard_after(session: Session, case_id: int, after: int = 0, by: Sequence[By] = get_args(By)) -> list[Heard]:
    """What was said in a case after a line, by some, oldest first."""
    query = select(Line, Account.shown_name).outerjoin(Account, Line.account_id == Account.id)
    found = session.execute(
        query.where(Line.case_id == case_id, Line.id > after, Line.by.in_(by)).order_by(Line.id)
    ).all()
    return [Heard(line.id, line.at, cast(By, line.by), line.text, name or "") for line, name in found]
