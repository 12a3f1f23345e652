"""The command line: every command is explained, and a fault is a sentence and exit code 1."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.build import BuildError
from bot.settings import Settings, load_settings
from bot.supervisor import StartError
from knowledge.faults import Fault, KnowledgeError

COMMANDS = ("serve", "build", "validate", "train", "doctor", "chat", "evaluate", "settings")


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


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in ("validate", "doctor")])
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


def test_every_fault_of_the_data_is_named_by_file_line_and_field(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("validate") == (0, "No faults in the intake, the lists of names and the signs of danger.\n", "")

    def broken(file: str) -> Callable[[], None]:
        def read() -> None:
            raise KnowledgeError([Fault(file, 3, "titles.0", "this field is missing")])

        return read

    monkeypatch.setattr("helpline.intake_script.load_script", broken("helpline/intake.yml"))
    monkeypatch.setattr("bot.redaction.name_lists.read_name_lists", broken("bot/redaction/people_names.yml"))
    code, out, err = run("validate")
    assert code == 1 and "Traceback" not in out + err
    assert err.splitlines() == [
        "bot/redaction/people_names.yml:3: titles.0: this field is missing",
        "helpline/intake.yml:3: titles.0: this field is missing",
    ]


def test_training_is_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(cli, "build_service", lambda *_, force: asked.append(force))
    assert run("train")[0] == 0
    assert asked == [["model"]]


def test_training_beside_the_running_service_is_a_way_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(cli, "build_service", lambda *_, **__: pytest.fail("built in place"))
    monkeypatch.setattr(cli, "train_live", lambda *_: asked.append("live"))
    assert run("train", "--live")[0] == 0
    code, _, err = run("train", "--live", "--encoder")
    assert code == 1 and "--encoder" in err
    assert asked == ["live"]


def test_what_cannot_be_evaluated_is_a_sentence(tmp_path: Path) -> None:
    code, out, err = run("evaluate", "--only", "poetry")
    assert code == 1 and "poetry" in err and "retrieval" in err
    missing = ("--scope", str(tmp_path / "none.jsonl"), "--url", "http://127.0.0.1:9", "--no-baselines")
    code, out, err = run("evaluate", *missing, "--reports", str(tmp_path))
    assert code == 1 and "none.jsonl cannot be read" in err and "Traceback" not in out + err


def test_other_labelled_messages_are_asked_of_the_service_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = tmp_path / "mine.jsonl"
    lines.write_text('{"id": "1", "text": "hello", "label": "in_scope"}\n', encoding="utf-8")
    asked: list[tuple[str, list[str]]] = []

    def ask(url: str, texts: list[str], *_: object) -> list[dict[str, str]]:
        asked.append((url, texts))
        return [{"type": "clarify"}]

    monkeypatch.setattr("bot.evaluation.run.ask", ask)
    options = ["--scope", str(lines), "--url", "http://127.0.0.1:9", "--no-baselines", "--out", str(tmp_path / "o")]
    code, out, err = run("evaluate", *options, "--reports", str(tmp_path / "reports"))
    assert (code, err) == (0, "")
    assert asked == [("http://127.0.0.1:9", ["hello"])]
    assert "| in scope, met with a question back | 1 | 1.00 (1.00–1.00) |" in out
    assert (tmp_path / "o").is_file() and (tmp_path / "reports" / "plots" / "scope.svg").is_file()
