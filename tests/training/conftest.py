"""Each test of what is kept of learners runs on both databases, each time on a fresh one."""

from collections.abc import Callable, Iterator

import pytest

from tests.clock import Clock
from training.database import Database
from training.groups import Groups
from training.learners import Learners
from training.practice_runs import PracticeRuns
from training.progress import Progress


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
def training(fresh_url: Callable[[str], str]) -> Iterator[Database]:
    """A database that holds the helpline's tables and beside them those of the training, all empty."""
    database = Database(fresh_url("upgraded"))
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def learners(training: Database, clock: Clock) -> Learners:
    """Who learns."""
    return Learners(training, clock)


@pytest.fixture
def progress(training: Database, clock: Clock) -> Progress:
    """What they answered."""
    return Progress(training, clock)


@pytest.fixture
def runs(training: Database, clock: Clock) -> PracticeRuns:
    """Their practice conversations."""
    return PracticeRuns(training, clock)


@pytest.fixture
def groups(training: Database, clock: Clock) -> Groups:
    """Who learns together."""
    return Groups(training, clock)


@pytest.fixture
def kim(learners: Learners) -> int:
    """A learner with an account."""
    return learners.of_account("7", "Kim").id
