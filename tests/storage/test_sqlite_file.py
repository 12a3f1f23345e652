"""SQLite's file as a whole: copied, checked, put in another's place."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.sqlite_file import FileError, close_journal, copy, put_in_place


def made(path: Path, word: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE words (word TEXT)")
        connection.execute("INSERT INTO words VALUES (?)", (word,))
        connection.commit()
    return path


def word_in(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT word FROM words").fetchone()[0])


def test_a_copy_is_whole_and_closed_to_others_while_the_source_is_written_to(tmp_path: Path) -> None:
    source = made(tmp_path / "a.db", "one")
    with closing(sqlite3.connect(source)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("INSERT INTO words VALUES ('not yet')")
        copy(source, tmp_path / "b.db")
    with closing(sqlite3.connect(tmp_path / "b.db")) as connection:
        assert connection.execute("SELECT word FROM words").fetchall() == [("one",)]
    assert (tmp_path / "b.db").stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten_and_what_is_no_database_leaves_nothing_behind(tmp_path: Path) -> None:
    source = made(tmp_path / "a.db", "one")
    with pytest.raises(FileError, match="name a new file"):
        copy(source, source)
    (tmp_path / "text").write_text("a letter, and no database at all" * 50, encoding="utf-8")
    for wrong in ("text", "none"):
        with pytest.raises(FileError, match="cannot be copied"):
            copy(tmp_path / wrong, tmp_path / "b.db")
        assert not (tmp_path / "b.db").exists()


def test_a_damaged_source_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.db"
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("CREATE TABLE words (word TEXT)")
        connection.executemany("INSERT INTO words VALUES (?)", [("x" * 500,)] * 100)
        connection.commit()
    with source.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 4096)
    with pytest.raises(FileError, match=r"damaged|cannot be copied"):
        copy(source, tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()


def test_one_takes_the_place_of_another_which_is_kept(tmp_path: Path) -> None:
    new, place, aside = made(tmp_path / "new.db", "new"), made(tmp_path / "db", "old"), tmp_path / "aside"
    put_in_place(new, place, aside)
    assert (word_in(place), word_in(aside), new.exists()) == ("new", "old", False)


def test_one_that_is_in_use_stays_where_it_is(tmp_path: Path) -> None:
    new, place = made(tmp_path / "new.db", "new"), made(tmp_path / "db", "old")
    with closing(sqlite3.connect(place)) as user:
        user.execute("PRAGMA journal_mode=WAL")
        user.execute("SELECT * FROM words").fetchall()
        with pytest.raises(FileError, match="in use"):
            close_journal(place)
        with pytest.raises(FileError, match="in use"):
            put_in_place(new, place, tmp_path / "aside")
    assert word_in(place) == "old" and new.exists()


def test_a_damaged_one_is_replaced_with_its_journal(tmp_path: Path) -> None:
    new, place = made(tmp_path / "new.db", "new"), tmp_path / "db"
    place.write_bytes(b"rubbish" * 2000)
    (tmp_path / "db-wal").write_bytes(b"rubbish")
    put_in_place(new, place, tmp_path / "aside")
    assert word_in(place) == "new" and not (tmp_path / "db-wal").exists()
