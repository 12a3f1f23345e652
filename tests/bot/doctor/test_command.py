"""The doctor's command: a line a finding, an exit code, JSON, and words even where nothing else works."""

import json
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from bot.doctor import examination
from bot.doctor.command import main
from bot.doctor.finding import Finding, broken, look, ok
from bot.settings import ROOT


def groups(monkeypatch: pytest.MonkeyPatch, *found: Finding | Exception) -> None:
    """Has each group find one thing, or fail."""

    def module(name: str) -> SimpleNamespace:
        def findings() -> Iterator[Finding]:
            one = found[int(name.rpartition(".")[2])]
            if isinstance(one, Exception):
                raise one
            yield one

        return SimpleNamespace(findings=findings)

    monkeypatch.setattr(examination, "GROUPS", [str(n) for n in range(len(found))])
    monkeypatch.setattr(examination, "import_module", module)


def test_each_finding_is_a_line_with_its_way_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    groups(monkeypatch, ok("port 1", "free"), look("disk", "1.0 GB are free", "Make room."))
    assert main([]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ok            port 1: free.",
        "look at this  disk: 1.0 GB are free. Make room.",
    ]


def test_what_is_broken_makes_the_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    groups(monkeypatch, ok("one", "fine"), broken("two", "gone", "Fetch it."))
    assert main([]) == 1


def test_a_group_that_cannot_look_says_so_and_the_next_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    groups(monkeypatch, ModuleNotFoundError("No module named 'httpx'\nand more"), ok("two", "fine"))
    assert main([]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("broken") and "(No module named 'httpx')" in first
    assert second.startswith("ok")


def test_programs_are_told_the_same_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    groups(monkeypatch, ok("one", "fine"), broken("two", "gone", "Fetch it."))
    assert main(["--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["whole"] is False
    assert told["findings"][1] == {"check": "two", "state": "broken", "says": "gone", "way_out": "Fetch it."}


def test_a_python_without_any_package_can_run_it() -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from bot.doctor.command import main; sys.exit(main([]))"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert len(lines) >= len(examination.GROUPS)
    assert all(line.startswith(("ok  ", "look at this  ", "broken  ")) for line in lines)
    assert "settings: could not be looked at (No module named 'pydantic')" in done.stdout
