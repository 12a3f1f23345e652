"""What a person writes is kept nowhere unless they agree, and never with what would tell who somebody is."""

import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import make_url

from bot.settings import ROOT
from tests.conftest import RunningService
from tests.service.talk import Talk, wait_until_ready
from tests.service.visitors import Visitor

pytestmark = pytest.mark.service

WORDS = "quincebramble"  # a word that is nowhere else


def files() -> list[Path]:
    """Every file that the service could write to, in the project."""
    skipped = {".venvs", ".git", "node_modules", "tests"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)]


def content(path: Path) -> bytes:
    """What a file holds; nothing where it went in the meantime, as a file does that is written beside its place."""
    try:
        return path.read_bytes().lower()
    except FileNotFoundError:
        return b""


def holding(paths: list[Path], words: str) -> list[Path]:
    return [p for p in paths if words.encode() in content(p)]


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
    assert holding(files() + logs, "07700 900321") == []
    assert holding(files() + logs, "07700900321") == []  # fewer digits may stand in a hash by chance


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


LINES = [json.loads(line) for line in (ROOT / "evaluation" / "privacy.jsonl").read_text(encoding="utf-8").splitlines()]
HELD_OUT = [line for line in LINES if line.get("held_out") and line["spans"]]
GONE = {"phone": 0.97, "email": 0.97, "date": 0.97, "number": 0.97, "name": 0.85}
SHORTEST = 5  # letters of what is looked for: less stands in any file by chance


def test_no_personal_data_told_in_a_case_is_found_in_any_file_table_log_or_metric(
    running_service: RunningService,
) -> None:
    """Each message is told in a conversation whose case is open, so that all of it is kept that ever is."""

    def tell(lines: list[dict[str, Any]], seed: int) -> None:
        visitor = Visitor([running_service.url], "tells", 5_000 + seed)
        visitor.visit()
        with visitor.connected():
            for line in lines:
                visitor.say(line["text"])
        assert len(visitor.opened) == 1

    size = 20
    parts = [HELD_OUT[at : at + size] for at in range(0, len(HELD_OUT), size)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tell, parts, range(len(parts))))

    database = Path(make_url(running_service.settings.database_url).database or "")
    kept = [p for p in database.parent.iterdir() if p.is_file()]
    logs = [p for p in running_service.logs.rglob("*") if p.is_file()]
    metrics = httpx.get(f"{running_service.url}/metrics", trust_env=False).content
    text = b"\n".join([*(p.read_bytes() for p in [*kept, *logs]), metrics]).decode("utf-8", "ignore")
    assert "[name]" in text and "[phone]" in text, "what was told is not there at all, so nothing is shown"
    found: dict[str, list[bool]] = defaultdict(list)
    for line in HELD_OUT:
        for span in line["spans"]:
            words = line["text"][span["start"] : span["end"]]
            if len(words) >= SHORTEST:
                found[span["type"]].append(words in text)
    for kind, least in GONE.items():
        share = 1 - sum(found[kind]) / len(found[kind])
        assert share >= least, f"{kind}: {share:.3f} of {len(found[kind])} are gone"
