"""Setting up: finds a Python that really runs, and knows whole environments from half-built ones."""

import os
import re
import subprocess
import sys
import time
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
    return Environment("test", ("a.lock",), (HERE,))


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


def test_what_only_benchmarks_need_is_made_where_it_is_named_and_not_else(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    extra = Environment("extra", environment.locks, environment.pythons)
    made: list[str] = []
    monkeypatch.setattr(bootstrap, "ENVIRONMENTS", (environment,))
    monkeypatch.setattr(bootstrap, "ON_REQUEST", (extra,))
    monkeypatch.setattr(bootstrap, "build", lambda wanted: made.append(wanted.name))
    assert bootstrap.main([]) == 0
    assert made == ["test"]
    assert bootstrap.main(["--only", "extra"]) == 0
    assert made == ["test", "extra"]
    assert bootstrap.main(["--only", "extra", "--check"]) == 1
    assert "python3 bot/bootstrap.py --only extra" in capsys.readouterr().err


def test_the_lock_files_name_no_package_source_and_pin_by_hash() -> None:
    root = Path(__file__).resolve().parents[2]
    for name in ("main.lock", "weights.lock", "rasa.lock", "load.lock"):
        lines = (root / "requirements" / name).read_text(encoding="utf-8").splitlines()
        pins = [n for n, line in enumerate(lines) if "==" in line and not line.lstrip().startswith("#")]
        assert pins
        for n in pins:
            assert "--hash=sha256:" in lines[n + 1]
        assert not any("index-url" in line or "file:" in line or "http" in line.split("#")[0].split("==")[-1]
                       for line in lines)  # fmt: skip
        assert not any(line.startswith(("torch==", "nvidia-", "triton")) for line in lines)


def test_the_environments_as_they_are_need_nothing_and_that_is_found_at_once() -> None:
    root = Path(__file__).resolve().parents[2]
    for environment in bootstrap.ENVIRONMENTS:
        assert bootstrap.is_whole(environment), f"run 'make setup': {environment.name}"
    started = time.monotonic()
    done = subprocess.run([sys.executable, root / "bot" / "bootstrap.py"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - started < 2  # 0.1 s on a quiet machine


class Installer:
    """Notes the commands that would install something, and lets those that hold a word succeed."""

    def __init__(self, works: str) -> None:
        self.works = works
        self.commands: list[str] = []

    def __call__(self, command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        self.commands.append(" ".join(command))
        return subprocess.CompletedProcess(command, 0 if self.works in self.commands[-1] else 1, "", "not found")


@pytest.mark.parametrize(
    ("works", "tried"),
    [
        (bootstrap.TORCH_CPU, 1),  # pip, with the hash that we know
        ("--torch-backend cpu", 2),  # uv, which knows where torch's own builds are
        ("+cpu", 3),  # pip, a build for another Python
        (bootstrap.TORCH_ANY, 4),  # whatever there is
    ],
)
def test_the_small_build_of_torch_is_looked_for_first(
    works: str, tried: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installer = Installer(works)
    monkeypatch.setattr(subprocess, "run", installer)
    bootstrap.install_torch("python", "uv")
    assert len(installer.commands) == tried
    assert ("3 GB" in capsys.readouterr().out) == (tried == 4 and sys.platform == "linux")


def test_no_torch_at_all_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", Installer("nothing works"))
    with pytest.raises(SetupError, match=r"^torch [\d.]+ could not be installed\. Is there a network connection\?"):
        bootstrap.install_torch("python", None)


def test_torch_has_one_version_everywhere() -> None:
    root = Path(__file__).resolve().parents[2]
    version = bootstrap.torch_version()
    for name in ("main.in", "torch-cpu.lock", "torch.lock"):
        assert f"torch=={version}" in (root / "requirements" / name).read_text(encoding="utf-8")


def test_a_failed_setup_leaves_nothing_that_looks_whole(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "ENVIRONMENTS", (environment,))
    monkeypatch.setattr(bootstrap, "find_uv", lambda: None)
    monkeypatch.setattr(bootstrap, "find_python", lambda *_: sys.executable)

    def fails(*_: object, **__: object) -> None:
        raise SetupError("Not everything could be installed.")

    monkeypatch.setattr(bootstrap, "run", fails)
    finish(environment)
    (bootstrap.ROOT / "a.lock").write_text("something==2.0\n", encoding="utf-8")
    assert bootstrap.main([]) == 1
    assert capsys.readouterr().err == "Setup stopped: Not everything could be installed.\n"
    assert not bootstrap.is_whole(environment)


def test_a_folder_that_cannot_be_written_is_a_sentence(
    environment: Environment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "ENVIRONMENTS", (environment,))
    bootstrap.VENVS.write_text("a file where the folder should be", encoding="utf-8")
    assert bootstrap.main([]) == 1
    assert capsys.readouterr().err.startswith("Setup stopped: ")


def test_both_environments_run_the_encoder_with_the_same_version() -> None:
    """Versions of ONNX Runtime compute 8-bit products differently, and the embeddings would not agree."""
    found = set()
    for name in ("main.lock", "rasa.lock"):
        text = (Path(__file__).resolve().parents[2] / "requirements" / name).read_text(encoding="utf-8")
        found.add(re.findall(r"^onnxruntime==(\S+)", text, re.MULTILINE)[0])
    assert len(found) == 1
