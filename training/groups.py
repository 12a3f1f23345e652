"""People who learn together, and what their trainer sees of them: where somebody is stuck, and never who is best."""

import secrets
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, Select, delete, select
from sqlalchemy.orm import Session

from training.database import Database, now
from training.learners import hash_of, held, shown
from training.progress import KNOWN
from training.schedule import HARD
from training.sections import item_of
from training.tables import Answer, Group, Learner, Membership

FELL_SHORT = HARD  # an answer with a lower score fell short; the schedule asks it again soon
WINDOW, STUCK = 4, 3  # stuck on an item is who fell short in so many (STUCK) of their last answers (WINDOW) to it
FEW = 3  # learners who must have answered a question before it is called hard
HARDEST = 10  # questions that are shown, at most


class UnknownGroupError(LookupError):
    """There is no such group, or not any more."""


@dataclass(frozen=True)
class GroupLink:
    """A group's link, by which learners join it; of its token only the hash is kept."""

    group: int
    token: str = field(repr=False)


@dataclass(frozen=True)
class Member:
    """A learner of a group.

    Attributes:
        name: empty if they gave none.
        begun: whether they have answered anything.
        stuck: items on which they are, in alphabetical order.
    """

    learner: int
    name: str
    begun: bool
    stuck: tuple[str, ...]


@dataclass(frozen=True)
class HardQuestion:
    """A question that many of a group did not know at first.

    Attributes:
        learners: how many answered it.
        score: mean of their first answers, from 0 to 1.
        mixed_up: position in the question, from 0, that was most often wrong; None if there is none.
    """

    question: str
    learners: int
    score: float
    mixed_up: int | None


@dataclass(frozen=True)
class GroupView:
    """What a trainer sees. Members stand in the order of their names: there is no ranking."""

    name: str
    members: tuple[Member, ...]
    hardest: tuple[HardQuestion, ...]

    @property
    def stuck(self) -> dict[str, list[str]]:
        """Names of the members who are stuck, by item; items with most of them first."""
        where = defaultdict(list)
        for member in self.members:
            for item in member.stuck:
                where[item].append(member.name)
        return dict(sorted(where.items(), key=lambda row: (-len(row[1]), row[0])))


