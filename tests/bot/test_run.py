"""One process alone: in place of the one that was asked, with all that it would have under the supervisor."""

import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import run, serve
from bot.cli import app
from bot.settings import ROOT, Settings
from helpline.database import Database


class Became(Exception):
    """Stands for the process that takes the place of ours."""


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    def execve(program: str, arguments: list[str], environment: dict[str, str]) -> None:
        seen.update(program=program, arguments=arguments, environment=environment)
        raise Became

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.setattr(os, "chdir", lambda folder: seen.update(folder=folder))
    monkeypatch.setattr(serve, "MODEL", tmp_path / "model.tar.gz")
    (tmp_path / "model.tar.gz").touch()
    return seen


@pytest.mark.parametrize("process", serve.PROCESSES)
def test_a_process_alone_is_the_one_that_the_supervisor_would_run(
    process: serve.Process, became: dict[str, Any], tmp_path: Path
) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'helpline.db'}", country="GB")
    with pytest.raises(Became):
        run.run(process, settings)
    assert became["arguments"] == list(serve.command(process, settings).arguments)
    assert (became["program"], became["folder"]) == (became["arguments"][0], ROOT)
    assert became["environment"]["COMMON_GROUND_COUNTRY"] == "GB"
    assert became["environment"]["LOG_LEVEL"] == "WARNING"  # never the level at which Rasa logs messages


def test_the_web_process_finds_its_tables_and_the_others_touch_no_database(
    became: dict[str, Any], tmp_path: Path
) -> None:
    settings = Settings(database=f"sqlite:///{tmp_path / 'helpline.db'}")
    for process in ("rasa", "actions"):
        with pytest.raises(Became):
            run.run(process, settings)
    assert not (tmp_path / "helpline.db").exists()
    with pytest.raises(Became):
        run.run("web", settings)
    Database(settings.database_url).check()


def test_where_nothing_was_built_rasa_is_not_run_and_that_is_said(became: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "model.tar.gz").unlink()
    result = CliRunner().invoke(app, ["run", "rasa"])
    assert result.exit_code == 1 and "run 'make build'" in result.output
    assert became == {}
