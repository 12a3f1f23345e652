"""What the web process has of the helpline: cases, desk and accounts over one database."""

from dataclasses import dataclass

from bot.settings import Settings
from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.database import Database
from helpline.desk import Desk


@dataclass(frozen=True)
class Helpline:
    """The parts of the helpline. Their methods wait for the database: call them from a worker thread.

    Attributes:
        cases: the person's side.
        desk: the staff's side.
        accounts: of the staff.
        trains: whether the staff can train too, so that the desk's menu leads there.
    """

    database: Database
    cases: Cases
    desk: Desk
    accounts: Accounts
    trains: bool = False


def open_helpline(settings: Settings) -> Helpline | None:
    """The helpline of the settings, or None where the operator runs none.

    Raises:
        DatabaseError: if its database cannot be used or is of another version.
    """
    if not settings.helpline:
        return None
    database = Database(settings.database_url)
    database.check()
    accounts = Accounts(database, hours=settings.sign_in_hours)
    return Helpline(database, Cases(database), Desk(database), accounts, settings.training)
