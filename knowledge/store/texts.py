"""The texts of passages in a file of SQLite: one row each, whose number its embedding has too."""

import sqlite3
import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from knowledge.store.interface import StoreError
from knowledge.store.passage import StoredPassage

SCHEMA = """
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice, since embeddings are known by it
    id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, number TEXT,
    title TEXT NOT NULL, page INTEGER, section TEXT NOT NULL, text TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE INDEX passages_document ON passages (document);
CREATE TABLE documents (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL);
"""
COLUMNS = ("id", "document", "source", "kind", "number", "title", "page", "section", "text")
LISTED = ", ".join(COLUMNS)
Row = tuple[Any, ...]
AT_ONCE = 500  # values in one question; SQLite takes a limited number


class Texts:
    """One file. Safe to share between threads."""

    def __init__(self, path: Path, database: sqlite3.Connection) -> None:
        self._path, self._database = path, database
        self._lock = threading.Lock()

    @classmethod
    def made(cls, path: Path) -> "Texts":
        """A new file, to be written."""
        texts = cls.changing(path)
        texts._database.executescript(SCHEMA)
        return texts

    @classmethod
    def changing(cls, path: Path) -> "Texts":
        """A file to be written."""
        database = sqlite3.connect(path, check_same_thread=False)
        database.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten
        database.execute("PRAGMA synchronous = OFF")  # the file counts only when it is whole and on the disk
        return cls(path, database)

    @classmethod
    def reading(cls, path: Path) -> "Texts":
        """A file that nobody changes any more.

        Raises:
            StoreError: if it is none.
        """
        try:
            database = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            database.execute("SELECT 1 FROM passages LIMIT 1")
        except sqlite3.Error:
            raise StoreError(f"{path} is missing or broken.") from None
        return cls(path, database)

    def count(self) -> int:
        """How many passages there are."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def documents(self) -> dict[str, str]:
        """Hash of the file for review of each document, by its name."""
        return dict(self._rows("SELECT name, sha256 FROM documents ORDER BY name"))

    def hashes(self, document: str) -> dict[str, str]:
        """Hashes of the passages of a document, by id."""
        return dict(self._rows("SELECT id, sha256 FROM passages WHERE document = ? ORDER BY row", (document,)))

    def get(self, ids: Sequence[str]) -> list[StoredPassage]:
        """Those of the passages that are there, in the order of `ids`."""
        found = {row[1]: StoredPassage(*row[1:]) for row in self._where("id", ids)}
        return [found[name] for name in dict.fromkeys(ids) if name in found]

    def in_rows(self, rows: Sequence[int]) -> Mapping[int, StoredPassage]:
        """Passages by the numbers of their rows."""
        return {row[0]: StoredPassage(*row[1:]) for row in self._where("row", rows)}

    def add(self, passages: Sequence[StoredPassage]) -> list[int]:
        """Adds passages; gives the numbers of their rows."""
        statement = f"INSERT INTO passages ({LISTED}, sha256) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
        rows = []
        with self._lock:
            for passage in passages:
                values = [getattr(passage, name) for name in COLUMNS]
                rows.append(int(self._database.execute(statement, (*values, passage.sha256)).lastrowid or 0))
        return rows

    def remove(self, ids: Collection[str]) -> list[int]:
        """Removes passages; gives the numbers of the rows that they had."""
        rows = [int(row[0]) for row in self._where("id", list(ids))]
        with self._lock:
            self._database.executemany("DELETE FROM passages WHERE row = ?", [(row,) for row in rows])
        return rows

    def note(self, document: str, sha256: str | None) -> None:
        """Notes the state of a document's file for review, or forgets it."""
        with self._lock:
            self._database.execute("DELETE FROM documents WHERE name = ?", (document,))
            if sha256 is not None:
                self._database.execute("INSERT INTO documents VALUES (?, ?)", (document, sha256))

    def finish(self) -> None:
        """Writes all changes, leaving nothing of what was removed, and closes the file."""
        with self._lock, closing(self._database):
            self._database.commit()
            self._database.execute("VACUUM")

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._database.close()

    def _where(self, column: str, values: Sequence[str] | Sequence[int]) -> list[Row]:
        found: list[Row] = []
        for start in range(0, len(values), AT_ONCE):
            part = values[start : start + AT_ONCE]
            places = ", ".join("?" * len(part))
            found += self._rows(f"SELECT row, {LISTED} FROM passages WHERE {column} IN ({places})", part)
        return found

    def _rows(self, question: str, values: Sequence[object] = ()) -> list[Row]:
        with self._lock:
            return self._database.execute(question, tuple(values)).fetchall()
