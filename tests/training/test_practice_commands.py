"""Commands on the practice conversations."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from training.practice_commands import app


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_without_a_scenario_they_are_listed() -> None:
    result = run("rehearse")
    assert result.exit_code == 0
    assert "mother-afraid        A mother who is afraid to talk" in result.stdout


def test_an_unknown_scenario_is_refused_with_those_that_there_are() -> None:
    result = run("rehearse", "nobody")
    assert result.exit_code == 1
    assert "There is no scenario 'nobody'" in result.stderr and "mother-afraid" in result.stderr


def test_a_chart_of_another_kind_is_refused_before_the_talk() -> None:
    result = run("rehearse", "mother-afraid", "--chart", "course.gif")
    assert (result.exit_code, result.stdout) == (1, "")
    assert ".svg or .png" in result.stderr


@pytest.mark.parametrize("words", [["moves"], ["rehearse", "mother-afraid"]])
def test_without_the_encoder_it_is_said_how_to_make_it(words: list[str], tmp_path: Path) -> None:
    result = run(*words, "--build", str(tmp_path))
    assert result.exit_code == 1
    assert "rebuild it with 'python -m bot build'" in result.stderr


def test_messages_to_measure_must_be_there(tmp_path: Path) -> None:
    assert run("measure-moves", str(tmp_path / "none.jsonl")).exit_code == 2
