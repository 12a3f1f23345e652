"""Fixtures of all tests; above all the real service, started once for those that need it."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.build import build_service
from bot.environment import child_environment
from bot.serve import commands
from bot.settings import ROOT, Settings
from bot.supervisor import Supervisor


@dataclass(frozen=True)
class RunningService:
    """The real three processes.

    Attributes:
        url: of the web process.
        logs: folder of the log files.
        supervisor: that keeps them.
    """

    url: str
    logs: Path
    supervisor: Supervisor


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as the service does."""
    return "asyncio"


@pytest.fixture(scope="session")
def running_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """Builds what changed and starts the three processes on free ports."""
    web, rasa, actions = _free_ports(3)
    settings = Settings(web_port=web, rasa_port=rasa, actions_port=actions, open_page=False)
    build_service(settings, print)
    logs = tmp_path_factory.mktemp("log")
    supervisor = Supervisor(commands(settings), child_environment(settings), ROOT, logs, print)
    supervisor.start()
    yield RunningService(f"http://127.0.0.1:{web}", logs, supervisor)
    supervisor.stop()


@pytest.fixture(scope="session")
def service(request: pytest.FixtureRequest) -> str:
    """Address of the real service: the one named by COMMON_GROUND_TEST_URL, else one started for the tests."""
    if url := os.environ.get("COMMON_GROUND_TEST_URL"):
        return url
    running: RunningService = request.getfixturevalue("running_service")
    return running.url


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
