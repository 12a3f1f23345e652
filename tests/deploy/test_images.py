"""The images: never root, pinned, with the ports and commands that the service has, and nothing that they lack."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.serve import Process
from bot.settings import ROOT, Settings
from tests.deploy.files import DEPLOY, PROCESSES, compose, container, stages

# Imports what the three processes run, where some packages are not to be had.
SERVES = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in sys.argv[1:]:
            raise ModuleNotFoundError(f"{name} is not in the image")
sys.meta_path.insert(0, Without())
import bot.cli, bot.run, bot.web.app, bot.web.redaction, actions.server, actions.resources
from bot.settings import ROOT
print(ROOT)
"""


def names(path: Path) -> list[str]:
    """The lines of a list of packages, without comments and versions."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [re.split(r"[=<>\[]", line)[0].lower() for line in lines if line.strip() and not line.startswith("#")]


def build_only() -> list[str]:
    """Packages that the images go without."""
    return names(DEPLOY / "build_only.txt")


@pytest.mark.parametrize("process", PROCESSES)
def test_no_image_runs_as_root(process: str) -> None:
    user, _, group = stages()[process].last("USER").partition(":")
    assert int(user) > 0 and int(group) > 0


@pytest.mark.parametrize("process", PROCESSES)
def test_the_port_is_the_one_of_the_settings(process: str) -> None:
    stage, port = stages()[process], str(getattr(Settings(), f"{process}_port"))
    assert stage.last("EXPOSE") == port
    assert stage.words("HEALTHCHECK")[:3] == ["python", "deploy/health.py", port]


@pytest.mark.parametrize("process", PROCESSES)
def test_an_image_starts_its_process(process: str) -> None:
    stage = stages()[process]
    assert stage.words("ENTRYPOINT") == ["python", "-m", "bot"]
    assert stage.words("CMD") == ["run", process]


@pytest.mark.parametrize("process", PROCESSES)
def test_the_command_of_an_image_exists(process: str) -> None:
    command, what = stages()[process].words("CMD")
    assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0
    assert what in get_args(Process)
    assert "command" not in compose()["services"][process] and "args" not in container(process)


def test_base_images_are_pinned_to_a_version() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    bases = re.findall(r"^ARG PYTHON_\w+=(\S+)", text, re.MULTILINE)
    bases += [one["image"] for one in compose()["services"].values() if "build" not in one]
    assert len(bases) == 4
    for base in bases:
        assert re.search(r":\d+\.\d+(\.\d+)?-[a-z-]+(@sha256:[0-9a-f]{64})?$", base), base


def test_the_pythons_are_those_that_the_environments_want() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^ARG PYTHON_MAIN=\S+python:3\.11\.", text, re.MULTILINE)
    assert re.search(r"^ARG PYTHON_RASA=\S+python:3\.10\.", text, re.MULTILINE)


def test_what_the_images_go_without_is_installed_by_the_build() -> None:
    locked = {*names(ROOT / "requirements" / "main.in")}
    locked |= set(names(ROOT / "requirements" / "main.lock"))
    assert set(build_only()) <= locked


def test_what_gets_into_an_image_is_enough_to_serve(tmp_path: Path) -> None:
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        for source in ROOT.glob(line.removeprefix("!")) if line.startswith("!") else ():
            target = tmp_path / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
    gone = {name.lower() for name in build_only()}
    modules = [m for m, owners in packages_distributions().items() if {one.lower() for one in owners} <= gone]
    assert "torch" in modules and "pytest" in modules
    done = subprocess.run(
        [sys.executable, "-c", SERVES, *modules], cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": "."},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == tmp_path.resolve()
