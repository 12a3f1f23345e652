"""Settings: defaults work, the environment goes before the file, faults are named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import PREFIX, ROOT, Settings, SettingsError, example_file, load_settings, origin_of


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No settings but a test's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name}".upper(), raising=False)
    path = tmp_path / "common-ground.toml"
    monkeypatch.setenv(f"{PREFIX}SETTINGS_FILE", str(path))
    load_settings.cache_clear()
    yield path
    load_settings.cache_clear()


def test_without_any_settings_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.web_port == 8080
    assert settings.allowed_origins == []
    assert origin_of("web_port") == "default"


def test_the_file_is_read(fresh: Path) -> None:
    fresh.write_text('web_port = 9000\nallowed_origins = ["https://www.example.org"]\n', encoding="utf-8")
    assert load_settings().web_port == 9000
    assert load_settings().allowed_origins == ["https://www.example.org"]
    assert origin_of("web_port") == "common-ground.toml"


def test_the_environment_goes_before_the_file(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh.write_text("web_port = 9000\n", encoding="utf-8")
    monkeypatch.setenv("COMMON_GROUND_WEB_PORT", "9100")
    assert load_settings().web_port == 9100
    assert origin_of("web_port") == "environment"


@pytest.mark.parametrize(
    "row", ["web_port = 0", 'country = "Britain"', 'trusted_proxies = ["10.0.0.300"]', "no_such_thing = 1", "= broken"]
)
def test_a_fault_is_named_with_its_file(fresh: Path, row: str) -> None:
    fresh.write_text(row + "\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "common-ground.toml" in str(caught.value)
    assert row.split()[0] in str(caught.value) or "TOML" in str(caught.value)


def test_a_fault_in_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_RASA_PORT", "many")
    with pytest.raises(SettingsError, match="COMMON_GROUND_RASA_PORT"):
        load_settings()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (('smtp_host = "mail.example.org"',), "smtp_host is set, so alert_email and smtp_sender must be set too"),
        (('alert_email = ["desk@example.org"]', 'smtp_host = "mail.example.org"'), "smtp_sender must be set too"),
        (('smtp_user = "alerts"',), "smtp_user is set, so smtp_password must be set too"),
        (('alert_secret = "secret"',), "alert_secret is set, so alert_webhook must be set too"),
        (('alert_email = ["the desk"]',), "an e-mail address looks like name@example.org"),
        (('alert_webhook = "hooks.example.org"',), "a web address begins with https:// or http://"),
    ],
)
def test_alerts_that_are_set_up_by_half_are_a_fault(fresh: Path, rows: tuple[str, ...], words: str) -> None:
    fresh.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert words in str(caught.value) and rows[0].split()[0] in str(caught.value)


def test_alerts_that_are_set_up_whole_are_taken_and_their_secrets_not_shown(fresh: Path) -> None:
    rows = ('alert_email = ["desk@example.org"]', 'smtp_host = "mail.example.org"', 'smtp_user = "alerts"')
    more = ('smtp_sender = "alerts@example.org"', 'smtp_password = "hush"', 'alert_secret = "hush"')
    fresh.write_text("\n".join((*rows, *more, 'alert_webhook = "https://hooks.example.org/x"')), encoding="utf-8")
    settings = load_settings()
    assert settings.smtp_password.get_secret_value() == settings.alert_secret.get_secret_value() == "hush"
    assert "hush" not in repr(settings)


TOKEN = "x" * 24
SHARED = ('redis_url = "redis://cache.example.org"', 'tracker_url = "postgresql://rasa@db.example.org/talks"')
TWO = 'rasa_urls = ["http://one.example.org:5005", "http://two.example.org:5005/"]'


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (('rasa_host = "0.0.0.0"',), "rasa_host is not this machine's own address, so shared_token must be set too"),
        (('actions_host = "actions.example.org"',), "actions_host is not this machine's own address"),
        (('rasa_host = "0.0.0.0"', 'shared_token = "short"'), "shared_token must have 24 characters at least"),
        ((TWO, SHARED[0]), "redis_url and tracker_url must be set too"),
        ((TWO, SHARED[1]), "redis_url and tracker_url must be set too"),
        (('rasa_urls = ["one.example.org"]',), "a web address begins with https:// or http://"),
        (('tracker_url = "sqlite:///talks.db"',), "tracker_url"),
        (('redis_url = "cache.example.org"',), "redis_url"),
    ],
)
def test_what_several_machines_need_is_asked_for(fresh: Path, rows: tuple[str, ...], words: str) -> None:
    fresh.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert words in str(caught.value)


def test_what_runs_elsewhere_is_found_there_and_what_is_not_named_on_this_machine(fresh: Path) -> None:
    here = load_settings()
    assert (here.rasa_servers, here.action_server) == (["http://127.0.0.1:5005"], "http://127.0.0.1:5055")
    hosts = ('rasa_host = "::"', f'shared_token = "{TOKEN}"')
    fresh.write_text("\n".join((*hosts, *SHARED)), encoding="utf-8")
    load_settings.cache_clear()
    assert load_settings().rasa_servers == ["http://[::1]:5005"] and TOKEN not in repr(load_settings())
    fresh.write_text("\n".join((TWO, *SHARED, 'actions_url = "http://actions.example.org/"')), encoding="utf-8")
    load_settings.cache_clear()
    there = load_settings()
    assert there.rasa_servers == ["http://one.example.org:5005", "http://two.example.org:5005"]
    assert there.action_server == "http://actions.example.org"


def test_a_country_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMON_GROUND_COUNTRY", "gb")
    assert load_settings().country == "GB"


def test_two_services_do_not_share_a_state_file() -> None:
    assert Settings(web_port=9001).state_file != Settings(web_port=9002).state_file


def test_every_setting_has_a_description_that_is_a_sentence() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description and field.description.endswith("."), name


def test_the_example_file_is_up_to_date_and_works_when_uncommented(fresh: Path) -> None:
    text = (ROOT / "common-ground.example.toml").read_text(encoding="utf-8")
    assert text == example_file(), "write it again with 'python -m bot settings --example'"
    rows = [line[2:] for line in text.splitlines() if line.startswith("# ") and " = " in line]
    fresh.write_text("\n".join(rows), encoding="utf-8")
    assert load_settings() == Settings()
    assert len(rows) == len(Settings.model_fields)
