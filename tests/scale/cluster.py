"""Two of each process on one machine, started one by one as containers would be, on PostgreSQL and Redis."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

from bot.build import build_service
from bot.children import die_with_parent
from bot.environment import MAIN_PYTHON, child_environment
from bot.evaluation.service import free_ports
from bot.settings import ROOT, Settings
from tests import redis_server
from tests.redis_server import RedisServer
from tests.scale.one_name import OneName

TOKEN = "a-token-for-tests-that-is-long"
HEALTH = {"web": "/healthz", "rasa": "/", "actions": "/health"}
START_WITHIN = 300.0  # seconds, on a machine that does other work too


@dataclass
class Cluster:
    """The processes, each by a name such as "rasa-2".

    Attributes:
        settings: of each.
        redis: that they share.
        logs: folder of their logs.
        tracker_url: of the database in which Rasa keeps conversations.
    """

    settings: Mapping[str, Settings]
    redis: RedisServer
    logs: Path
    tracker_url: str
    _processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def urls(self) -> list[str]:
        """Addresses of the web processes."""
        return [self.url(name) for name in self.settings if name.startswith("web")]

    def url(self, name: str) -> str:
        """Address of a process."""
        port = getattr(self.settings[name], f"{name.split('-')[0]}_port")
        return f"http://127.0.0.1:{port}"

    def start(self, *names: str) -> None:
        """Starts processes and returns when they answer."""
        for name in names:
            command = [str(MAIN_PYTHON), "-m", "bot", "run", name.split("-")[0]]
            with (self.logs / f"{name}.log").open("ab") as log:
                self._processes[name] = subprocess.Popen(
                    command, cwd=ROOT, env=child_environment(self.settings[name]), stdout=log, stderr=log,
                    start_new_session=True, preexec_fn=die_with_parent,
                )  # fmt: skip
        deadline = time.monotonic() + START_WITHIN
        for name in names:
            while not self._answers(name):
                assert self._processes[name].poll() is None, self.log(name)[-2000:]
                assert time.monotonic() < deadline, f"no answer from {name}"
                time.sleep(0.2)

    def kill(self, name: str) -> None:
        """Ends a process without a farewell."""
        process = self._processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        """Ends all."""
        for name in list(self._processes):
            self.kill(name)

    def log(self, name: str) -> str:
        """What a process has logged."""
        return (self.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def _answers(self, name: str) -> bool:
        try:
            url = f"{self.url(name)}{HEALTH[name.split('-')[0]]}"
            return httpx.get(url, timeout=2, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


@contextmanager
def cluster(postgres: str, folder: Path) -> Iterator[Cluster]:
    """Builds what changed, and runs two of each process.

    Args:
        postgres: URL of a server's database "postgres", beside which the two of the cluster are made.
        folder: for the logs.
    """
    with psycopg.connect(postgres, autocommit=True) as connection:
        for name in ("cases", "talks"):
            connection.execute(f"CREATE DATABASE {name}".encode())
    database, tracker_url = (postgres.removesuffix("postgres") + name for name in ("cases", "talks"))
    names = [f"{process}-{number}" for process in ("rasa", "actions", "web") for number in (1, 2)]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    actions = [port for name, port in ports.items() if name.startswith("actions")]
    with redis_server.server() as redis, OneName(actions) as one_name:
        common = {
            "web_host": "127.0.0.1", "open_page": False, "log_folder": folder, "database": database,
            "tracker_url": tracker_url, "redis_url": redis.url, "shared_token": TOKEN, "actions_url": one_name.url,
            "rasa_urls": [f"http://127.0.0.1:{ports[name]}" for name in names if name.startswith("rasa")],
        }  # fmt: skip
        # Ports of its own for those that it does not start: no two of one process may be the same.
        settings = {name: Settings.model_validate({**common, **_ports(name, port)}) for name, port in ports.items()}
        build_service(settings["web-1"], print)
        made = Cluster(settings, redis, folder, tracker_url)
        try:
            for name in names:  # one after the other: together they would starve each other
                made.start(name)
            yield made
        finally:
            made.kill_all()


def _ports(name: str, port: int) -> dict[str, int]:
    return {"web_port": 1, "rasa_port": 2, "actions_port": 3, f"{name.split('-')[0]}_port": port}
