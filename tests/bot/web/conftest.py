"""What the tests of the door share."""

import pytest

from tests.bot.web.quick import hash_cheaply, read_certificates_once, read_rules_once


@pytest.fixture(autouse=True)
def no_helpline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of the door have a helpline and a training only where they make them, not the developer's own."""
    monkeypatch.setenv("COMMON_GROUND_HELPLINE", "false")
    monkeypatch.setenv("COMMON_GROUND_TRAINING", "false")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door takes no longer than it must."""
    hash_cheaply(monkeypatch)
    read_certificates_once(monkeypatch)
    read_rules_once(monkeypatch)
