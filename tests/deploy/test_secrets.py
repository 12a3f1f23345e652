"""No secret stands in a file of deploy/, and none gets into an image."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import PREFIX, ROOT, Settings
from tests.deploy.files import DEPLOY, compose, container, env_file, manifests, texts, workloads

WITH_PASSWORD = re.compile(r"\w+://[^\s/@]*:(?P<password>[^\s/@]+)@")
SECRETS = {f"{PREFIX}{name}".upper() for name, field in Settings.model_fields.items() if field.annotation is SecretStr}
FILES = [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".pyc" and path.name != ".env"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_address_holds_a_password(path: Path) -> None:
    for found in WITH_PASSWORD.finditer(path.read_text(encoding="utf-8")):
        assert found["password"].startswith("${"), found[0]


@pytest.mark.parametrize("name", ["example.env", "kubernetes/settings.env", "kubernetes/secrets.example.env"])
def test_the_secrets_of_an_example_are_empty(name: str) -> None:
    for variable, value in env_file(name).items():
        if variable in SECRETS or variable.endswith(("_PASSWORD", "_TOKEN")) or "secrets" in name:
            assert value == "", variable


def test_compose_takes_every_secret_from_outside() -> None:
    for name, service in compose()["services"].items():
        for variable, value in service["environment"].items():
            if variable in SECRETS or variable.endswith("PASSWORD"):
                assert value is None or re.fullmatch(r"\$\{\w+:\?[^}]*\}", value), f"{name}: {variable}"


def test_a_pod_takes_every_secret_from_a_secret_of_the_cluster() -> None:
    assert not [one for one in manifests() if one["kind"] == "Secret"]
    for process in workloads():
        for one in container(process)["env"]:
            assert one["name"] not in SECRETS or "secretKeyRef" in one["valueFrom"], one["name"]


def test_no_password_is_an_argument_of_a_command() -> None:
    for name, service in compose()["services"].items():
        for path, text in texts(service.get("command", [])):
            assert "${" not in text, f"{name}{path}"


def test_only_what_is_named_gets_into_an_image() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    assert patterns[0] == "*"
    let_in = {line.removeprefix("!") for line in patterns if line.startswith("!")}
    for name in ("common-ground.toml", "var", ".git", ".venvs", "deploy", "deploy/.env", "tests", "evaluation"):
        assert name not in let_in
    for name in let_in - {"*.yml"}:
        assert (ROOT / name).exists(), name


def test_files_with_secrets_stay_out_of_the_repository() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/deploy/.env", "/deploy/kubernetes/secrets.env"} <= set(ignored)
