"""Supervision: all come up or none, the dead are restarted with growing pauses, and all are stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.process_state import ProcessState, read_states
from bot.supervisor import FIRST_PAUSE, HEALTHY_AFTER, LONGEST_PAUSE, Backoff, Command, StartError, Supervisor

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]


class Stage:
    """A supervisor over harmless processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.state_file = folder / "processes.json"
        self.supervisor: Supervisor | None = None

    def start(self, *commands: Command, timeout: float = 10) -> Supervisor:
        self.supervisor = Supervisor(
            commands, dict(os.environ), self.folder, self.folder / "log", self.said.append, self.state_file
        )
        self.supervisor.start(timeout)
        return self.supervisor

    def pids(self) -> list[int]:
        assert self.supervisor is not None
        return list(self.supervisor.pids().values())

    def states(self) -> dict[str, ProcessState]:
        return read_states(self.state_file)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    if stage.supervisor:
        stage.supervisor.stop()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_waits_until_every_process_answers(stage: Stage) -> None:
    answers = iter([False, False, True])
    stage.start(Command("one", SLEEP, lambda: True), Command("two", SLEEP, lambda: next(answers)))
    assert any("two is ready" in line for line in stage.said)
    assert all(alive(pid) for pid in stage.pids())


def test_one_that_dies_while_starting_stops_all_and_says_its_last_words(stage: Stage) -> None:
    dies = [sys.executable, "-c", "print('the model is missing'); raise SystemExit(3)"]
    with pytest.raises(StartError, match="'two' stopped while starting:\n  the model is missing"):
        stage.start(Command("one", SLEEP, lambda: True), Command("two", dies, lambda: False))
    assert not any(alive(pid) for pid in stage.pids())


def test_one_that_never_answers_is_named(stage: Stage) -> None:
    with pytest.raises(StartError, match="No answer from slow"):
        stage.start(Command("slow", SLEEP, lambda: False), timeout=0.5)


def test_a_dead_process_is_started_again_after_a_pause(stage: Stage) -> None:
    supervisor = stage.start(Command("one", SLEEP, lambda: True))
    (before,) = stage.pids()
    os.kill(before, signal.SIGKILL)
    time.sleep(0.3)
    now = time.monotonic()
    supervisor.check(now)
    assert stage.pids() == [before]
    assert any("starting it again" in line for line in stage.said)
    supervisor.check(now + FIRST_PAUSE + 0.1)
    (after,) = stage.pids()
    assert after != before and alive(after)


def test_the_file_says_how_each_process_is(stage: Stage) -> None:
    seen: list[dict[str, ProcessState]] = []

    def ready() -> bool:
        seen.append(stage.states())
        return len(seen) != 2  # the second time it is asked is after its restart

    supervisor = stage.start(Command("one", SLEEP, ready), Command("two", SLEEP, lambda: True))
    assert seen == [{"one": ProcessState("starting"), "two": ProcessState("starting")}]
    assert stage.states() == {"one": ProcessState("running"), "two": ProcessState("running")}

    os.kill(supervisor.pids()["one"], signal.SIGKILL)
    time.sleep(0.3)
    now = time.monotonic()
    supervisor.check(now)
    dead = stage.states()["one"]
    assert (dead.state, dead.stops) == ("restarting", 1)
    assert 0 < dead.wait() <= FIRST_PAUSE
    supervisor.check(now + FIRST_PAUSE + 0.1)
    supervisor.check(now + FIRST_PAUSE + 0.2)
    assert stage.states()["one"] == ProcessState("starting", 1)
    supervisor.check(now + FIRST_PAUSE + 0.3)
    assert stage.states()["one"] == ProcessState("running", 1)

    supervisor.stop()
    assert not stage.state_file.exists()


def test_a_process_that_crashes_again_and_again_is_counted_until_it_lived_well(stage: Stage) -> None:
    supervisor = stage.start(Command("one", SLEEP, lambda: True))
    now = time.monotonic()
    stops = []
    for lived in (1.0, 1.0, HEALTHY_AFTER):
        now += lived
        os.kill(supervisor.pids()["one"], signal.SIGKILL)
        time.sleep(0.3)
        supervisor.check(now)
        stops.append(stage.states()["one"].stops)
        now += LONGEST_PAUSE
        supervisor.check(now)  # starts it again
    assert stops == [1, 2, 1]


