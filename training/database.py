"""The database of the training; that of the helpline if wanted.

All its tables are called training_…, and so is the one in which Alembic notes their version, so that another program's
tables may stand beside them.
"""

from pathlib import Path

from storage.database import Database as _Database
from storage.database import DatabaseError as DatabaseError
from storage.database import Owner
from storage.database import now as now
from training.tables import VERSIONS


class Database(_Database):
    """The training's tables."""

    owner = Owner(
        database="The training's database",
        tables="The training's tables are",
        mend="upgrade the database",
        migrations=Path(__file__).parent / "migrations",
        versions=VERSIONS,
    )
