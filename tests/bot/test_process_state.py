"""The file in which the supervisor says how the processes are."""

import time
from pathlib import Path

import pytest

from bot.process_state import ProcessState, read_states, write_states


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "processes.json"
    states = {"rasa": ProcessState("restarting", 2, 1_800_000_000.5), "web": ProcessState("running")}
    write_states(path, states)
    assert read_states(path) == states
    assert [p.name for p in path.parent.iterdir()] == ["processes.json"]


def test_a_second_writing_takes_the_place_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "processes.json"
    write_states(path, {"rasa": ProcessState("starting")})
    write_states(path, {"rasa": ProcessState("running")})
    assert read_states(path) == {"rasa": ProcessState("running")}


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"rasa": {"state": "asleep"}}'])
def test_where_nobody_supervises_nothing_is_known(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "processes.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert read_states(path) == {}


def test_the_wait_is_the_time_until_the_next_try_and_never_less_than_none() -> None:
    assert ProcessState("restarting", 1, time.time() + 60).wait() == pytest.approx(60, abs=5)
    assert ProcessState("restarting", 1, time.time() - 60).wait() == 0
    assert ProcessState("running").wait() == 0
