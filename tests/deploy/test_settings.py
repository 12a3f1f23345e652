"""What the processes are told in containers: settings that exist, fit together, and are whole."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.settings import PREFIX, Settings
from tests.deploy.files import (
    PROCESSES,
    compose,
    compose_environment,
    container,
    env_file,
    kubernetes_environment,
    of_kind,
    workloads,
)

KINDS = {"compose": compose_environment, "kubernetes": kubernetes_environment}
ALERTS = (f"{PREFIX}ALERT_SECRET", f"{PREFIX}SMTP_PASSWORD")  # switched on in settings.env, by whoever wants them


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name}".upper(), raising=False)
    monkeypatch.setenv(f"{PREFIX}SETTINGS_FILE", str(tmp_path / "none.toml"))


@pytest.fixture(params=KINDS)
def settings_of(request: pytest.FixtureRequest) -> Callable[[str], Settings]:
    """The settings that a process has, by Compose and on Kubernetes."""

    def read(process: str) -> Settings:
        environment: dict[str, str] = KINDS[request.param](process)
        if request.param == "kubernetes":
            environment = {name: value for name, value in environment.items() if name not in ALERTS}
        assert all(name.startswith(PREFIX) for name in environment)
        return Settings(**{name.removeprefix(PREFIX).lower(): value for name, value in environment.items()})  # type: ignore[arg-type]

    return read


@pytest.mark.parametrize("process", PROCESSES)
def test_every_setting_exists_and_they_are_whole(settings_of: Callable[[str], Settings], process: str) -> None:
    assert settings_of(process).shared_token.get_secret_value()


def test_all_three_show_each_other_the_same_token(settings_of: Callable[[str], Settings]) -> None:
    assert len({settings_of(process).shared_token.get_secret_value() for process in PROCESSES}) == 1


def test_each_listens_where_others_can_reach_it(settings_of: Callable[[str], Settings]) -> None:
    for process in PROCESSES:
        assert getattr(settings_of(process), f"{process}_host") == "0.0.0.0"


def test_each_finds_the_others_by_name_and_port(settings_of: Callable[[str], Settings]) -> None:
    web, rasa = settings_of("web"), settings_of("rasa")
    assert web.rasa_urls and all(_target(url, "rasa") == Settings().rasa_port for url in web.rasa_urls)
    for one in (web, rasa):
        assert _target(one.actions_url, "actions") == Settings().actions_port


def test_what_is_kept_is_in_postgresql_and_what_is_shared_in_redis(settings_of: Callable[[str], Settings]) -> None:
    web, actions, rasa = (settings_of(process) for process in PROCESSES)
    assert web.database == actions.database and web.database.startswith("postgresql://")
    assert rasa.tracker_url.startswith("postgresql://") and rasa.tracker_url != web.database
    assert web.redis_url == rasa.redis_url != ""


def test_rasa_cannot_open_the_database_of_cases(settings_of: Callable[[str], Settings]) -> None:
    assert settings_of("rasa").database == Settings().database


def test_a_proxy_is_trusted(settings_of: Callable[[str], Settings]) -> None:
    assert set(settings_of("web").trusted_proxies) - set(Settings().trusted_proxies)


def test_each_rasa_server_that_the_web_process_knows_is_there(settings_of: Callable[[str], Settings]) -> None:
    names = [urlsplit(url).hostname for url in settings_of("web").rasa_urls]
    if names == ["rasa"]:
        assert "rasa" in compose()["services"]
    else:
        rasa = of_kind("StatefulSet")["rasa"]["spec"]
        assert names == [f"rasa-{number}.{rasa['serviceName']}" for number in range(rasa["replicas"])]


def test_every_line_of_the_example_for_compose_is_used() -> None:
    text = str(compose())
    handed_on = {name for one in compose()["services"].values() for name in one["environment"]}
    for name in env_file("example.env"):
        assert name in handed_on or f"${{{name}:" in text, name


def test_every_secret_that_a_pod_asks_for_is_in_the_example() -> None:
    asked = set()
    for process in workloads():
        for one in container(process)["env"]:
            if reference := one.get("valueFrom", {}).get("secretKeyRef"):
                assert reference["name"] == "secrets" and reference["key"] == one["name"]
                asked.add(one["name"])
    assert asked == set(env_file("kubernetes/secrets.example.env"))


def _target(url: str, service: str) -> int | None:
    """The port of a web address that names the service, or one server of it."""
    parts = urlsplit(url)
    assert parts.hostname is not None and parts.hostname.split(".")[-1] == service
    return parts.port
