"""`python -m bot alert test`: the operator sees whether alerts arrive, channel by channel."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.settings import PREFIX, Settings, load_settings
from tests.bot.web.alerts.servers import hook_server, mail_server


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but a test's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name}".upper(), raising=False)
    monkeypatch.setenv(f"{PREFIX}SETTINGS_FILE", str(tmp_path / "none.toml"))
    load_settings.cache_clear()


def run(monkeypatch: pytest.MonkeyPatch, **settings: str | int) -> tuple[int, str, str]:
    for name, value in settings.items():
        monkeypatch.setenv(f"{PREFIX}{name}".upper(), str(value))
    result = CliRunner().invoke(cli.app, ["alert", "test"])
    return result.exit_code, result.stdout, result.stderr


def test_it_says_per_channel_how_it_went(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as mail, hook_server(500) as hook:
        code, out, err = run(
            monkeypatch, alert_email="desk@example.org", smtp_host="127.0.0.1", smtp_port=mail.port, smtp_tls="none",
            smtp_sender="alerts@example.org", alert_webhook=hook.url,
        )  # fmt: skip
    assert (code, err) == (1, "")
    assert out.splitlines() == ["email: sent", "webhook: the web address answered with 500"]
    (sent,) = mail.mails
    assert "This is a test. Nobody is waiting." in sent.get_content()


def test_all_sent_is_success(monkeypatch: pytest.MonkeyPatch) -> None:
    with hook_server() as hook:
        assert run(monkeypatch, alert_webhook=hook.url) == (0, "webhook: sent\n", "")
    assert b'"event": "test"' in hook.requests[0][2]


def test_where_nothing_is_set_up_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = run(monkeypatch)
    assert code == 1 and out == ""
    assert err == "No alerts are set up: see alert_email and alert_webhook.\n"


def test_half_a_setup_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, err = run(monkeypatch, smtp_host="mail.example.org")
    assert code == 1 and "smtp_host is set, so alert_email and smtp_sender must be set too" in err
