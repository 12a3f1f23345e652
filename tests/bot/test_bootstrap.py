"""Setting up: finds a Python that really runs, and knows whole environments from half-built ones."""

import os
import sys
from pathlib import Path

import pytest

from bot import bootstrap
from bot.bootstrap import Environment, SetupError

HERE = (sys.version_info.major, sys.version_info.minor)


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """An environment with a lock file of its own, in an empty folder."""
    (tmp_path / "a.lock").write_text("something==1.0\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENVS", tmp_path / ".venvs")
    return Environment("test", "a.lock", (HERE,))


def finish(environment: Environment) -> None:
    """What a build leaves behind at its end."""
    python = bootstrap.python_of(bootstrap.VENVS / environment.name)
    python.parent.mkdir(parents=True)
    python.touch()
    stamp = bootstrap.VENVS / environment.name / bootstrap.STAMP
    stamp.write_text(bootstrap.fingerprint(environment), encoding="utf-8")


def test_a_finished_environment_is_whole(environment: Environment) -> None:
    assert not bootstrap.is_whole(environment)
    finish(environment)
    assert bootstrap.is_whole(environment)


def test_a_half_built_environment_is_not(environment: Environment) -> None:
    finish(environment)
    (bootstrap.VENVS / environment.name / bootstrap.STAMP).unlink()
    assert not bootstrap.is_whole(environment)


def test_a_changed_lock_file_asks_for_a_new_one(environment: Environment) -> None:
    finish(environment)
    (bootstrap.ROOT / "a.lock").write_text("something==2.0\n", encoding="utf-8")
    assert not bootstrap.is_whole(environment)


def test_a_shim_that_fails_is_passed_over(
    environment: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = tmp_path / f"python{HERE[0]}.{HERE[1]}"
    shim.write_text("#!/bin/sh\necho 'command not found' >&2\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    assert not bootstrap.runs(str(shim), HERE)
    assert bootstrap.find_python(environment, None) != str(shim)


def test_a_missing_python_is_one_sentence_with_the_way_out(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "candidates", lambda _: [])
    with pytest.raises(SetupError, match=r"Python 3\.\d+ is needed.*pyenv install"):
        bootstrap.find_python(environment, None)


def test_a_failed_step_shows_its_last_words_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SetupError, match=r"It did not work\. Try again\.\n  no network"):
        bootstrap.run([sys.executable, "-c", "raise SystemExit('no network')"], "It did not work", "Try again.")


def test_checking_changes_nothing(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "ENVIRONMENTS", (environment,))
    assert bootstrap.main(["--check"]) == 1
    assert "make setup" in capsys.readouterr().err
    assert not bootstrap.VENVS.exists()


def test_the_lock_files_name_no_package_source_and_pin_by_hash() -> None:
    root = Path(__file__).resolve().parents[2]
    for name in ("main.lock", "rasa.lock"):
        lines = (root / "requirements" / name).read_text(encoding="utf-8").splitlines()
        pins = [n for n, line in enumerate(lines) if "==" in line and not line.lstrip().startswith("#")]
        assert pins
        for n in pins:
            assert "--hash=sha256:" in lines[n + 1]
        assert not any("index-url" in line or "file:" in line or "http" in line.split("#")[0].split("==")[-1]
                       for line in lines)  # fmt: skip
        assert not any(line.startswith(("torch==", "nvidia-", "triton")) for line in lines)
