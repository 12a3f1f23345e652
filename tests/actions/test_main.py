"""`python -m actions` goes by the settings of the service."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import actions.__main__ as entry
from actions.resources import default_country
from bot.settings import load_settings


class FakeServer:
    """Notes how it is run."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}

    def run(self, **options: Any) -> None:
        self.options = options


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that settings are read from in this test."""
    path = tmp_path / "common-ground.toml"
    monkeypatch.setenv("COMMON_GROUND_SETTINGS_FILE", str(path))
    load_settings.cache_clear()
    yield path
    load_settings.cache_clear()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    fake = FakeServer()
    monkeypatch.setattr(entry, "make_app", lambda token: fake)
    monkeypatch.setattr(entry, "warm_up", lambda: None)
    return fake


def test_port_and_country_come_from_the_settings_file(settings_file: Path, server: FakeServer) -> None:
    settings_file.write_text('actions_port = 9321\ncountry = "GB"\n', encoding="utf-8")
    assert entry.main() == 0
    assert (server.options["host"], server.options["port"]) == ("127.0.0.1", 9321)
    assert default_country() == "GB"


def test_a_wrong_setting_is_a_sentence(
    settings_file: Path, server: FakeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_file.write_text("actions_port = 0\n", encoding="utf-8")
    assert entry.main() == 1
    assert "actions_port" in capsys.readouterr().err
    assert server.options == {}
