"""`python -m bot serve` as a person starts it: private processes stay private, and all end together."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.build import build_service
from bot.environment import MAIN_PYTHON, child_environment
from bot.evaluation.service import free_ports
from bot.settings import ROOT, Settings
from tests.service.talk import Talk

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes and sockets in /proc"),
]


@dataclass
class Started:
    """A service started by its command."""

    settings: Settings
    process: "subprocess.Popen[str]"
    output: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.web_port}"

    def children(self) -> list[int]:
        """Process ids of the three."""
        found = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                text = status.read_text(encoding="utf-8")
            except OSError:
                continue
            if re.search(rf"^PPid:\t{self.process.pid}$", text, re.MULTILINE) and "Z (zombie)" not in text:
                found.append(int(status.parent.name))
        return found


def start(settings: Settings, output: Path) -> "subprocess.Popen[str]":
    with output.open("w", encoding="utf-8") as out:
        return subprocess.Popen(
            [str(MAIN_PYTHON), "-m", "bot", "serve"],
            cwd=ROOT, env=child_environment(settings), stdout=out, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """The service, from its command until it says that it is ready."""
    folder = tmp_path_factory.mktemp("start")
    web, rasa, actions = free_ports(3)
    settings = Settings(web_port=web, rasa_port=rasa, actions_port=actions, open_page=False, log_folder=folder / "log")
    build_service(settings, print)
    output = folder / "output.txt"
    began = time.monotonic()
    process = start(settings, output)
    try:
        while "is ready: http" not in output.read_text(encoding="utf-8"):
            assert process.poll() is None, output.read_text(encoding="utf-8")
            assert time.monotonic() - began < 120, output.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield Started(settings, process, output)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def test_it_answers_as_soon_as_it_says_that_it_is_ready(started: Started) -> None:
    assert Talk(started.url).say("hello")["type"] == "chitchat"


def test_progress_and_the_address_are_shown(started: Started) -> None:
    text = started.output.read_text(encoding="utf-8")
    for name in ("web", "actions", "rasa"):
        assert f"{name} is ready after" in text
    assert f"http://localhost:{started.settings.web_port}" in text
    assert "Traceback" not in text


def test_only_the_web_process_can_be_reached_from_outside(started: Started) -> None:
    listening: dict[int, set[str]] = {}
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/net/{table}").read_text(encoding="utf-8").splitlines()[1:]:
            local, state = row.split()[1], row.split()[3]
            if state == "0A":
                address, port = local.split(":")
                listening.setdefault(int(port, 16), set()).add(address)
    assert listening[started.settings.rasa_port] == {"0100007F"}  # 127.0.0.1
    assert listening[started.settings.actions_port] == {"0100007F"}
    assert listening[started.settings.web_port] == {"00000000"}


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/model/parse"), ("PUT", "/model"), ("GET", "/conversations/x/tracker"), ("GET", "/domain")],
)
def test_rasa_offers_nothing_but_its_channel(started: Started, method: str, path: str) -> None:
    url = f"http://127.0.0.1:{started.settings.rasa_port}{path}"
    assert httpx.request(method, url, json={"text": "x"}, trust_env=False).status_code == 404


def test_a_second_start_on_the_same_ports_is_one_sentence(started: Started, tmp_path: Path) -> None:
    output = tmp_path / "second.txt"
    assert start(started.settings, output).wait(30) == 1
    text = output.read_text(encoding="utf-8").strip()
    assert text.startswith(f"Port {started.settings.web_port} cannot be used") and "\n" not in text
    assert httpx.get(f"{started.url}/healthz", trust_env=False).status_code == 200


def test_stopping_it_stops_all_three(started: Started) -> None:
    """The last test of this file: it ends the service."""
    children = started.children()
    assert len(children) == 3
    started.process.send_signal(signal.SIGINT)
    assert started.process.wait(20) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    for port in (started.settings.web_port, started.settings.rasa_port, started.settings.actions_port):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert "Traceback" not in started.output.read_text(encoding="utf-8")
