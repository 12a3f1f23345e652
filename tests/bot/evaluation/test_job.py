"""Long commands: what people are told while they run, and when they fail."""

import sys
from pathlib import Path

import pytest

from bot.evaluation import job
from bot.evaluation.job import JobError, run_job
from bot.settings import Settings


def run(tmp_path: Path, code: str, said: list[str], tell: str = "", **files: Path) -> float:
    command = [sys.executable, "-c", code]
    return run_job("Counting", command, Settings(), tmp_path / "log", said.append, tell=tell, **files)


def test_lines_that_people_are_to_see_are_told_and_others_are_not(tmp_path: Path) -> None:
    said: list[str] = []
    code = "import time; print('1 of 2', flush=True); print('noise', flush=True); time.sleep(0.5); print('2 of 2')"
    assert run(tmp_path, code, said, r"^\d of \d$") >= 0.5
    assert said[:2] == ["Counting ...", "  1 of 2"]
    assert not any("noise" in line for line in said)
    assert said[-1].startswith("  done in")


def test_the_last_line_is_told_though_the_command_ends_with_it(tmp_path: Path) -> None:
    said: list[str] = []
    run(tmp_path, "print('1 of 1')", said, r"^\d of \d$")
    assert "  1 of 1" in said


def test_input_and_output_are_files_and_the_log_is_apart(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("hello", encoding="utf-8")
    code = "import sys; sys.stdout.write(sys.stdin.read().upper()); print('note', file=sys.stderr)"
    run(tmp_path, code, [], given=tmp_path / "in", output=tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "HELLO"
    assert (tmp_path / "log").read_text(encoding="utf-8") == "note\n"


def test_who_waits_long_in_silence_is_told_that_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "SILENCE", 0.3)
    said: list[str] = []
    run(tmp_path, "import time; time.sleep(1)", said)
    assert any(line.startswith("  at it for") for line in said)


def test_a_failure_is_its_own_last_words(tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"Counting failed:\n(.*\n)*.*no such number") as failure:
        run(tmp_path, "raise ValueError('no such number')", [])
    assert '  File "' not in str(failure.value)
