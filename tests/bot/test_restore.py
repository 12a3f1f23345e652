"""A copy takes the place of the database: whole, of this version, and without what was erased since it was made."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from typer.testing import CliRunner

from bot import cli
from bot import restore as restoring
from bot.settings import load_settings
from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.database import Database, now
from helpline.states import State
from storage.postgres_dump import PROGRAMS
from tests.databases import all_text
from training.database import Database as TrainingDatabase
from training.learners import Learners
from training.progress import Progress

WORDS = "quincebramble"  # a word that is nowhere else
PASSWORD = "seven grey herons"


@dataclass
class Installation:
    """A database with the tables of this version, that of the settings."""

    url: str
    folder: Path
    copy: Path

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        self.database, self.training = Database(self.url), TrainingDatabase(self.url)
        self.cases, self.learners = Cases(self.database), Learners(self.training)

    def close(self) -> None:
        self.database.close()
        self.training.close()

    def told(self, conversation: str) -> int:
        """A case in which something was told."""
        opened = self.cases.open(conversation, "GB", consented=True)
        self.cases.answer(opened.id, "what", f"{WORDS} {conversation}")
        self.cases.submit(opened.id)
        return opened.id

    def state(self, case_id: int) -> State:
        with self.database.reading() as session:
            return State(session.scalar(text("SELECT state FROM cases WHERE id = :id"), {"id": case_id}))

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """A command of `python -m bot database`, while nothing here is connected."""
        self.close()
        result = CliRunner().invoke(cli.app, ["database", *arguments])
        self.open()
        return result.exit_code, result.stdout, result.stderr

    def back_up(self) -> None:
        assert self.run("backup", str(self.copy))[0] == 0

    def restore(self, *options: str) -> tuple[int, str, str]:
        return self.run("restore", str(self.copy), *options)

    def kept_beside(self) -> list[Path]:
        return sorted(self.folder.rglob("*.replaced-*"))


@pytest.fixture
def here(
    kind: str, fresh_url: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    if kind == "postgresql" and not all(map(shutil.which, PROGRAMS)):
        missing = "PostgreSQL's programs are not on the path (on Debian: apt-get install postgresql-client)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    monkeypatch.setenv("COMMON_GROUND_SETTINGS_FILE", str(tmp_path / "none.toml"))
    monkeypatch.setenv("COMMON_GROUND_WEB_PORT", "9")
    url = fresh_url("upgraded")
    training = TrainingDatabase(url)
    training.upgrade()
    training.close()
    monkeypatch.setenv("COMMON_GROUND_DATABASE", url)
    load_settings.cache_clear()
    installation = Installation(url, tmp_path, tmp_path / "copy")
    yield installation
    installation.close()
    load_settings.cache_clear()


def test_what_was_lost_is_there_again(here: Installation) -> None:
    case = here.told("talk")
    learner = here.learners.new_link().learner
    Progress(here.training).record_answer(learner, "lesson-2.3-q1", 0.5)
    here.back_up()
    assert here.copy.stat().st_mode & 0o777 == 0o600
    with here.database.writing() as session:
        session.execute(text("DELETE FROM answers"))
    code, out, err = here.restore()
    assert (code, err) == (0, "") and "in place" in out
    here.database.check()
    here.training.check()
    assert here.state(case) == State.WAITING and WORDS in all_text(here.database)
    assert Learners(here.training).get(learner).id == learner
    (aside,) = here.kept_beside()
    assert str(aside) in out and aside.stat().st_mode & 0o777 == 0o600


def test_the_service_must_not_run(here: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    here.back_up()
    monkeypatch.setattr(restoring, "answers", lambda *_: True)
    code, _, err = here.restore("--force")
    assert code == 1 and "The service runs" in err


def test_who_uses_the_database_otherwise_keeps_it(here: Installation) -> None:
    here.back_up()
    user = Database(here.url)
    user.check()  # from now on it holds a connection
    code, _, err = here.restore("--force")
    user.close()
    assert code == 1 and "in use" in err
    assert here.restore()[0] == 0


def test_a_newer_database_is_lost_only_by_force_and_is_kept_beside(here: Installation, kind: str) -> None:
    here.back_up()
    if kind == "postgresql":  # its copies are dated to the second
        with here.database.writing() as session:
            later = "now() at time zone 'utc' + interval '2 seconds'"
            columns = "(at, actor, action, before, after)"
            session.execute(text(f"INSERT INTO audit {columns} VALUES ({later}, 'system', 'raised', '', '')"))
    case = here.told("after the copy")
    code, _, err = here.restore()
    assert code == 1 and "--force" in err
    assert here.state(case) == State.WAITING
    assert here.restore("--force")[0] == 0
    with here.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM cases")) == 0
    assert len(here.kept_beside()) == 1


def test_what_people_erased_since_stays_erased(here: Installation) -> None:
    withdrawn, kept = here.told("withdrawn"), here.told("kept")
    gone, stays, silent = (here.learners.new_link(name).learner for name in ("Gone", "Stays", "Silent"))
    for learner in (gone, stays, silent):
        here.learners.allow_text(learner, True)
        Progress(here.training).record_answer(learner, "lesson-2.3-q1", 0.5, text=f"{WORDS} of {learner}")
    Accounts(here.database).add("sam", "Sam", "staff", PASSWORD)
    here.back_up()
    here.cases.withdraw(withdrawn)
    here.learners.erase(gone)
    here.learners.allow_text(silent, False)
    Accounts(here.database).change("sam", active=False)
    assert here.restore("--force")[0] == 0
    assert here.state(withdrawn) == State.WITHDRAWN and here.state(kept) == State.WAITING
    assert not Accounts(here.database).all()[0].active
    with here.training.reading() as session:
        assert session.scalars(text("SELECT name FROM training_learners ORDER BY name")).all() == ["Silent", "Stays"]
        assert session.scalars(text("SELECT text FROM training_answers WHERE text IS NOT NULL")).all() == [
            f"{WORDS} of {stays}"
        ]
    everything = all_text(here.database)
    assert f"{WORDS} kept" in everything
    assert f"{WORDS} withdrawn" not in everything and f"{WORDS} of {gone}" not in everything


def test_what_is_too_old_by_now_is_swept(here: Installation) -> None:
    long_ago = now() - timedelta(days=400)
    old = Cases(here.database, lambda: long_ago)
    case = old.open("talk", "GB", consented=True)
    old.answer(case.id, "what", WORDS)
    with here.database.writing() as session:
        session.execute(text("UPDATE cases SET state = 'closed', ended_at = opened_at"))
    here.back_up()
    assert here.restore()[0] == 0
    assert WORDS not in all_text(here.database)


def test_a_copy_of_another_installation_erases_nobody(here: Installation, fresh_url: Callable[[str], str]) -> None:
    """A new machine: the service has run on an empty database, then the copy of the old one comes."""
    learner = here.learners.new_link("Kim").learner
    case = here.told("old machine")
    here.back_up()
    with here.database.writing() as session:
        session.execute(text("DELETE FROM answers"))
        session.execute(text("UPDATE cases SET state = 'withdrawn', opened_at = '2020-01-01 00:00:00'"))
        session.execute(text("DELETE FROM training_learners"))
    assert here.restore("--force")[0] == 0
    assert here.state(case) == State.WAITING and here.learners.get(learner).name == "Kim"


def test_a_copy_of_an_older_form_is_upgraded_and_one_of_a_newer_is_refused(here: Installation) -> None:
    here.training.close()
    with here.training.engine.connect() as connection:
        command.downgrade(here.training.alembic(connection), "base")
        connection.commit()
    here.back_up()
    assert here.restore()[0] == 0
    here.training.check()
    with here.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = here.folder / "newer"
    here.database.backup(newer)
    with here.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    code, _, err = here.run("restore", str(newer), "--force")
    assert code == 1 and "newer version than this program" in err
    here.database.revision()


def test_what_is_no_copy_is_refused_and_the_database_stays(here: Installation) -> None:
    case = here.told("talk")
    (here.folder / "letter").write_text("no copy of anything" * 100, encoding="utf-8")
    for name in ("letter", "none"):
        code, out, err = here.run("restore", str(here.folder / name), "--force")
        assert code == 1 and err.count("\n") == 1 and "Traceback" not in out + err
    assert here.state(case) == State.WAITING and here.kept_beside() == []
    assert list(here.folder.glob("*.restoring*")) == []


def test_over_nothing_it_needs_no_force(here: Installation, kind: str) -> None:
    case = here.told("talk")
    here.back_up()
    here.close()
    if kind == "sqlite":
        Path(here.url.removeprefix("sqlite:///")).unlink()
    else:
        with here.database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    assert here.restore()[0] == 0
    assert here.state(case) == State.WAITING and here.kept_beside() == []


@pytest.mark.parametrize("kind", ["sqlite"])
def test_one_that_cannot_be_read_needs_force(here: Installation) -> None:
    case = here.told("talk")
    here.back_up()
    here.close()
    Path(here.url.removeprefix("sqlite:///")).write_bytes(b"rubbish" * 2000)
    code, _, err = here.restore()
    assert code == 1 and "--force" in err
    assert here.restore("--force")[0] == 0
    assert here.state(case) == State.WAITING
