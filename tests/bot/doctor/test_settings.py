"""The settings as the doctor sees them: every fault a line, and what does not fit together."""

from pathlib import Path
from typing import Any

import pytest

from bot.doctor import settings as doctor
from bot.settings import Settings, load_settings

MAIL = {"alert_email": ["desk@example.org"], "smtp_host": "mail.example.org", "smtp_sender": "a@example.org"}
PUBLIC = {"public_url": "https://help.example.org"}


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMMON_GROUND_SETTINGS_FILE", str(tmp_path / "none.toml"))
    load_settings.cache_clear()


def test_each_fault_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_WEB_PORT", "many")
    monkeypatch.setenv("COMMON_GROUND_COUNTRY", "England")
    found = list(doctor.findings())
    assert [finding.state for finding in found] == ["broken", "broken"]
    assert "web_port" in str(found[0]) and "country" in str(found[1])


def test_an_alert_set_up_by_half_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_ALERT_EMAIL", "desk@example.org")
    (finding,) = doctor.findings()
    assert finding.state == "broken" and "smtp_host" in finding.says


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({}, "look at this", "nobody is told"),
        ({"helpline": False}, "ok", "no helpline"),
        (MAIL, "look at this", "this machine's own name"),
        ({**MAIL, **PUBLIC}, "ok", "by e-mail"),
        ({**MAIL, **PUBLIC, "smtp_tls": "none"}, "look at this", "in the clear"),
        ({**MAIL, **PUBLIC, "alert_webhook": "https://hooks.example.org/x"}, "ok", "by e-mail and webhook"),
    ],
)
def test_whether_anybody_is_told_of_an_emergency(changes: dict[str, Any], state: str, words: str) -> None:
    finding = doctor.alerts(Settings(**changes))
    assert finding.state == state and words in finding.says


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({}, "ok", "this machine's own"),
        (PUBLIC, "look at this", "none is named"),
        ({**PUBLIC, "web_host": "127.0.0.1"}, "ok", "help.example.org"),
        ({**PUBLIC, "web_host": "127.0.0.1", "trusted_proxies": []}, "look at this", "is not believed"),
        ({**PUBLIC, "trusted_proxies": ["10.0.0.0/8"]}, "ok", "help.example.org"),
        ({**PUBLIC, "trusted_proxies": ["0.0.0.0/0"]}, "look at this", "every address"),
        ({"public_url": "http://help.example.org", "web_host": "127.0.0.1"}, "look at this", "not encrypted"),
    ],
)
def test_what_stands_before_the_service_fits_together(changes: dict[str, Any], state: str, words: str) -> None:
    finding = doctor.proxy(Settings(**changes))
    assert finding.state == state and words in finding.says
