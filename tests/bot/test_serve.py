"""Starting the service: taken ports and a missing model are one sentence, private processes stay private."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import serve
from bot.environment import child_environment
from bot.settings import PREFIX, Settings
from bot.supervisor import Command, StartError


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_settings(**changes: object) -> Settings:
    ports = {"web_port": free_port(), "rasa_port": free_port(), "actions_port": free_port()}
    return Settings.model_validate({**ports, **changes})


@contextmanager
def listening() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


@pytest.mark.parametrize("name", ["web_port", "rasa_port", "actions_port"])
def test_a_taken_port_is_named_with_the_setting_that_changes_it(name: str) -> None:
    with listening() as port, pytest.raises(StartError) as caught:
        serve.check_ports(own_settings(**{name: port}))
    assert f"Port {port} " in str(caught.value)
    assert f"{PREFIX}{name.upper()}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_free_ports_are_fine() -> None:
    serve.check_ports(own_settings())


def test_a_port_is_checked_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "build_service", lambda *_: pytest.fail("built"))
    with listening() as port, pytest.raises(StartError):
        serve.serve(own_settings(web_port=port), lambda _: None)


class NoProcesses:
    """A supervisor with nothing to keep."""

    def __init__(self, *_: object) -> None: ...

    def start(self) -> bool:
        return False

    def stop(self) -> None: ...


@pytest.mark.parametrize("remark", ["Support services not confirmed lately: gb-police.", None])
def test_the_operator_is_told_of_services_to_confirm_in_one_line(
    monkeypatch: pytest.MonkeyPatch, remark: str | None
) -> None:
    monkeypatch.setattr(serve, "build_service", lambda *_: True)
    monkeypatch.setattr(serve, "commands", lambda _: [])
    monkeypatch.setattr(serve, "Supervisor", NoProcesses)
    monkeypatch.setattr(serve, "overdue", lambda _: remark)
    said: list[str] = []
    serve.serve(own_settings(), said.append)
    assert [line for line in said if "confirm" in line] == ([remark] if remark else [])


def test_a_missing_model_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serve, "MODEL", tmp_path / "none.tar.gz")
    with pytest.raises(StartError, match=r"none\.tar\.gz is missing; run 'make build'\.$"):
        serve.commands(own_settings())


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Command]:
    model = tmp_path / "model.tar.gz"
    model.touch()
    monkeypatch.setattr(serve, "MODEL", model)
    return {c.name: c for c in serve.commands(Settings(web_port=8081, rasa_port=5006, actions_port=5056))}


def test_rasa_is_private_and_has_no_programming_interface(commands: dict[str, Command]) -> None:
    arguments = list(commands["rasa"].arguments)
    assert arguments[arguments.index("--interface") + 1] == "127.0.0.1"
    assert "--enable-api" not in arguments
    assert "--quiet" in arguments and "--debug" not in arguments


def test_the_web_process_writes_no_access_log(commands: dict[str, Command]) -> None:
    assert "--no-access-log" in commands["web"].arguments


def test_only_trusted_proxies_are_believed(monkeypatch: pytest.MonkeyPatch, commands: dict[str, Command]) -> None:
    def web(**settings: object) -> list[str]:
        return list({c.name: c for c in serve.commands(own_settings(**settings))}["web"].arguments)

    assert "--forwarded-allow-ips 127.0.0.1,::1" in " ".join(web())
    assert "--forwarded-allow-ips 10.0.0.0/8,192.0.2.1" in " ".join(web(trusted_proxies="10.0.0.0/8, 192.0.2.1"))
    assert "--no-proxy-headers" in web(trusted_proxies=[])


def test_each_process_gets_its_port(commands: dict[str, Command]) -> None:
    assert {"8081"} <= set(commands["web"].arguments)
    assert {"5006"} <= set(commands["rasa"].arguments)
    assert "actions" in commands["actions"].arguments  # reads its port from the settings, as its parent hands them on
    assert child_environment(Settings(actions_port=5056))["COMMON_GROUND_ACTIONS_PORT"] == "5056"


def test_readiness_is_an_answer_with_status_200() -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 503)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        assert serve._answers(url, "/healthz")()
        assert not serve._answers(url, "/other")()
        server.shutdown()
    assert not serve._answers(url, "/healthz")()


def test_what_runs_elsewhere_is_not_started_here_nor_is_its_port_looked_at(commands: dict[str, Command]) -> None:
    assert list(commands) == ["web", "actions", "rasa"]
    with listening() as port:
        there = own_settings(rasa_port=port, rasa_urls="http://rasa.example.org:5005")
        assert [command.name for command in serve.commands(there)] == ["web", "actions"]
        serve.check_ports(there)
    there = own_settings(actions_url="http://actions.example.org:5055")
    assert [command.name for command in serve.commands(there)] == ["web", "rasa"]


def test_rasa_keeps_conversations_where_the_settings_say(commands: dict[str, Command]) -> None:
    shared = own_settings(tracker_url="postgresql://rasa@db.example.org/talks")
    assert "endpoints.yml" in commands["rasa"].arguments
    assert "endpoints-shared.yml" in serve.command("rasa", shared).arguments


def test_children_see_the_settings_of_their_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(
        web_port=9001, country="GB", allowed_origins=["https://a.example.org", "https://b.example.org"],
        unlimited_addresses=[], open_page=False, turn_timeout=7.5, trusted_proxies=["10.0.0.0/8"], idle_hours=0.5,
        rasa_urls=["https://rasa.example.org"], shared_token=SecretStr("a-secret-that-is-long-enough"),
    )  # fmt: skip
    for name, value in child_environment(settings).items():
        if name.startswith(PREFIX):
            monkeypatch.setenv(name, value)
    assert Settings() == settings


def test_children_are_quiet_whatever_the_shell_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOG_LEVEL", "LOG_LEVEL_LIBRARIES"):
        monkeypatch.setenv(name, "DEBUG")
    environment = child_environment(Settings())
    assert (environment["LOG_LEVEL"], environment["LOG_LEVEL_LIBRARIES"]) == ("WARNING", "ERROR")
    assert environment["HF_HUB_OFFLINE"] == "1"
    assert environment["RASA_TELEMETRY_ENABLED"] == "false"


@pytest.mark.parametrize(("variable", "expected"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), ("OTHER", False)])
def test_the_page_is_opened_only_where_there_is_a_screen(
    variable: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")  # a Mac has a screen without saying so
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, ":0")
    assert serve.has_display() is expected
