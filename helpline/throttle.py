"""A limit on guessing: so many failures of one key in a while, then a wait."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from helpline.database import Database, now
from helpline.hashing import digest
from helpline.tables import Attempt

FAILURES = 5
WITHIN = timedelta(minutes=15)


class TooManyAttemptsError(Exception):
    """Too many failures of late.

    Attributes:
        retry_after: seconds until another attempt is allowed, 1 or more.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"There were too many attempts. Please try again in {-(-retry_after // 60)} minutes.")
        self.retry_after = retry_after


class Throttle:
    """Counts failures by key. A key is any text that says what is guessed at or who guesses, such as "name sam"; only
    its hash is kept.

    Whoever knows somebody's name can make them wait by failing often enough; a limit that a right password could
    pass by would be none.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
        failures: that are allowed within `within`.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = now,
        failures: int = FAILURES,
        within: timedelta = WITHIN,
    ) -> None:
        self._database = database
        self._clock = clock
        self._failures = failures
        self._within = within

    @contextmanager
    def attempt(self, *keys: str) -> Iterator[None]:
        """Holds one attempt. It counts as failed from the start, so that many at once are no way around the limit;
        if the block ends without an error, it does not count after all.

        Raises:
            TooManyAttemptsError: before the block, if one of the keys must wait; then the attempt does not count.
        """
        with self._database.writing() as session:
            counted = self._count(session, keys)
        yield
        with self._database.writing() as session:
            session.execute(delete(Attempt).where(Attempt.id.in_(counted)))

    def _count(self, session: Session, keys: tuple[str, ...]) -> list[int]:
        at = self._clock()
        hashes = sorted(map(digest, keys))
        if not self._database.is_sqlite:  # SQLite has one writer at a time anyway
            for hashed in hashes:
                session.execute(select(func.pg_advisory_xact_lock(int(hashed[:15], 16))))
        for hashed in hashes:
            self._check(session, hashed, at)
        attempts = [Attempt(key=hashed, at=at) for hashed in hashes]
        session.add_all(attempts)
        session.flush()
        return [attempt.id for attempt in attempts]

    def check(self, key: str) -> None:
        """Makes sure that another attempt is allowed, without counting one.

        Raises:
            TooManyAttemptsError: if it is not.
        """
        with self._database.reading() as session:
            self._check(session, digest(key), self._clock())

    def _check(self, session: Session, hashed: str, at: datetime) -> None:
        # What lies as far ahead was counted by a clock that has been set back since: nobody waits for it to come again.
        near = Attempt.at > at - self._within, Attempt.at < at + self._within
        last = select(Attempt.at).where(Attempt.key == hashed, *near)
        times = session.scalars(last.order_by(Attempt.at.desc()).limit(self._failures)).all()
        if len(times) == self._failures:
            raise TooManyAttemptsError(max(1, round((times[-1] + self._within - at).total_seconds())))

    def failed(self, key: str) -> None:
        """Counts a failure."""
        with self._database.writing() as session:
            session.add(Attempt(key=digest(key), at=self._clock()))

    def clear(self, key: str) -> None:
        """Forgets the failures of a key."""
        with self._database.writing() as session:
            session.execute(delete(Attempt).where(Attempt.key == digest(key)))


def forget_attempts(session: Session, at: datetime) -> int:
    """Deletes the failures that no limit counts any more. Gives their number."""
    over = or_(Attempt.at <= at - WITHIN, Attempt.at >= at + WITHIN)
    old = session.scalars(delete(Attempt).where(over).returning(Attempt.id)).all()
    return len(old)
