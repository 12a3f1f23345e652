"""The environments: missing, broken, of another Python, or not as the lock files say."""

import sys
from pathlib import Path

import pytest

from bot.bootstrap import STAMP, Environment
from bot.doctor import environments
from bot.doctor.environments import differing

HERE = (sys.version_info[0], sys.version_info[1])


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "main.lock"
    path.write_text(
        "numpy==2.4.6 \\\n    --hash=sha256:aa\nPyYAML==6.0 \\\n    --hash=sha256:bb\n"
        'uvicorn[standard]==0.30 ; sys_platform == "win32" \\\n    --hash=sha256:cc\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("installed", "wrong"),
    [
        ({"numpy": "2.4.6", "pyyaml": "6.0"}, []),
        ({"numpy": "2.4.6+cpu", "Py_YAML": "6.0", "PyYAML": "6.0"}, []),
        ({"numpy": "2.4.5", "PyYAML": "6.0"}, ["numpy is 2.4.5 instead of 2.4.6"]),
        ({"numpy": "2.4.6"}, ["PyYAML is missing"]),
    ],
)
def test_packages_are_compared_with_the_lock(lock: Path, installed: dict[str, str], wrong: list[str]) -> None:
    assert differing([lock], installed) == wrong


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of an environment that runs, on the Python of the tests; its lock file names nothing."""
    python = tmp_path / "main" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / "empty.lock").touch()
    monkeypatch.setattr(environments, "VENVS", tmp_path)
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "ENVIRONMENTS", [Environment("main", ("empty.lock",), (HERE,))])
    monkeypatch.setattr(environments, "is_whole", lambda _: (tmp_path / "main" / STAMP).exists())
    return tmp_path / "main"


def state() -> tuple[str, str]:
    (finding,) = environments.findings()
    return finding.state, str(finding)


def test_one_that_is_whole_is_well(folder: Path) -> None:
    (folder / STAMP).touch()
    assert state()[0] == "ok"


def test_one_that_was_not_finished_is_made_again_by_setup(folder: Path) -> None:
    assert state()[0] == "look at this" and "make setup" in state()[1]


def test_one_of_other_packages_names_them(folder: Path) -> None:
    lock = "".join(f"nosuch{n}==1.0 \\\n" for n in range(5))
    (folder.parent / "empty.lock").write_text(lock, encoding="utf-8")
    assert "nosuch0 is missing, nosuch1 is missing, nosuch2 is missing and 2 more" in state()[1]


def test_one_that_is_missing_or_does_not_run_is_broken(folder: Path) -> None:
    python = folder / "bin" / "python"
    python.unlink()
    assert state() == ("broken", "broken        environment 'main': it is missing. Run 'make setup'.")
    python.write_text("no program", encoding="utf-8")
    assert state()[0] == "broken" and "does not run" in state()[1]


def test_one_on_a_python_that_the_locks_are_not_for_is_broken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments, "ENVIRONMENTS", [Environment("main", ("empty.lock",), ((3, 99),))])
    assert state()[0] == "broken" and "instead of 3.99" in state()[1]
