"""Fixtures of all tests; above all the real service, started once for those that need it."""

import contextlib
import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.build import build_service
from bot.environment import child_environment
from bot.evaluation.service import free_ports
from bot.serve import commands, prepare_database
from bot.settings import ROOT, Settings
from bot.supervisor import Supervisor
from tests.databases import database as database
from tests.databases import fresh_url as fresh_url
from tests.databases import kind as kind
from tests.databases import postgres_server as postgres_server
from tests.databases import sqlite_file as sqlite_file


@dataclass(frozen=True)
class RunningService:
    """The real three processes.

    Attributes:
        url: of the web process.
        logs: folder of the log files.
        supervisor: that keeps them.
        settings: of all three.
    """

    url: str
    logs: Path
    supervisor: Supervisor
    settings: Settings

    def kill(self, name: str) -> None:
        """Kills a process, and returns when the supervisor has seen it."""
        pid = self.supervisor.pids()[name]
        os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.kill(pid, 0)
                time.sleep(0.02)


def pytest_collection_finish() -> None:
    """The garbage collector leaves alone what was imported, over a million objects, and comes less often.

    Each application that a test makes is thousands of objects, and looking for garbage was a quarter of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests run on asyncio, as the service does."""
    return "asyncio"


@pytest.fixture(scope="session")
def running_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """Builds what changed and starts the three processes on free ports.

    Their database is SQLite's, or an empty one whose URL COMMON_GROUND_TEST_DATABASE gives.
    """
    web, rasa, actions = free_ports(3)
    logs = tmp_path_factory.mktemp("log")
    sqlite = f"sqlite:///{tmp_path_factory.mktemp('database') / 'helpline.db'}"
    database = os.environ.get("COMMON_GROUND_TEST_DATABASE") or sqlite
    settings = Settings(
        web_port=web, rasa_port=rasa, actions_port=actions, open_page=False, log_folder=logs, database=database
    )
    build_service(settings, print)
    prepare_database(settings)
    environment = child_environment(settings)
    supervisor = Supervisor(commands(settings), environment, ROOT, logs, print, settings.state_file)
    supervisor.start()
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    yield RunningService(f"http://127.0.0.1:{web}", logs, supervisor, settings)
    supervisor.request_stop()
    watching.join()
    supervisor.stop()


@pytest.fixture(scope="session")
def service(request: pytest.FixtureRequest) -> str:
    """Address of the real service: the one named by COMMON_GROUND_TEST_URL, else one started for the tests."""
    if url := os.environ.get("COMMON_GROUND_TEST_URL"):
        return url
    running: RunningService = request.getfixturevalue("running_service")
    return running.url
