"""A Redis server of the tests' own: in memory only, on a free port of this machine, gone at the end."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from bot.children import die_with_parent
from bot.evaluation.service import free_ports


class RedisServer:
    """A server that can be stopped and started again, with nothing in it.

    Attributes:
        url: of it.
    """

    def __init__(self, program: str) -> None:
        (self._port,) = free_ports(1)
        self._program = program
        self.url = f"redis://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [self._program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, preexec_fn=die_with_parent
        )
        for _ in range(200):
            try:
                redis.Redis.from_url(self.url).ping()
                return
            except redis.ConnectionError:
                time.sleep(0.05)
        raise RuntimeError("Redis did not start.")

    def stop(self) -> None:
        """Kills it."""
        self._process.kill()
        self._process.wait()


@contextmanager
def server() -> Iterator[RedisServer]:
    """Runs a server. Where Redis is not installed, the test is skipped, or fails in continuous integration."""
    program = shutil.which("redis-server")
    if program is None:
        missing = "Redis is not installed (on Debian: apt-get install redis-server)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    made = RedisServer(program)
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A server for one test, which may stop it."""
    with server() as made:
        yield made
