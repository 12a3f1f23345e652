"""The tables of the training. A change here needs a new file in `migrations/versions/`; a test holds the two together.

What belongs to a learner hangs on their row, and goes with it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.columns import NAMES, Moment, Written

PREFIX = "training_"
VERSIONS = f"{PREFIX}alembic_version"  # where Alembic notes which form the tables have
NAME = 60  # characters of a name, at most


class Base(DeclarativeBase):
    """All tables of the training."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: Moment,
        dict[str, Any]: JSON,
        dict[str, float]: JSON,
        list[str]: JSON,
        list[int]: JSON,
    }


# SQLite would give the number of an erased row to the next one, and whoever still holds it would see what is another's.
_NEVER_AGAIN = {"sqlite_autoincrement": True}


def _learner() -> Mapped[int]:
    return mapped_column(ForeignKey(f"{PREFIX}learners.id", ondelete="CASCADE"))


class Learner(Base):
    """Somebody who learns.

    Attributes:
        kind: "account", of the desk, or "link", a private one.
        key: of the account, or the hash of the link's token; never the token.
        name: what a trainer sees them called; empty if they gave none.
        keeps_text: whether they said that their free answers may be kept.
        seen_at: when they last came or did something, to the hour.
    """

    __tablename__ = f"{PREFIX}learners"
    __table_args__ = (
        Index("uq_training_learners_kind_key", "kind", "key", unique=True),
        Index("ix_training_learners_kind_seen_at", "kind", "seen_at"),
        CheckConstraint("kind IN ('account', 'link')", name="kind_is_known"),
        _NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Written(NAME), default="")
    keeps_text: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Group(Base):
    """People who learn together. `made_by` is the trainer, None once that learner is erased."""

    __tablename__ = f"{PREFIX}groups"
    __table_args__ = _NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Written(NAME))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey(f"{PREFIX}learners.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime]


class Membership(Base):
    """That a learner joined a group, and so lets its trainer see where they are stuck."""

    __tablename__ = f"{PREFIX}memberships"

    group_id: Mapped[int] = mapped_column(ForeignKey(f"{PREFIX}groups.id", ondelete="CASCADE"), primary_key=True)
    learner_id: Mapped[int] = mapped_column(
        ForeignKey(f"{PREFIX}learners.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    joined_at: Mapped[datetime]


class Answer(Base):
    """An answer to a question.

    Attributes:
        score: from 0 to 1; None where it could not be judged.
        wrong: positions in the question, from 0, of what was chosen or left out wrongly.
        text: of a free answer, if the learner said that it may be kept.
    """

    __tablename__ = f"{PREFIX}answers"
    __table_args__ = (
        Index("ix_training_answers_learner_id_at", "learner_id", "at"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score_is_a_share"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = _learner()
    question: Mapped[str] = mapped_column(String(60))
    score: Mapped[float | None]
    wrong: Mapped[list[int]] = mapped_column(default=list)
    text: Mapped[str | None] = mapped_column(Written)
    at: Mapped[datetime]


class Card(Base):
    """What the schedule keeps of a question for a learner, and when the question is due."""

    __tablename__ = f"{PREFIX}cards"
    __table_args__ = (Index("ix_training_cards_learner_id_due", "learner_id", "due"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey(f"{PREFIX}learners.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(60), primary_key=True)
    card: Mapped[dict[str, Any]]
    due: Mapped[datetime]


class Run(Base):
    """A practice conversation; `debriefed_at` is when its debrief was shown."""

    __tablename__ = f"{PREFIX}runs"
    __table_args__ = (Index("ix_training_runs_learner_id_started_at", "learner_id", "started_at"), _NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = _learner()
    scenario: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime]
    debriefed_at: Mapped[datetime | None]


class Turn(Base):
    """One turn of a practice conversation, without a word of what was written.

    Attributes:
        number: from 1.
        moves: ids of what the trainee did.
        numbers: what the help-seeker's trust, fear and so on were after it.
    """

    __tablename__ = f"{PREFIX}turns"

    run_id: Mapped[int] = mapped_column(ForeignKey(f"{PREFIX}runs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moves: Mapped[list[str]]
    numbers: Mapped[dict[str, float]]
    at: Mapped[datetime]