def test_a_state_that_cannot_be_written_ends_nothing(stage: Stage) -> None:
    stage.state_file.mkdir()
    stage.start(Command("one", SLEEP, lambda: True))
    assert all(alive(pid) for pid in stage.pids())
    assert any("cannot be written" in line for line in stage.said)


def test_stopping_reaches_what_the_processes_started(stage: Stage, tmp_path: Path) -> None:
    note = tmp_path / "child"
    parent = (
        "import subprocess, sys, time, pathlib;"
        "c = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"pathlib.Path({str(note)!r}).write_text(str(c.pid)); time.sleep(60)"
    )
    supervisor = stage.start(Command("one", [sys.executable, "-c", parent], note.exists))
    time.sleep(0.2)
    child = int(note.read_text(encoding="utf-8"))
    supervisor.stop()
    time.sleep(0.3)
    status = Path(f"/proc/{child}/status")
    assert not status.exists() or "Z (zombie)" in status.read_text(encoding="utf-8")


def test_a_process_that_ignores_the_request_is_forced(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.supervisor.STOP_WITHIN", 0.5)
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    log = stage.folder / "log" / "one.log"
    supervisor = stage.start(
        Command("one", [sys.executable, "-c", stubborn], lambda: log.exists() and "up" in log.read_text("utf-8"))
    )
    supervisor.stop()
    assert not any(alive(pid) for pid in stage.pids())


def test_output_goes_to_a_log_of_its_own(stage: Stage) -> None:
    log = stage.folder / "log" / "one.log"
    stage.start(Command("one", SLEEP, lambda: log.exists() and "up" in log.read_text(encoding="utf-8")))
    assert log.read_text(encoding="utf-8") == "up\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's own")
def test_killing_the_supervisor_takes_the_processes_along(tmp_path: Path) -> None:
    script = (
        "import os, sys, time, pathlib\n"
        "from bot.supervisor import Command, Supervisor\n"
        "c = Command('one', [sys.executable, '-c', 'import time; time.sleep(60)'], lambda: True)\n"
        f"s = Supervisor([c], dict(os.environ), pathlib.Path('.'), pathlib.Path({str(tmp_path)!r}), print)\n"
        "s.start(); print(s.pids()['one'], flush=True); time.sleep(60)\n"
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        line = holder.stdout.readline()
        while "ready" in line:
            line = holder.stdout.readline()
        holder.kill()
    time.sleep(0.5)
    status = Path(f"/proc/{int(line)}/status")
    assert not status.exists() or "Z (zombie)" in status.read_text(encoding="utf-8")


@given(st.lists(st.floats(0, HEALTHY_AFTER - 0.1), max_size=20))
def test_pauses_grow_and_stay_within_bounds(lives: list[float]) -> None:
    backoff = Backoff()
    pauses = [backoff.after(lived) for lived in lives]
    assert pauses == sorted(pauses)
    assert all(FIRST_PAUSE <= pause <= LONGEST_PAUSE for pause in pauses)


@given(st.integers(0, 10))
def test_a_healthy_life_brings_the_pause_back_to_the_first(failures: int) -> None:
    backoff = Backoff()
    for _ in range(failures):
        backoff.after(0)
    assert backoff.after(HEALTHY_AFTER) == FIRST_PAUSE


TALKER = [sys.executable, "-c", "for n in range(20_000): print('a line', n)\nprint('done', flush=True)"]


@pytest.mark.parametrize("fault", ["no folder", "full disk"])
def test_a_process_whose_log_cannot_be_written_goes_on_and_the_operator_is_told_once(stage: Stage, fault: str) -> None:
    log = stage.folder / "log" / "talker.log"
    log.parent.mkdir()
    if fault == "no folder":
        log.mkdir()  # where a file should be
    else:
        log.symlink_to("/dev/full")
    supervisor = stage.start(Command("talker", TALKER, lambda: True))
    ends = time.monotonic() + 60
    while alive(stage.pids()[0]) and time.monotonic() < ends:  # whoever is not listened to never ends
        time.sleep(0.05)
        supervisor._running[0].process.poll()
    assert supervisor._running[0].process.returncode == 0
    said = [line for line in stage.said if "cannot be written" in line]
    assert len(said) == 1 and said[0].startswith(f"{log} ") and "'talker' says is not kept." in said[0]


def test_a_log_folder_that_cannot_be_made_is_one_sentence(stage: Stage) -> None:
    (stage.folder / "log").write_text("a file", encoding="utf-8")
    with pytest.raises(StartError, match=r"log cannot be made \(.+\); see log_folder\.$"):
        stage.start(Command("talker", TALKER, lambda: True))
