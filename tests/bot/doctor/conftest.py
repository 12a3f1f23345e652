"""Settings of a test's own, as the doctor reads them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import load_settings

Set = Callable[..., None]


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Set:
    """Sets settings by their names; no file of settings is read."""
    monkeypatch.setenv("COMMON_GROUND_SETTINGS_FILE", str(tmp_path / "none.toml"))

    def configure(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"COMMON_GROUND_{name.upper()}", value)
        load_settings.cache_clear()

    return configure
