"""The running service and its ports: ours or another's, ready or not, and a turn through all of it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.doctor import ports, service
from bot.process_state import ProcessState, write_states
from bot.settings import load_settings

Answers = dict[str, tuple[int, Any]]
WELL: Answers = {
    "/healthz": (200, {"alive": True}),
    "/readyz": (200, {"ready": True}),
    "/api/chat": (200, {"messages": [{"text": "Hello", "custom": {"type": "chitchat"}}]}),
}


@contextmanager
def answering(answers: Answers) -> Iterator[int]:
    """The port of a server that gives these answers."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = answers.get(self.path, (404, {}))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def on_port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[int], None]:
    """Has the settings name this web port, and a log folder of the test's own."""
    monkeypatch.setenv("COMMON_GROUND_SETTINGS_FILE", str(tmp_path / "none.toml"))
    monkeypatch.setenv("COMMON_GROUND_LOG_FOLDER", str(tmp_path))

    def configure(port: int) -> None:
        monkeypatch.setenv("COMMON_GROUND_WEB_PORT", str(port))
        load_settings.cache_clear()

    return configure


def found() -> dict[str, tuple[str, str]]:
    return {finding.check: (finding.state, str(finding)) for finding in service.findings()}


def test_one_that_does_not_run_is_no_fault(on_port: Callable[[int], None]) -> None:
    on_port(9)
    assert found()["service"][0] == "ok"


def test_one_that_was_started_and_does_not_answer_is(on_port: Callable[[int], None]) -> None:
    on_port(9)
    write_states(load_settings().state_file, {"web": ProcessState("restarting", 3, 0.0)})
    assert found()["service"][0] == "broken"


def test_one_that_is_well_answers_a_greeting(on_port: Callable[[int], None]) -> None:
    with answering(WELL) as port:
        on_port(port)
        assert {check: state for check, (state, _) in found().items()} == {"service": "ok", "a turn": "ok"}


@pytest.mark.parametrize(
    ("path", "answer", "check", "words"),
    [
        ("/readyz", (503, {"message": "The part that finds the advice has stopped."}), "service", "has stopped"),
        ("/readyz", (503, {}), "service", "as it should"),
        ("/api/chat", (503, {}), "a turn", "503"),
        ("/api/chat", (200, {"messages": []}), "a turn", "no whole answer"),
        ("/api/chat", (200, {"messages": [{"custom": {"failed": True}}]}), "a turn", "no whole answer"),
    ],
)
def test_what_is_not_well_is_broken(
    on_port: Callable[[int], None], path: str, answer: tuple[int, Any], check: str, words: str
) -> None:
    with answering({**WELL, path: answer}) as port:
        on_port(port)
        state, line = found()[check]
    assert state == "broken" and words in line


def test_a_process_that_stopped_lately_is_named(on_port: Callable[[int], None]) -> None:
    with answering(WELL) as port:
        on_port(port)
        write_states(load_settings().state_file, {"web": ProcessState("running"), "rasa": ProcessState("running", 2)})
        assert found()["process 'rasa'"][0] == "look at this"
        assert "process 'web'" not in found()


def test_a_port_is_free_ours_or_taken(on_port: Callable[[int], None]) -> None:
    def state(port: int) -> str:
        on_port(port)
        return next(finding.state for finding in ports.findings() if finding.check == f"port {port}")

    with answering(WELL) as port:
        assert state(port) == "ok"
    assert state(port) == "ok"
    with answering({"/healthz": (200, "another program")}) as port:
        assert state(port) == "broken"
