"""PostgreSQL's own programs: what is wrong is a sentence, and no password stands where others can see it."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from storage import postgres_dump
from storage.postgres_dump import DumpError

URL = make_url("postgresql+psycopg://helpline:secret@127.0.0.1:9/helpline?sslmode=disable")


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DumpError, match="pg_dump is not on the path"):
        postgres_dump.dump(URL, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_the_password_goes_by_the_environment_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], env: dict[str, str], **_: Any) -> "subprocess.CompletedProcess[str]":
        calls.append((command, env))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", run)
    postgres_dump.dump(URL, tmp_path / "copy")
    ((command, environment),) = calls
    assert "--dbname=postgresql://helpline@127.0.0.1:9/helpline?sslmode=disable" in command
    assert not any("secret" in part for part in command) and environment["PGPASSWORD"] == "secret"


def test_of_what_a_program_says_the_first_line_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "psql: ERROR: no\nDETAIL: Failing row contains (quincebramble)."
    failed = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: failed)
    with pytest.raises(DumpError) as caught:
        postgres_dump.created(tmp_path / "copy")
    assert str(caught.value) == "pg_restore failed (psql: ERROR: no)."
