"""Those who learn: by an account of the desk or by a private link. What is theirs is erased with them."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy import update as change
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from training.database import Database, now
from training.tables import NAME, Answer, Learner

UNUSED_DAYS = 180  # after which a private link that nobody used is forgotten
TOUCH = timedelta(hours=1)  # between two times that somebody is marked as seen
_TOKEN_BYTES = 32


class UnknownLearnerError(LookupError):
    """There is no such learner, or not any more."""


@dataclass(frozen=True)
class Link:
    """A private link that was just made.

    Attributes:
        learner: the number of its learner.
        token: 256 bits for the address; only its hash is kept, so it can never be shown again.
    """

    learner: int
    token: str = field(repr=False)


class Learners:
    """Who learns here.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def of_account(self, key: str, name: str = "") -> Learner:
        """The learner of an account, who is made when first asked for.

        Args:
            key: what the account is called elsewhere, up to 64 characters; nothing is read from it.
            name: what a trainer sees them called at first; what they choose later is not overwritten.
        """
        if not 0 < len(key) <= 64:
            raise ValueError("An account's key has 1 to 64 characters.")
        try:
            return self._seen("account", key) or self._made("account", key, name)
        except IntegrityError:  # made by another process a moment ago
            found = self._seen("account", key)
            assert found is not None
            return found

    def new_link(self, name: str = "") -> Link:
        """A private link for somebody without an account."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        return Link(self._made("link", hash_of(token), name).id, token)

    def follow(self, token: str) -> Learner | None:
        """The learner whose private link has this token, or None."""
        return self._seen("link", hash_of(token))

    def get(self, learner_id: int) -> Learner:
        """A learner.

        Raises:
            UnknownLearnerError: if there is none.
        """
        with self._database.reading() as session:
            learner = session.get(Learner, learner_id)
        if learner is None:
            raise UnknownLearnerError
        return learner

    def rename(self, learner_id: int, name: str) -> None:
        """Changes what trainers see the learner called; an empty name takes it away.

        Raises:
            UnknownLearnerError: if there is no such learner.
        """
        with self._database.writing() as session:
            held(session, learner_id).name = shown(name)

    def allow_text(self, learner_id: int, allowed: bool) -> None:
        """Whether free answers may be kept from now on. A no erases those that were.

        Raises:
            UnknownLearnerError: if there is no such learner.
        """
        with self._database.writing() as session:
            held(session, learner_id).keeps_text = allowed
            if not allowed:
                session.execute(change(Answer).where(Answer.learner_id == learner_id).values(text=None))
        if not allowed:
            self._database.shrink()

    def erase(self, learner_id: int) -> None:
        """Erases a learner with all that is theirs. A group that they made stays, without its maker.

        Raises:
            UnknownLearnerError: if there is no such learner.
        """
        with self._database.writing() as session:
            session.execute(delete(Learner).where(Learner.id == held(session, learner_id).id))
        self._database.shrink()

    def forget_unused(self, days: float = UNUSED_DAYS) -> int:
        """Erases the learners of private links that nobody used for so many days; returns how many.

        Accounts stay until they are erased. May run as often as one likes, from several processes at once.
        """
        before = self._clock() - timedelta(days=days)
        with self._database.writing() as session:
            unused = delete(Learner).where(Learner.kind == "link", Learner.seen_at <= before)
            gone = len(session.scalars(unused.returning(Learner.id)).all())
        if gone:
            self._database.shrink()
        return gone

    def _seen(self, kind: str, key: str) -> Learner | None:
        at = self._clock()
        who = select(Learner).where(Learner.kind == kind, Learner.key == key)
        with self._database.reading() as session:
            learner = session.scalar(who)
        if learner is None or learner.seen_at > at - TOUCH:
            return learner
        with self._database.writing() as session:
            learner = session.scalar(who.with_for_update())
            if learner is not None:
                learner.seen_at = at
        return learner

    def _made(self, kind: str, key: str, name: str) -> Learner:
        at = self._clock()
        learner = Learner(kind=kind, key=key, name=shown(name), keeps_text=False, made_at=at, seen_at=at)
        with self._database.writing() as session:
            session.add(learner)
        return learner


def held(session: Session, learner_id: int) -> Learner:
    """A learner whose row nobody else changes until the session ends.

    Raises:
        UnknownLearnerError: if there is none.
    """
    learner = session.scalar(select(Learner).where(Learner.id == learner_id).with_for_update())
    if learner is None:
        raise UnknownLearnerError
    return learner


def shown(name: str) -> str:
    """A name as it is kept: on one line, NAME characters at most."""
    return " ".join(name.split())[:NAME].strip()


def hash_of(token: str) -> str:
    """SHA-256 in hexadecimal: quick, since nobody could guess a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
