"""Whatever learners and trainers do, in any order: what is kept is what was said may be kept, and of nobody gone."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select

from tests.clock import Clock
from training.database import Database
from training.export import learner_data
from training.groups import GroupLink, Groups
from training.learners import UNUSED_DAYS, Learners, hash_of
from training.practice_runs import PracticeRuns
from training.progress import KNOWN, Progress, Scheduled
from training.tables import Answer, Base, Card, Group, Learner, Membership, Run, Turn

EXAMPLES = {"sqlite": 20, "postgresql": 8}
STEPS = 30
QUESTIONS = ("lesson-2.3-q1", "lesson-2.3-q2", "challenge-5-q1")

which = st.integers(0, 5)  # of those that there are
questions = st.sampled_from(QUESTIONS)
scores = st.none() | st.sampled_from([0.0, 0.5, KNOWN, 1.0])


@dataclass
class Kept:
    """What should be kept of a learner."""

    token: str | None  # of their link; None for an account
    seen: datetime
    keeps_text: bool = False
    answers: list[tuple[str, float | None, str | None]] = field(default_factory=list)
    due: dict[str, datetime] = field(default_factory=dict)
    runs: dict[int, list[float]] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)


class AnyCourse(RuleBasedStateMachine):
    """Keeps beside the database what it should say of each learner."""

    database: Database

    @initialize()
    def start(self) -> None:
        with self.database.writing() as session:
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
        self.clock = Clock()
        self.learners = Learners(self.database, self.clock)
        self.progress = Progress(self.database, self.clock)
        self.runs = PracticeRuns(self.database, self.clock)
        self.groups = Groups(self.database, self.clock)
        self.kept: dict[int, Kept] = {}
        self.made: dict[int, GroupLink] = {}
        self.maker: dict[int, int | None] = {}

    def some(self, number: int) -> int:
        return list(self.kept)[number % len(self.kept)]

    def anybody(self) -> bool:
        return bool(self.kept)

    def any_group(self) -> bool:
        return bool(self.kept and self.made)

    def gone(self, learner: int) -> None:
        del self.kept[learner]
        self.maker = {group: None if maker == learner else maker for group, maker in self.maker.items()}

    @rule(account=st.booleans())
    def come(self, account: bool) -> None:
        if account:
            learner, token = self.learners.of_account("7").id, None
        else:
            link = self.learners.new_link()
            learner, token = link.learner, link.token
        self.kept.setdefault(learner, Kept(token, self.clock())).seen = self.learners.get(learner).seen_at

    @rule(hours=st.sampled_from([1, 24, 24 * 100]))
    def time_passes(self, hours: int) -> None:
        self.clock.forward(hours=hours)

    @precondition(anybody)
    @rule(number=which, question=questions, score=scores, days=st.none() | st.integers(0, 30), free=st.booleans())
    def answer(self, number: int, question: str, score: float | None, days: int | None, free: bool) -> None:
        learner = self.some(number)
        kept = self.kept[learner]
        text = "in my own words" if free else None
        scheduled = None if days is None else Scheduled({"days": days}, self.clock() + timedelta(days=days))
        self.progress.record_answer(learner, question, score, scheduled=scheduled, text=text)
        kept.answers.append((question, score, text if kept.keeps_text else None))
        kept.seen = self.clock()
        if scheduled is not None:
            kept.due[question] = scheduled.due

    @precondition(anybody)
    @rule(number=which, allowed=st.booleans())
    def allow_text(self, number: int, allowed: bool) -> None:
        kept = self.kept[self.some(number)]
        self.learners.allow_text(self.some(number), allowed)
        kept.keeps_text = allowed
        if not allowed:
            kept.answers = [(question, score, None) for question, score, _ in kept.answers]

    @precondition(anybody)
    @rule(number=which, turns=st.lists(st.integers(0, 100), max_size=3))
    def practise(self, number: int, turns: list[float]) -> None:
        learner = self.some(number)
        run = self.runs.start(learner, "mother-afraid")
        for trust in turns:
            self.runs.record_turn(learner, run, ["reflect"], {"trust": trust})
        self.kept[learner].runs[run] = turns
        self.kept[learner].seen = self.clock()

    @precondition(anybody)
    @rule(number=which, turn=st.integers(0, 3))
    def try_again(self, number: int, turn: int) -> None:
        learner = self.some(number)
        kept = self.kept[learner]
        if kept.runs:
            first = min(kept.runs)
            kept.runs[self.runs.again(learner, first, turn)] = kept.runs[first][:turn]
            kept.seen = self.clock()

    @precondition(anybody)
    @rule(number=which)
    def make_group(self, number: int) -> None:
        link = self.groups.make("Evening course", self.some(number))
        self.made[link.group] = link
        self.maker[link.group] = self.some(number)

    @precondition(any_group)
    @rule(number=which, group=which, stays=st.booleans())
    def join_or_leave(self, number: int, group: int, stays: bool) -> None:
        learner, link = self.some(number), list(self.made.values())[group % len(self.made)]
        if stays:
            self.groups.join(learner, link.token)
            self.kept[learner].groups.add(link.group)
        else:
            self.groups.leave(learner, link.group)
            self.kept[learner].groups.discard(link.group)

    @precondition(any_group)
    @rule(group=which)
    def remove_group(self, group: int) -> None:
        gone = list(self.made)[group % len(self.made)]
        self.groups.remove(gone)
        del self.made[gone], self.maker[gone]
        for kept in self.kept.values():
            kept.groups.discard(gone)

    @precondition(anybody)
    @rule(number=which)
    def erase(self, number: int) -> None:
        learner = self.some(number)
        self.learners.erase(learner)
        self.gone(learner)

    @rule()
    def forget_unused(self) -> None:
        before = self.clock() - timedelta(days=UNUSED_DAYS)
        unused = [learner for learner, kept in self.kept.items() if kept.token and kept.seen <= before]
        assert self.learners.forget_unused() == len(unused)
        for learner in unused:
            self.gone(learner)

    @invariant()
    def every_row_is_of_somebody_who_is_here(self) -> None:
        with self.database.reading() as session:
            assert sorted(session.scalars(select(Learner.id))) == sorted(self.kept)
            counts = Counter({table: session.scalar(select(func.count()).select_from(table)) for table in TABLES})
            assert dict(session.execute(select(Group.id, Group.made_by)).tuples().all()) == self.maker
        kept = self.kept.values()
        assert counts == {
            Answer: sum(len(one.answers) for one in kept),
            Card: sum(len(one.due) for one in kept),
            Run: sum(len(one.runs) for one in kept),
            Turn: sum(len(turns) for one in kept for turns in one.runs.values()),
            Membership: sum(len(one.groups) for one in kept),
        }

    @invariant()
    def what_is_given_out_is_what_was_done(self) -> None:
        for learner, kept in self.kept.items():
            data = learner_data(self.database, learner)
            assert [(row["question"], row["score"], row["text"]) for row in data["answers"]] == kept.answers
            assert [[turn["numbers"]["trust"] for turn in run["turns"]] for run in data["practice"]] == [
                kept.runs[run] for run in sorted(kept.runs)
            ]
            assert {group for group, _ in self.groups.joined_by(learner)} == kept.groups
            last = {question: score for question, score, _ in kept.answers if score is not None}
            assert {question: one.score for question, one in self.progress.last(learner).items()} == last
            at = self.clock()
            assert self.progress.due(learner, QUESTIONS) == sum(moment <= at for moment in kept.due.values())
            assert sum(self.progress.due_ahead(learner, QUESTIONS, days=40)) == len(kept.due)
            for item in self.progress.items(learner, QUESTIONS).values():
                assert 0 <= item.known <= item.answered <= item.asked
                assert (item.seen is None) == (item.answered == 0)
                assert item.strength is None or (item.strength >= 0 and item.known)

    @invariant()
    def the_links_of_those_who_are_here_are_known_by_their_hashes(self) -> None:
        with self.database.reading() as session:
            keys = set(session.scalars(select(Learner.key).where(Learner.kind == "link")))
        assert keys == {hash_of(kept.token) for kept in self.kept.values() if kept.token}


TABLES = (Answer, Card, Run, Turn, Membership)


def test_any_course_keeps_what_it_should_and_no_more(training: Database, kind: str) -> None:
    class Here(AnyCourse):
        database = training

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES[kind],
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
