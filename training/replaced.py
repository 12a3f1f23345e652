"""What of the training's tables must outlast them when an older copy takes their place: who was erased since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import delete, func, select, update

from training.database import Database
from training.tables import Answer, Learner

Key = tuple[int, str, str]  # number, kind and key of a learner


@dataclass(frozen=True)
class Replaced:
    """What is known of the tables that go.

    Attributes:
        latest: when somebody was last seen in them; None if nobody ever was.
        learners: all that there are.
        silent: those of them who do not let their free answers be kept.
    """

    latest: datetime | None = None
    learners: frozenset[Key] = frozenset()
    silent: frozenset[Key] = frozenset()

    @classmethod
    def of(cls, database: Database) -> Self:
        """Reads all that."""
        key = select(Learner.id, Learner.kind, Learner.key)
        with database.reading() as session:
            seen, answered = (
                session.scalar(select(func.max(Learner.seen_at))),
                session.scalar(select(func.max(Answer.at))),
            )
            return cls(
                max((at for at in (seen, answered) if at), default=None),
                frozenset((n, kind, name) for n, kind, name in session.execute(key)),
                frozenset((n, kind, name) for n, kind, name in session.execute(key.where(~Learner.keeps_text))),
            )

    def hold(self, database: Database) -> int:
        """Erases from the copy in `database` who was erased since, and answers that may not be kept any more.

        Where the two have nobody in common, the copy is of another installation, or nobody is left to tell by: then
        nobody is taken for erased.

        Returns:
            The number of learners erased.
        """
        with database.writing() as session:
            rows = session.execute(select(Learner.id, Learner.kind, Learner.key)).all()
            copied = {(number, kind, key) for number, kind, key in rows}
            gone = [number for number, *_ in copied - self.learners] if copied & self.learners else []
            session.execute(delete(Learner).where(Learner.id.in_(gone)))
            silent = [number for number, *_ in copied & self.silent]
            session.execute(update(Answer).where(Answer.learner_id.in_(silent)).values(text=None))
        return len(gone)