class Groups:
    """The groups. Every method is one transaction.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def make(self, name: str, trainer: int) -> GroupLink:
        """A new group of the learner who is its trainer.

        Raises:
            UnknownLearnerError: if there is no such learner.
            ValueError: if the name is empty.
        """
        if not shown(name):
            raise ValueError("A group needs a name.")
        token = secrets.token_urlsafe(32)
        with self._database.writing() as session:
            maker = held(session, trainer).id
            group = Group(name=shown(name), link_hash=hash_of(token), made_by=maker, made_at=self._clock())
            session.add(group)
        return GroupLink(group.id, token)

    def renew_link(self, group_id: int) -> GroupLink:
        """A new link for a group; the old one leads nowhere from now on.

        Raises:
            UnknownGroupError: if there is no such group.
        """
        token = secrets.token_urlsafe(32)
        with self._database.writing() as session:
            _group(session, group_id).link_hash = hash_of(token)
        return GroupLink(group_id, token)

    def made_by(self, trainer: int) -> list[tuple[int, str]]:
        """Number and name of each group of a trainer, by name."""
        return self._named(select(Group.id, Group.name).where(Group.made_by == trainer))

    def joined_by(self, learner_id: int) -> list[tuple[int, str]]:
        """Number and name of each group that a learner is in, by name."""
        return self._named(select(Group.id, Group.name).join(Membership).where(Membership.learner_id == learner_id))

    def name_of(self, token: str) -> str | None:
        """The name of the group that a link leads to, to be shown before somebody joins; None if it leads nowhere."""
        with self._database.reading() as session:
            return session.scalar(select(Group.name).where(Group.link_hash == hash_of(token)))

    def join(self, learner_id: int, token: str) -> int:
        """Lets a learner into the group whose link has this token; returns its number. Nothing happens the next time.

        Raises:
            UnknownLearnerError: if there is no such learner.
            UnknownGroupError: if the link leads nowhere.
        """
        with self._database.writing() as session:
            held(session, learner_id)
            group = session.scalar(select(Group.id).where(Group.link_hash == hash_of(token)).with_for_update())
            if group is None:
                raise UnknownGroupError
            if session.get(Membership, (group, learner_id)) is None:
                session.add(Membership(group_id=group, learner_id=learner_id, joined_at=self._clock()))
        return group

    def leave(self, learner_id: int, group_id: int) -> None:
        """Takes a learner out of a group, so that its trainer sees nothing of them any more."""
        both = (Membership.group_id == group_id, Membership.learner_id == learner_id)
        with self._database.writing() as session:
            session.execute(delete(Membership).where(*both))

    def remove(self, group_id: int) -> None:
        """Removes a group. What its learners did is theirs and stays.

        Raises:
            UnknownGroupError: if there is no such group.
        """
        with self._database.writing() as session:
            session.delete(_group(session, group_id))
        self._database.shrink()

    def view(self, group_id: int, questions: Collection[str]) -> GroupView:
        """What its trainer sees of a group.

        Args:
            questions: ids of those that there are now; what was answered to others does not count.

        Raises:
            UnknownGroupError: if there is no such group.
        """
        with self._database.reading() as session:
            group = session.get(Group, group_id)
            if group is None:
                raise UnknownGroupError
            of_group = Membership.group_id == group_id
            who = session.execute(select(Learner.id, Learner.name).join(Membership).where(of_group)).tuples().all()
            judged = (
                select(Answer.learner_id, Answer.question, Answer.score, Answer.wrong)
                .join(Membership, Membership.learner_id == Answer.learner_id)
                .where(of_group, Answer.score.is_not(None))
                .order_by(Answer.at, Answer.id)
            )
            asked = frozenset(questions)
            answers = [row for row in session.execute(judged) if row.question in asked]
        stuck, begun = _stuck(answers), {row.learner_id for row in answers}
        members = [
            Member(learner, name, learner in begun, tuple(sorted(stuck.get(learner, ()))))
            for learner, name in sorted(who, key=lambda row: (not row[1], row[1].casefold(), row[0]))
        ]
        return GroupView(group.name, tuple(members), tuple(_hardest(answers)))

    def _named(self, query: Select[int, str]) -> list[tuple[int, str]]:
        with self._database.reading() as session:
            rows = [(number, name) for number, name in session.execute(query)]
        return sorted(rows, key=lambda row: (row[1].casefold(), row[0]))


_Judged = Row[int, str, float | None, list[int]]


def _group(session: Session, group_id: int) -> Group:
    group = session.scalar(select(Group).where(Group.id == group_id).with_for_update())
    if group is None:
        raise UnknownGroupError
    return group


def _stuck(answers: Collection[_Judged]) -> dict[int, list[str]]:
    lasts: dict[tuple[int, str], deque[bool]] = defaultdict(lambda: deque(maxlen=WINDOW))
    for row in answers:
        lasts[row.learner_id, item_of(row.question)].append(row.score < FELL_SHORT)
    stuck = defaultdict(list)
    for (learner, item), short in lasts.items():
        if sum(short) >= STUCK:
            stuck[learner].append(item)
    return stuck


def _hardest(answers: Collection[_Judged]) -> list[HardQuestion]:
    firsts: dict[str, dict[int, _Judged]] = defaultdict(dict)
    for row in answers:
        firsts[row.question].setdefault(row.learner_id, row)
    hard = []
    for question, first in firsts.items():
        score = sum(row.score for row in first.values()) / len(first)
        if len(first) >= FEW and score < KNOWN:
            wrong = Counter(place for row in first.values() for place in row.wrong).most_common(1)
            hard.append(HardQuestion(question, len(first), score, wrong[0][0] if wrong else None))
    return sorted(hard, key=lambda row: (row.score, row.question))[:HARDEST]
