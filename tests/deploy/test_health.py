"""The health check of the images: 0 for an answer of 200, 1 for anything else."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.deploy.files import DEPLOY


class Answers(BaseHTTPRequestHandler):
    """Well at /healthz, and at no other path."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """Of a server on this machine."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def check(port: int, path: str) -> int:
    return subprocess.run([sys.executable, str(DEPLOY / "health.py"), str(port), path], timeout=30).returncode


def test_an_answer_of_200_is_healthy(port: int) -> None:
    assert check(port, "/healthz") == 0


def test_any_other_answer_is_not(port: int) -> None:
    assert check(port, "/readyz") == 1


def test_no_answer_is_not() -> None:
    with socket.socket() as probe:  # bound and never listening: nobody else takes the port
        probe.bind(("127.0.0.1", 0))
        assert check(probe.getsockname()[1], "/healthz") == 1
