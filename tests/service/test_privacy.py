"""Nothing that a person writes is kept in a file."""

from pathlib import Path

import httpx
import pytest

from bot.settings import ROOT
from tests.conftest import RunningService
from tests.service.talk import Talk, wait_until_ready

pytestmark = pytest.mark.service

WORDS = "quincebramble"  # a word that is nowhere else


def files() -> list[Path]:
    """Every file that the service could write to, in the project."""
    skipped = {".venvs", ".git", "node_modules", "tests"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)]


def holding(paths: list[Path], words: str) -> list[Path]:
    return [p for p in paths if words.encode() in p.read_bytes().lower()]


def test_no_message_is_found_in_any_file_or_log(running_service: RunningService) -> None:
    talk = Talk(running_service.url)
    for text in (
        f"The {WORDS} mothers in our group go quiet",
        f"my number is 07700 900321 and I am at {WORDS}@example.org",
        f"he has a knife and wants to hurt {WORDS} now",
        f"/{WORDS}" + '{"item": "x"}',
    ):
        talk.say(text)
    logs = [p for p in running_service.logs.rglob("*") if p.is_file()]
    assert holding(files() + logs, WORDS) == []
    assert holding(files() + logs, "900321") == []


def test_a_turn_that_fails_leaves_no_words_behind(running_service: RunningService) -> None:
    """The action server is stopped in the middle of a talk: Rasa fails, and must not say on what."""
    running_service.kill("actions")
    body = {"conversation": "failing", "text": f"nobody talks after the {WORDS} attack in our street"}
    response = httpx.post(f"{running_service.url}/api/chat", json=body, timeout=30, trust_env=False)
    assert response.status_code == 503
    assert WORDS not in response.text
    wait_until_ready(running_service.url)
    logs = [p for p in running_service.logs.rglob("*") if p.is_file()]
    assert holding(logs, WORDS) == []
