"""What runs elsewhere, as the doctor sees it: there, of another secret, something else, or gone."""

from pathlib import Path

import pytest

from bot.doctor import elsewhere
from bot.doctor.elsewhere import CLOSED, process
from tests.bot.doctor.conftest import Set
from tests.bot.doctor.test_service import answering
from tests.redis_server import RedisServer
from tests.redis_server import redis_server as redis_server

TOKEN = "a-token-for-tests-that-is-long"
NOWHERE = "127.0.0.1:9"


def states() -> dict[str, str]:
    return {finding.check: finding.state for finding in elsewhere.findings()}


def test_where_everything_runs_here_there_is_nothing_to_say(configured: Set) -> None:
    configured()
    assert states() == {}


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize(("status", "state"), [(200, "ok"), (401, "broken"), (404, "broken")])
def test_a_process_answers_or_wants_another_secret_or_is_something_else(name: str, status: int, state: str) -> None:
    with answering({CLOSED[name]: (status, {})}) as port:
        found = process(name, f"http://127.0.0.1:{port}", TOKEN, "Start it.")
    assert found.state == state and TOKEN not in str(found)
    assert ("shared_token" in found.way_out) == (status == 401)


def test_what_is_gone_is_broken_and_each_says_what_follows(configured: Set) -> None:
    configured(
        rasa_urls=f'["http://{NOWHERE}"]', actions_url=f"http://{NOWHERE}", shared_token=TOKEN,
        redis_url=f"redis://:secret@{NOWHERE}", tracker_url=f"postgresql://rasa:secret@{NOWHERE}/talks",
    )  # fmt: skip
    found = list(elsewhere.findings())
    assert {finding.check for finding in found} == {"Rasa", "the action server", "Redis", "database of conversations"}
    assert all(finding.state == "broken" and finding.way_out for finding in found)
    assert not any("secret" in str(finding).replace("secret than", "") for finding in found)


def test_redis_and_the_database_of_conversations_answer(
    configured: Set, redis_server: RedisServer, postgres_server: str
) -> None:
    configured(redis_url=redis_server.url, tracker_url=postgres_server)
    assert states() == {"Redis": "ok", "database of conversations": "ok"}
    redis_server.stop()
    assert states() == {"Redis": "broken", "database of conversations": "ok"}


def test_a_store_of_own_documents_that_does_not_answer_is_named(
    configured: Set, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    configured()
    monkeypatch.setenv("KNOWLEDGE_URL", f"file://{tmp_path}")
    assert states() == {"own documents": "ok"}
    monkeypatch.setenv("KNOWLEDGE_URL", f"http://{NOWHERE}/passages")
    assert states() == {"own documents": "broken"}
