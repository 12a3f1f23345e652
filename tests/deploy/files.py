"""The files of deploy/ as the tests look at them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from json import loads
from typing import Any

import yaml

from bot.settings import PREFIX, ROOT

DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
PROCESSES = ("web", "actions", "rasa")
SAMPLE = "a1b2c3" * 8  # in place of a secret
URLS = {  # and of one that is part of an address
    "DATABASE": f"postgresql://helpline:{SAMPLE}@db.example.org/helpline",
    "TRACKER_URL": f"postgresql://tracker:{SAMPLE}@db.example.org/tracker",
    "REDIS_URL": f"redis://:{SAMPLE}@redis.example.org:6379/0",
}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


@dataclass
class Stage:
    """A stage of the Containerfile: its instructions, those of the stages that it builds on first."""

    steps: list[tuple[str, str]] = field(default_factory=list)

    def last(self, instruction: str) -> str:
        """Arguments of the last such instruction."""
        return [arguments for name, arguments in self.steps if name == instruction][-1]

    def words(self, instruction: str) -> list[str]:
        """The same where they are a list in JSON, whatever options stand before it."""
        words: list[str] = loads(re.sub(r"^[^\[]*", "", self.last(instruction)))
        return words


def stages() -> dict[str, Stage]:
    """The stages of the Containerfile by their names."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    found: dict[str, Stage] = {}
    stage = Stage()
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        instruction, _, arguments = line.partition(" ")
        if instruction == "FROM":
            base, _, name = arguments.partition(" AS ")
            stage = found[name] = Stage(list(found[base].steps) if base in found else [])
        stage.steps.append((instruction, arguments))
    return found


def env_file(path: str) -> dict[str, str]:
    """Names and values of an env file; a line that a `#` switches off counts too."""
    lines = (DEPLOY / path).read_text(encoding="utf-8").splitlines()
    return dict(line.removeprefix("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line))


def compose() -> dict[str, Any]:
    """compose.yml, its values in ${…} as they stand."""
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    return loaded


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its ${…} filled in as Compose does."""
    return VARIABLE.sub(lambda found: values.get(found[1]) or (found[3] if found[2] == "-" else ""), text)


@cache
def manifests() -> tuple[dict[str, Any], ...]:
    """Every object of the manifests for Kubernetes."""
    names = kustomization()["resources"]
    return tuple(one for name in names for one in yaml.safe_load_all((KUBERNETES / name).read_text(encoding="utf-8")))


def kustomization() -> dict[str, Any]:
    """kustomization.yaml."""
    loaded: dict[str, Any] = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text(encoding="utf-8"))
    return loaded


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """The objects of a kind by their names."""
    return {one["metadata"]["name"]: one for one in manifests() if one["kind"] == kind}


def workloads() -> dict[str, dict[str, Any]]:
    """What runs pods, by name."""
    return {**of_kind("Deployment"), **of_kind("StatefulSet")}


def container(name: str) -> dict[str, Any]:
    """The only container of a workload."""
    (only,) = workloads()[name]["spec"]["template"]["spec"]["containers"]
    found: dict[str, Any] = only
    return found


def compose_environment(process: str) -> dict[str, str]:
    """The settings of a process under Compose, every line of example.env switched on and every secret given."""
    values = {name: value or SAMPLE for name, value in env_file("example.env").items()}
    named = compose()["services"][process]["environment"]
    found = {name: values.get(name) if text is None else filled(text, values) for name, text in named.items()}
    return {name: value for name, value in found.items() if value is not None}


def kubernetes_environment(process: str) -> dict[str, str]:
    """The settings of a process on Kubernetes, every secret given."""
    found = env_file("kubernetes/settings.env")
    for one in container(process)["env"]:
        name = one["name"]
        found[name] = one["value"] if "value" in one else URLS.get(name.removeprefix(PREFIX), SAMPLE)
    return found


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in nested lists and mappings, with its path."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{path}/{number}")
    elif isinstance(value, str):
        yield path, value
