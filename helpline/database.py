"""The database of the helpline."""

from pathlib import Path

from storage.database import Database as _Database
from storage.database import DatabaseError as DatabaseError
from storage.database import Owner
from storage.database import now as now


class Database(_Database):
    """The helpline's tables."""

    owner = Owner(
        database="The helpline's database",
        tables="The helpline's database is",
        mend="run 'python -m bot database upgrade'",
        migrations=Path(__file__).parent / "migrations",
        versions="alembic_version",
    )
