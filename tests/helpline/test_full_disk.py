"""On a full disk a change is kept whole or not at all, and what was kept before stays."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from helpline.cases import Cases
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import Desk
from tests.full_disk import Disk

LONG = "quincebramble " * 140


def test_what_was_kept_stays_whole_and_it_goes_on_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    database = Database(f"sqlite:///{tmp_path / 'helpline.db'}")
    database.upgrade()
    cases, desk = Cases(database), Desk(database)
    case = cases.open("talk", "GB", consented=True).id
    disk.is_full = True
    kept = 0
    with pytest.raises(OperationalError, match="full") as caught:
        for _ in range(500):
            cases.say(case, [Said("person", LONG), Said("bot", f"Reply {kept}")])
            kept += 1
    assert "quincebramble" not in str(caught.value)
    assert [line.text for line in desk.file(case).lines if line.by == "bot"] == [f"Reply {n}" for n in range(kept)]
    assert len(desk.file(case).lines) == 2 * kept, "no half of a change"
    with database.reading() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    disk.is_full = False
    cases.say(case, [Said("person", LONG)])
    assert len(desk.file(case).lines) == 2 * kept + 1
    database.close()
