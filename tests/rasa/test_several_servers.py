"""Two real Rasa servers with a bot of one rule: what one began the other goes on with, and nothing comes twice."""

import asyncio
import json
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from bot.children import die_with_parent
from bot.environment import RASA_PYTHON, child_environment
from bot.evaluation.service import free_ports
from bot.settings import ROOT, Settings
from bot.web.rasa_client import RasaClient
from helpline.hashing import digest
from tests.redis_server import RedisServer, server

pytestmark = [pytest.mark.rasa, pytest.mark.anyio]

TOKEN = "a-token-for-tests-that-is-long"
BOT = {
    "config.yml": """
recipe: default.v1
language: en
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
""",
    "domain.yml": """
version: "3.1"
intents: [count]
actions: [action_count]
slots:
  counted: {type: float, initial_value: 0, influence_conversation: false, mappings: [{type: custom}]}
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
""",
    "data.yml": """
version: "3.1"
nlu: [{intent: count, examples: "- count"}]
rules: [{rule: count, steps: [{intent: count}, {action: action_count}]}]
""",
}


class Actions(ThreadingHTTPServer):
    """An action server whose one action counts the turns of a conversation.

    Attributes:
        calls: how often the action was asked for, by conversation.
        slow: seconds that it takes.
        dies: calls that end without an answer, before those that have one.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Action)
        self.calls: Counter[str] = Counter()
        self.slow = 0.0
        self.dies = 0


class _Action(BaseHTTPRequestHandler):
    server: Actions

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"] == f"Bearer {TOKEN}"
        self.server.calls[call["sender_id"]] += 1
        time.sleep(self.server.slow)
        if self.server.dies:
            self.server.dies -= 1
            self.close_connection = True
            return
        counted = int(call["tracker"]["slots"]["counted"]) + 1
        events = [{"event": "slot", "name": "counted", "value": counted}]
        body = json.dumps({"events": events, "responses": [{"text": f"{counted}"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@dataclass
class Cluster:
    """Rasa servers over one database and one Redis.

    Attributes:
        settings: of all.
        model: of the bot.
        processes: by web address, those that run.
    """

    settings: Settings
    model: Path
    actions: Actions
    redis: RedisServer
    tracker_url: str
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, url: str) -> None:
        """Returns when it answers."""
        arguments = [
            str(RASA_PYTHON), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", url.rpartition(":")[2],
            "--model", str(self.model), "--endpoints", "endpoints-shared.yml", "--credentials", "credentials.yml",
            "--quiet",
        ]  # fmt: skip
        log = (self.model.parent / "rasa.log").open("ab")
        self.processes[url] = subprocess.Popen(
            arguments, cwd=ROOT, env=child_environment(self.settings), stdout=log, stderr=log, start_new_session=True,
            preexec_fn=die_with_parent,
        )  # fmt: skip
        log.close()
        for _ in range(600):
            assert self.processes[url].poll() is None, (self.model.parent / "rasa.log").read_text()[-2000:]
            try:
                if httpx.get(f"{url}/", timeout=2, trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.2)
        raise RuntimeError("Rasa did not start.")

    def kill(self, url: str) -> None:
        """Ends it without a farewell."""
        process = self.processes.pop(url)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def client(self) -> RasaClient:
        """As a web process has it."""
        return RasaClient(self.settings.rasa_urls, 20, TOKEN)

    def heard(self, conversation: str) -> list[str]:
        """Turns that the conversation holds, in order."""
        query = (
            "SELECT data::json->'metadata'->>'turn' FROM events WHERE sender_id = %s AND type_name = 'user' ORDER BY id"
        )
        with psycopg.connect(self.tracker_url) as connection:
            return [turn for (turn,) in connection.execute(query, (conversation,))]


@pytest.fixture(scope="module")
def cluster(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("bot")
    for name, text in BOT.items():
        (folder / name).write_text(text, encoding="utf-8")
    train = ["train", "--config", "config.yml", "--domain", "domain.yml", "--data", "data.yml", "--out", "."]
    environment = child_environment(Settings())
    done = subprocess.run(
        [str(RASA_PYTHON), "-m", "rasa", *train, "--fixed-model-name", "bot"],
        cwd=folder, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE several TEMPLATE empty")
    tracker_url = postgres_server.removesuffix("postgres") + "several"
    urls = [f"http://127.0.0.1:{port}" for port in free_ports(2)]
    actions = Actions()
    threading.Thread(target=actions.serve_forever, daemon=True).start()
    with server() as redis:
        settings = Settings.model_validate(
            {"rasa_urls": urls, "redis_url": redis.url, "tracker_url": tracker_url, "shared_token": TOKEN,
             "actions_url": f"http://127.0.0.1:{actions.server_port}"}
        )  # fmt: skip
        made = Cluster(settings, folder / "bot.tar.gz", actions, redis, tracker_url)
        for url in urls:
            made.start(url)
        yield made
        for url in list(made.processes):
            made.kill(url)
    actions.shutdown()


def text(reply: Any) -> str:
    return str(reply[0]["text"])


async def test_a_conversation_goes_on_at_the_next_server_where_it_was_and_comes_back(cluster: Cluster) -> None:
    async with cluster.client() as rasa:
        assert [text(await rasa.turn("moving", "count", None, turn=turn)) for turn in ("a", "b")] == ["1", "2"]
        home = rasa.servers.of("moving")[0]
        cluster.kill(home)
        assert text(await rasa.turn("moving", "count", None, turn="c")) == "3"
        cluster.start(home)
        assert await rasa.ready() and rasa.servers.of("moving")[0] == home
        assert text(await rasa.turn("moving", "count", None, turn="d")) == "4"
    assert cluster.heard("moving") == ["a", "b", "c", "d"]


async def test_a_turn_that_is_sent_again_is_answered_with_what_was_said_by_any_server(cluster: Cluster) -> None:
    async with cluster.client() as rasa:
        said = [await rasa.turn("again", "count", None, turn=turn) for turn in ("a", "b", "a")]
        assert said[2] == said[0]
        home = rasa.servers.of("again")[0]
        rasa.servers.note(home, False)
        assert await rasa.turn("again", "count", None, turn="b") == said[1]
    assert cluster.actions.calls["again"] == 2 and cluster.heard("again") == ["a", "b"]


async def test_a_turn_at_work_on_a_server_that_dies_is_done_by_the_next_and_counts_once(cluster: Cluster) -> None:
    async with cluster.client() as rasa:
        home = rasa.servers.of("dying")[0]
        cluster.actions.slow = 1.0
        turn = asyncio.create_task(rasa.turn("dying", "count", None, turn="a"))
        while not cluster.actions.calls["dying"]:
            await asyncio.sleep(0.02)
        cluster.kill(home)
        begun = time.monotonic()
        cluster.actions.slow = 0.0
        assert text(await turn) == "1"
        assert time.monotonic() - begun < 15, "the lock of the one that died ends soon"
        cluster.start(home)
    assert cluster.heard("dying") == ["a"]


async def test_the_same_turn_sent_to_both_servers_at_once_is_handled_once(cluster: Cluster) -> None:
    one, two = cluster.client(), cluster.client()
    two.servers.note(two.servers.of("both")[0], False)
    cluster.actions.slow = 0.3
    async with one, two:
        said = await asyncio.gather(*(rasa.turn("both", "count", None, turn="a") for rasa in (one, two)))
    cluster.actions.slow = 0.0
    assert said[0] == said[1] and cluster.actions.calls["both"] == 1
    assert cluster.heard("both") == ["a"]


async def test_an_action_server_that_dies_at_work_is_asked_again(cluster: Cluster) -> None:
    cluster.actions.dies = 1
    async with cluster.client() as rasa:
        assert text(await rasa.turn("acting", "count", None, turn="a")) == "1"
    assert cluster.actions.calls["acting"] == 2 and cluster.heard("acting") == ["a"]


async def test_without_redis_turns_go_on(cluster: Cluster) -> None:
    cluster.redis.stop()
    try:
        async with cluster.client() as rasa:
            said = [text(await rasa.turn("alone", "count", None, turn=turn)) for turn in ("a", "b")]
        assert said == ["1", "2"]
    finally:
        cluster.redis.start()


async def test_what_is_forgotten_at_one_server_is_forgotten_at_all(cluster: Cluster) -> None:
    async with cluster.client() as rasa:
        await rasa.turn("gone", "count", None, turn="a")
        assert await rasa.forget(digest("gone"))
        rasa.servers.note(rasa.servers.of("gone")[0], False)
        assert text(await rasa.turn("gone", "count", None, turn="b")) == "1"
    assert cluster.heard("gone") == ["b"]
