"""One machine: only the web process is reached from outside, and each container has as little as it can."""

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.deploy.files import DEPLOY, PROCESSES, SAMPLE, compose, filled

SERVICES: dict[str, dict[str, Any]] = compose()["services"]
PASSWORDS = {"helpline": "one", "tracker": "two"}
INTERNAL = {name for name, network in compose()["networks"].items() if network.get("internal")}


def test_only_the_web_process_is_published_and_by_default_to_this_machine_alone() -> None:
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["web"]
    assert [filled(port, {}) for port in SERVICES["web"]["ports"]] == ["127.0.0.1:8080:8080"]


def test_only_the_web_process_reaches_the_outside() -> None:
    assert [name for name, one in SERVICES.items() if not set(one["networks"]) <= INTERNAL] == ["web"]


def test_databases_are_reached_only_by_who_needs_them() -> None:
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["data"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_has_as_little_as_it_can(name: str) -> None:
    one = SERVICES[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"] and "cap_add" not in one
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["restart"] == "unless-stopped"
    assert one["mem_limit"] and one["pids_limit"] and one["tmpfs"]
    assert str(one["user"]).split(":")[0] not in ("root", "0")
    assert "privileged" not in one and "/var/run/docker.sock" not in str(one)


def test_every_container_has_a_health_check() -> None:
    for name, one in SERVICES.items():
        assert name in PROCESSES or one["healthcheck"]["test"]


def test_the_page_comes_up_without_rasa_and_the_actions() -> None:
    assert set(SERVICES["web"]["depends_on"]) == {"postgres", "redis"}


def test_redis_gets_its_password_by_a_file_that_only_it_can_read(tmp_path: Path) -> None:
    *shell, script = SERVICES["redis"]["command"]
    file = tmp_path / "redis.conf"
    script = script.replace("$$", "$").replace("/tmp/redis.conf", str(file)).replace("exec redis-server", "exec echo")
    done = subprocess.run([*shell, script], env={"REDIS_PASSWORD": SAMPLE}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(file)
    assert f"requirepass {SAMPLE}\n" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0


def test_each_of_the_two_databases_is_its_owner_s_alone(postgres_server: str) -> None:
    at = urlsplit(postgres_server)
    environment = {
        **os.environ, "PGHOST": str(at.hostname), "PGPORT": str(at.port), "PGDATABASE": "postgres",
        "POSTGRES_USER": str(at.username),
        **{f"{name}_PASSWORD".upper(): password for name, password in PASSWORDS.items()},
    }  # fmt: skip
    script = DEPLOY / "postgres" / "databases.sh"  # run as it is: one without the right to run would be sourced instead
    subprocess.run([str(script)], env=environment, check=True, capture_output=True)

    def url(name: str, database: str) -> str:
        return f"postgresql://{name}:{PASSWORDS[name]}@{at.hostname}:{at.port}/{database}"

    try:
        for name, other in (("helpline", "tracker"), ("tracker", "helpline")):
            with psycopg.connect(url(name, name)) as connection:
                connection.execute("CREATE TABLE lines (text TEXT)")
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(url(name, other))
    finally:
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            for name in ("helpline", "tracker"):
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
                connection.execute(f"DROP ROLE IF EXISTS {name}".encode())
