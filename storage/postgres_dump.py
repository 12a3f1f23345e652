"""A database of PostgreSQL as a whole: written to a file and read back by PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL

PROGRAMS = ("pg_dump", "pg_restore", "psql")
CREATED = re.compile(r"^;\s*Archive created at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", re.MULTILINE)
COPIED = re.compile(r"^COPY [^\n]*;\n(\w+)\n\\\.$", re.MULTILINE)  # a table of one row and one column


class DumpError(Exception):
    """The dump cannot be written or read; the message says why, without what stands in the database."""


def dump(url: URL, path: Path) -> None:
    """Writes a database at one moment, while others use it, to a new file that only its owner may read.

    Raises:
        DumpError: if that cannot be done.
    """
    try:
        path.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise DumpError(f"{path} cannot be written ({error.strerror}); name a new file.") from None
    try:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", *_to(url), url=url)
    except DumpError:
        path.unlink()
        raise


def created(path: Path) -> datetime:
    """When a dump was made, to the second.

    Raises:
        DumpError: if it is no dump.
    """
    found = CREATED.search(_run("pg_restore", "--list", str(path)))
    if not found:
        raise DumpError(f"{path} does not say when it was made.")
    return datetime.fromisoformat(found.group(1)).replace(tzinfo=UTC)


def word_of(path: Path, table: str) -> str | None:
    """What stands in a table of one row and one column; None if the dump has no such table.

    Raises:
        DumpError: if it is no dump.
    """
    found = COPIED.search(_run("pg_restore", "--data-only", f"--table={table}", "--file=-", str(path)))
    return found.group(1) if found else None


def read_back(url: URL, path: Path, tables: Collection[str]) -> None:
    """Puts what a dump holds in the place of `tables`, all of it or nothing.

    Args:
        url: of the database.
        path: of the dump.
        tables: that go first, whether the dump has them or not.

    Raises:
        DumpError: if it cannot be read back; the database is then as it was.
    """
    script = _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--file=-", str(path))
    drop = "".join(f'DROP TABLE IF EXISTS "{table}" CASCADE;\n' for table in sorted(tables))
    quiet = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
    _run("psql", *quiet, *_to(url), url=url, given=drop + script)


def _to(url: URL) -> list[str]:
    """The database, without its password: other users of this machine see what a program is called with."""
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return [f"--dbname={plain.render_as_string(hide_password=False)}"]


def _run(program: str, *arguments: str, url: URL | None = None, given: str = "") -> str:
    """What a program says; it reads `given`.

    Raises:
        DumpError: if it is missing or fails.
    """
    path = shutil.which(program)
    if path is None:
        raise DumpError(f"PostgreSQL's program {program} is not on the path (on Debian: postgresql-client).")
    environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    if url is not None and url.password:
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run([path, *arguments], env=environment, input=given, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.splitlines() or [""])[0][:200]  # the lines after the first may hold rows
        raise DumpError(f"{program} failed ({said}).")
    return done.stdout
