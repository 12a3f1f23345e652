"""Commands run in the project's own environment, whichever Python they were started with."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from knowledge import own_python


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without the packages."""
    monkeypatch.setattr(own_python, "find_spec", lambda _: None)


def test_a_python_that_has_the_packages_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("started again"))
    own_python.use_own_python("bot")


@pytest.mark.usefixtures("bare")
def test_a_bare_python_hands_over_with_the_same_arguments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[Any] = []
    python = tmp_path / "python"
    python.touch()
    monkeypatch.setattr(own_python, "PYTHON", python)
    monkeypatch.setattr(sys, "argv", ["bot", "chat", "--help"])
    monkeypatch.setattr(os, "execv", lambda *call: started.append(call))
    own_python.use_own_python("bot")
    assert started == [(python, [str(python), "-m", "bot", "chat", "--help"])]


@pytest.mark.usefixtures("bare")
def test_without_an_environment_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(own_python, "PYTHON", tmp_path / "python")
    with pytest.raises(SystemExit, match="make setup"):
        own_python.use_own_python("bot")


@pytest.mark.usefixtures("bare")
def test_a_command_that_needs_no_package_goes_on_without_an_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(own_python, "PYTHON", tmp_path / "python")
    own_python.use_own_python("bot", needed=False)
    (tmp_path / "python").write_text("no program", encoding="utf-8")
    own_python.use_own_python("bot", needed=False)
    with pytest.raises(SystemExit, match="does not run"):
        own_python.use_own_python("bot")


@pytest.mark.usefixtures("bare")
def test_an_environment_that_lacks_the_packages_itself_is_not_started_again_and_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    monkeypatch.setattr(own_python, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(os, "execv", lambda *_: pytest.fail("started again"))
    with pytest.raises(SystemExit, match="make setup"):
        own_python.use_own_python("bot")
