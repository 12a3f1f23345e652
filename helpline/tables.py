"""The tables. A change here needs a new file in `migrations/versions/`; a test holds the two together."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    TypeDecorator,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from helpline.states import OPEN, State
from helpline.urgency import Urgency
from storage.columns import NAMES, Moment, Written


class Word(TypeDecorator[Any]):
    """One of the words of an enumeration, kept as text so that a table can be read without the program."""

    impl = String(12)
    cache_ok = True

    def __init__(self, kind: type[State] | type[Urgency]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.kind(value)


class Base(DeclarativeBase):
    """All tables of the helpline."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[str]: JSON}


_OPEN = ", ".join(f"'{state}'" for state in sorted(OPEN))
_ONE_OPEN = text(f"state IN ({_OPEN})")


class Case(Base):
    """One person's matter.

    Attributes:
        code: public reference, such as "CG-7K3F-92QD"; "-" and the number once the case is bare.
        word_hash: of the secret word that goes with it.
        conversation: hash of the id of the conversation that it came from; None once that is forgotten.
        consented_at: when the person agreed to what is kept; None for an emergency that opened itself.
        because, quote: what made it as urgent as it is: a reason in words, and the person's own words.
        waiting_since: since when it waits for somebody of the staff, for the queue.
        first_taken_at: when somebody first took it, for the waiting times.
        typing_at: when the person last wrote while it was new.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "uq_cases_one_open_of_a_conversation",
            "conversation",
            unique=True,
            sqlite_where=_ONE_OPEN,
            postgresql_where=_ONE_OPEN,
        ),
        Index("ix_cases_state_urgency_waiting_since", "state", "urgency", "waiting_since"),
        CheckConstraint("state != 'taken' OR taken_by IS NOT NULL", name="taken_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    word_hash: Mapped[str] = mapped_column(String(128))
    conversation: Mapped[str | None] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    state: Mapped[State] = mapped_column(Word(State))
    urgency: Mapped[Urgency] = mapped_column(Word(Urgency))
    because: Mapped[str] = mapped_column(Written, default="")
    quote: Mapped[str] = mapped_column(Written, default="")
    opened_at: Mapped[datetime]
    typing_at: Mapped[datetime]
    consented_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    first_taken_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(40), default="")
    referred_to: Mapped[str] = mapped_column(Written(120), default="")
    topics: Mapped[list[str]] = mapped_column(default=list)

    answers: Mapped[list["Answer"]] = relationship(cascade="all, delete-orphan", order_by="Answer.id")
    lines: Mapped[list["Line"]] = relationship(cascade="all, delete-orphan", order_by="Line.id")
    notes: Mapped[list["Note"]] = relationship(cascade="all, delete-orphan", order_by="Note.id")
    contact: Mapped["Contact | None"] = relationship(cascade="all, delete-orphan")
    holder: Mapped["Account | None"] = relationship()

    @hybrid_property
    def is_bare(self) -> bool:
        """Whether all but what the counts need was erased because of age."""
        return self.code.startswith("-")


class Answer(Base):
    """What the person answered in a step of the intake; empty where they skipped it."""

    __tablename__ = "answers"
    __table_args__ = (Index("uq_answers_case_id_step", "case_id", "step", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Written)
    at: Mapped[datetime]


class Line(Base):
    """One thing that was said in the conversation of a case, redacted.

    Attributes:
        by: "person", "bot", "staff", or "notice" (somebody joined or left).
        sources: ids of the items that advice of the bot came from.
        turn: id of the turn, if it is the person's and has one.
    """

    __tablename__ = "lines"
    __table_args__ = (Index("ix_lines_case_id_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(8))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str] = mapped_column(Written)
    sources: Mapped[list[str]] = mapped_column(default=list)
    turn: Mapped[str | None] = mapped_column(String(32))


class Note(Base):
    """What a member of the staff noted for the others; the person does not see it."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Written)


class Contact(Base):
    """How and when it is safe to reach the person. Personal data: given in a form of its own, by consent."""

    __tablename__ = "contacts"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    how: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(Written(200))
    when_safe: Mapped[str] = mapped_column(Written(200))
    given_at: Mapped[datetime]


class AuditEntry(Base):
    """One change, by whom and when; never what a person said. Rows are added and never changed (see the migration)."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_case_id_id", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    # No foreign keys: the trail outlives what it speaks of.
    case_id: Mapped[int | None]
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(8))  # "person", "staff" or "system"
    action: Mapped[str] = mapped_column(String(30))
    before: Mapped[str] = mapped_column(String(40), default="")
    after: Mapped[str] = mapped_column(String(40), default="")


class Account(Base):
    """A member of the staff.

    Attributes:
        name: what they sign in with.
        shown_name: what colleagues and, in a conversation, the person see.
        role: "staff", "lead" or "admin".
        totp_secret: of the second factor; None without one.
        totp_used: number of the last time step whose code was used, so that none counts twice.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    shown_name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(8))
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(40))
    totp_used: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class SignIn(Base):
    """A session of the desk: the cookie's hash, never the cookie."""

    __tablename__ = "sign_ins"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    second_factor_due: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Attempt(Base):
    """A failed attempt to sign in or to come back to a case, to slow down those who guess. `key` is a hash."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Alert(Base):
    """A message about an emergency that must go out, and how often that was tried."""

    __tablename__ = "alerts"
    __table_args__ = (Index("uq_alerts_case_id_channel", "case_id", "channel", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(8))  # "email" or "webhook"
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]  # None once it is sent or given up
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(String(200), default="")
