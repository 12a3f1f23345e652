"""Each test of the helpline runs on both databases, each time on a fresh one."""

from collections.abc import Callable

import pytest

from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import Desk
from helpline.tables import Account
from tests.clock import Clock

Fresh = Callable[[], Database]


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
def cases(database: Database, clock: Clock) -> Cases:
    """The person's side."""
    return Cases(database, clock)


@pytest.fixture
def desk(database: Database, clock: Clock) -> Desk:
    """The staff's side."""
    return Desk(database, clock)


@pytest.fixture
def sam(database: Database, clock: Clock) -> Account:
    """A member of the staff."""
    return member(database, clock, "sam")


@pytest.fixture
def robin(database: Database, clock: Clock) -> Account:
    """Another."""
    return member(database, clock, "robin")


def member(database: Database, clock: Clock, name: str, role: str = "staff") -> Account:
    """An account without the slow hash of a password."""
    account = Account(name=name, shown_name=name.title(), role=role, password_hash="", totp_used=0, active=True)
    account.created_at = clock()
    with database.writing() as session:
        session.add(account)
    return account
