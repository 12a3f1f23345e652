"""Rasa's own checks of the training data, and the conversations of tests/conversations."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.build import build_service
from bot.environment import MODEL, RASA_PYTHON, child_environment
from bot.settings import ROOT, Settings
from knowledge.library import load

CONVERSATIONS = ROOT / "tests" / "conversations"


def rasa(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs a command of Rasa's; warnings are shown."""
    environment = child_environment(Settings())
    environment.pop("PYTHONWARNINGS")
    return subprocess.run(
        [str(RASA_PYTHON), "-m", "rasa", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.rasa
def test_the_training_data_is_valid_without_a_warning() -> None:
    done = rasa("data", "validate", "--fail-on-warnings")
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-2000:]
    # Rasa lets some warnings pass, such as an intent of the domain without examples.
    ours = [line for line in said.splitlines() if "UserWarning" in line and "site-packages/rasa/" in line]
    ours += [line for line in said.splitlines() if " WARNING " in line]
    assert ours == []


@pytest.mark.rasa
def test_conversations_go_as_written(tmp_path: Path) -> None:
    """All files in one go, since Rasa takes half a minute to start; what fails is shown with what came instead."""
    build_service(Settings(), print)
    done = rasa(
        "test", "core", "--model", str(MODEL), "--stories", str(CONVERSATIONS), "--out", str(tmp_path), "--no-plot",
        "--fail-on-prediction-errors", "--e2e",
    )  # fmt: skip
    failed = tmp_path / "failed_test_stories.yml"
    shown = failed.read_text(encoding="utf-8") if failed.exists() else done.stderr[-2000:]
    assert done.returncode == 0, shown
    report = json.loads((tmp_path / "story_report.json").read_text(encoding="utf-8"))
    files = CONVERSATIONS.glob("*.yml")
    wanted = sum(len(yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]) for path in files)
    assert report["conversation_accuracy"]["total"] == wanted, (
        "Rasa passes over files whose names do not begin with test_, and over stories that it does not take"
    )


def test_every_situation_is_an_intent_of_the_domain_and_has_25_examples() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    examples = count_examples()
    for intent in load().situations:
        assert intent in domain["intents"]
        assert examples.get(intent, 0) >= 25, intent


def test_every_intent_of_the_domain_has_examples() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert set(domain["intents"]) == set(count_examples())


def test_no_example_stands_under_two_intents() -> None:
    seen: dict[str, str] = {}
    for intent, text in every_example():
        assert seen.setdefault(text.lower(), intent) == intent, text


def every_example() -> list[tuple[str, str]]:
    """(intent, example) of all training files."""
    found = []
    for path in [ROOT / "data" / "nlu.yml", *sorted((ROOT / "data" / "nlu").glob("*.yml"))]:
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [(row["intent"], line[2:].strip()) for line in row["examples"].splitlines() if line.strip()]
    return found


def count_examples() -> dict[str, int]:
    """Number of examples by intent."""
    counts: dict[str, int] = {}
    for intent, _ in every_example():
        counts[intent] = counts.get(intent, 0) + 1
    return counts
