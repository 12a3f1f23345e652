"""A disk that is full: SQLite's files may not grow, as SQLite itself sees to it."""

import pytest
from sqlalchemy import Connection

from storage import database

NO_LIMIT = 1_073_741_823  # pages; SQLite's own


class Disk:
    """What SQLite's files lie on, for databases that are opened after this was made.

    Attributes:
        is_full: whether no file may grow.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        begin = database._begin_sqlite

        def begin_within_limits(connection: Connection) -> None:
            # One page is less than there are: SQLite takes as the limit what there is.
            connection.exec_driver_sql(f"PRAGMA max_page_count = {1 if self.is_full else NO_LIMIT}")
            begin(connection)

        monkeypatch.setattr(database, "_begin_sqlite", begin_within_limits)
