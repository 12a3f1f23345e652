"""The command line: every command is explained, and a fault is a sentence and exit code 1."""

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.build import BuildError
from bot.settings import Settings, load_settings
from bot.supervisor import StartError

COMMANDS = ("serve", "build", "train", "chat", "evaluate", "settings")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings are read anew in each test."""
    monkeypatch.setenv("COLUMNS", "200")
    load_settings.cache_clear()


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_help_lists_every_command_with_a_sentence() -> None:
    code, out, _ = run("--help")
    assert code == 0
    for command in COMMANDS:
        assert command in out
        code, text, _ = run(command, "--help")
        assert code == 0 and "." in text


def test_every_setting_is_shown_with_value_source_and_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_WEB_PORT", "9123")
    code, out, _ = run("settings")
    assert code == 0
    for name in Settings.model_fields:
        assert name in out
    row = next(line for line in out.splitlines() if "web_port" in line)
    assert "9123" in row and "environment" in row


@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_setting_is_a_sentence(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_WEB_PORT", "many")
    code, out, err = run(command)
    assert code == 1
    assert "web_port" in err and "Traceback" not in out + err


@pytest.mark.parametrize(
    ("command", "place", "error"),
    [
        ("serve", "bot.serve.serve", StartError("Port 8080 cannot be used.")),
        ("serve", "bot.serve.serve", BuildError("Checking the knowledge failed.")),
        ("build", "bot.cli.build_service", BuildError("Checking the knowledge failed.")),
        ("train", "bot.cli.build_service", BuildError("Training failed.")),
    ],
)
def test_what_goes_wrong_is_said_in_one_go(
    command: str, place: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(place, fails)
    code, out, err = run(command)
    assert code == 1
    assert str(error) in err and "Traceback" not in out + err


def test_training_is_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(cli, "build_service", lambda *_, force: asked.append(force))
    assert run("train")[0] == 0
    assert asked == [["model"]]
