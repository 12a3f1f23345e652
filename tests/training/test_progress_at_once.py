"""Several threads at once: nothing lost, nothing twice, nothing left of whoever is erased meanwhile."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

from sqlalchemy import func, select

from tests.clock import Clock
from training.database import Database
from training.groups import Groups
from training.learners import Learners, UnknownLearnerError
from training.practice_runs import PracticeRuns
from training.progress import Progress, Scheduled
from training.tables import Answer, Card, Learner, Membership

AT_ONCE = 6
QUESTION = "lesson-2.3-q1"
T = TypeVar("T")


def together(work: Callable[[int], T]) -> Sequence[T]:
    """Results of several threads that start at the same moment."""
    ready = Barrier(AT_ONCE)

    def run(number: int) -> T:
        ready.wait()
        return work(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_account_becomes_one_learner_however_often_it_comes(learners: Learners, training: Database) -> None:
    for key in ("1", "2", "3"):
        assert len(set(together(lambda _, key=key: learners.of_account(key).id))) == 1  # type: ignore[misc]
    assert count(training, Learner) == 3


def test_all_answers_are_kept_and_one_card(progress: Progress, training: Database, clock: Clock, kim: int) -> None:
    def answer(number: int) -> None:
        due = clock() + timedelta(days=number)
        progress.record_answer(kim, QUESTION, number / AT_ONCE, scheduled=Scheduled({"days": number}, due))

    together(answer)
    assert (count(training, Answer), count(training, Card)) == (AT_ONCE, 1)
    assert progress.cards(kim)[QUESTION]["days"] in range(AT_ONCE)


def test_turns_are_numbered_one_after_the_other(runs: PracticeRuns, kim: int) -> None:
    run = runs.start(kim, "mother-afraid")
    numbers = together(lambda number: runs.record_turn(kim, run, ["reflect"], {"trust": number}))
    assert sorted(numbers) == [turn.number for turn in runs.all(kim)[0].turns] == list(range(1, AT_ONCE + 1))


def test_a_group_is_joined_once(groups: Groups, training: Database, learners: Learners, kim: int) -> None:
    link = groups.make("Evening course", kim)
    ash = learners.new_link().learner
    together(lambda _: groups.join(ash, link.token))
    assert count(training, Membership) == 1


def test_of_whoever_is_erased_meanwhile_nothing_is_left(
    learners: Learners, progress: Progress, training: Database
) -> None:
    for turn in range(3):
        learner = learners.of_account(str(turn)).id

        def work(number: int, learner: int = learner) -> bool:
            try:
                if number == AT_ONCE // 2:
                    learners.erase(learner)
                else:
                    progress.record_answer(learner, QUESTION, 1.0)
            except UnknownLearnerError:
                return False
            return True

        assert together(work)[AT_ONCE // 2]
        assert (count(training, Learner), count(training, Answer)) == (0, 0)
