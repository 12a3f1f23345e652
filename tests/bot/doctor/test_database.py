"""The database as the doctor sees it; looking makes none."""

from collections.abc import Callable
from pathlib import Path

from bot.doctor import database as doctor
from helpline.database import Database
from tests.bot.doctor.conftest import Set
from training.database import Database as TrainingDatabase

FreshUrl = Callable[[str], str]


def states() -> dict[str, str]:
    return {finding.check: finding.state for finding in doctor.findings()}


def test_tables_of_this_version_are_well_and_others_say_the_way_out(fresh_url: FreshUrl, configured: Set) -> None:
    url = fresh_url("upgraded")
    configured(database=url)
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).chmod(0o600)
    found = {finding.check: finding for finding in doctor.findings()}
    assert found["database of the helpline"].state == "ok"
    assert found["database of the training"].state == "broken"
    assert "python -m bot database upgrade" in found["database of the training"].way_out
    training = TrainingDatabase(url)
    training.upgrade()
    training.close()
    assert set(states().values()) == {"ok"}


def test_a_file_that_is_not_there_is_not_made_by_looking(tmp_path: Path, configured: Set) -> None:
    configured(database=f"sqlite:///{tmp_path / 'none.db'}")
    assert states() == {"database": "look at this"}
    assert not (tmp_path / "none.db").exists()


def test_a_damaged_file_is_broken(tmp_path: Path, configured: Set) -> None:
    path = tmp_path / "helpline.db"
    configured(database=f"sqlite:///{path}", training="false")
    path.write_bytes(b"this is no database of any kind" * 200)
    assert states()["database of the helpline"] == "broken"


def test_a_new_file_is_closed_to_others_and_an_open_one_is_said(tmp_path: Path, configured: Set) -> None:
    path = tmp_path / "helpline.db"
    configured(database=f"sqlite:///{path}", training="false")
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    assert set(states().values()) == {"ok"}
    path.chmod(0o644)
    assert states()["database file"] == "look at this"


def test_a_server_that_cannot_be_reached_is_broken_without_its_password(configured: Set) -> None:
    configured(database="postgresql://helpline:secret@127.0.0.1:9/helpline", training="false")
    (finding,) = doctor.findings()
    assert finding.state == "broken" and "secret" not in str(finding)


def test_without_helpline_and_training_none_is_needed(configured: Set) -> None:
    configured(helpline="false", training="false")
    assert states() == {"database": "ok"}
