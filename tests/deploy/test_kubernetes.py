"""A cluster: only the web process is reached from outside, and pods have as little as they can."""

from typing import Any

import pytest

from bot.settings import Settings
from tests.deploy.files import (
    KUBERNETES,
    PROCESSES,
    container,
    kustomization,
    manifests,
    of_kind,
    stages,
    workloads,
)

NAME = "app.kubernetes.io/name"


def policies(direction: str, process: str) -> list[dict[str, Any]]:
    """The rules, of all policies for a process, on what comes in or goes out."""
    rules: list[dict[str, Any]] = []
    for one in of_kind("NetworkPolicy").values():
        if selects(one["spec"]["podSelector"], process):
            rules += one["spec"].get(direction, [])
    return rules


def selects(selector: dict[str, Any], process: str) -> bool:
    """Whether a selector of pods chooses those of a process."""
    matches = selector.get("matchLabels", {})
    in_list = all(process in one["values"] for one in selector.get("matchExpressions", []))
    return in_list and matches.get(NAME, process) == process


def reaches(source: str, target: str) -> bool:
    """Whether pods of one process may open connections to those of another, by the rules at both ends."""
    port = getattr(Settings(), f"{target}_port")

    def lets(rules: list[dict[str, Any]], way: str, process: str) -> bool:
        return any(
            (way not in rule or any(selects(one["podSelector"], process) for one in rule[way] if "podSelector" in one))
            and any(one["port"] == port for one in rule["ports"])
            for rule in rules
        )

    return lets(policies("egress", source), "to", target) and lets(policies("ingress", target), "from", source)


def test_every_manifest_is_listed() -> None:
    files = {path.name for path in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml"}
    assert files == set(kustomization()["resources"])


def test_the_three_processes_run_and_nothing_else() -> None:
    assert set(workloads()) == set(PROCESSES)
    images = {one["name"] for one in kustomization()["images"]}
    assert {container(process)["image"] for process in PROCESSES} == images


def test_nothing_may_speak_with_anything_but_for_what_is_named() -> None:
    default = of_kind("NetworkPolicy")["nothing-by-default"]["spec"]
    assert default == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_only_the_web_process_is_reached_from_outside() -> None:
    for process in PROCESSES:
        from_anywhere = [rule for rule in policies("ingress", process) if "from" not in rule]
        assert bool(from_anywhere) == (process == "web")
    assert {one["spec"].get("type", "ClusterIP") for one in of_kind("Service").values()} == {"ClusterIP"}
    (ingress,) = of_kind("Ingress").values()
    (rule,) = ingress["spec"]["rules"]
    assert [path["backend"]["service"]["name"] for path in rule["http"]["paths"]] == ["web"]


def test_processes_reach_whom_they_ask_and_nobody_else() -> None:
    found = {(one, other) for one in PROCESSES for other in PROCESSES if one != other and reaches(one, other)}
    assert found == {("web", "rasa"), ("web", "actions"), ("rasa", "actions")}


@pytest.mark.parametrize(("port", "who"), [(5432, set(PROCESSES)), (6379, {"web", "rasa"})])
def test_databases_are_reached_only_by_who_needs_them(port: int, who: set[str]) -> None:
    found = {
        process
        for process in PROCESSES
        for rule in policies("egress", process)
        if any(one["port"] == port for one in rule["ports"])
    }
    assert found == who


@pytest.mark.parametrize("process", PROCESSES)
def test_a_pod_has_as_little_as_it_can(process: str) -> None:
    pod, own = workloads()[process]["spec"]["template"]["spec"], container(process)
    assert pod["securityContext"]["runAsNonRoot"] is True
    user = f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"
    assert user == stages()[process].last("USER")
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert of_kind("ServiceAccount")[pod["serviceAccountName"]]["automountServiceAccountToken"] is False
    assert own["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert set(own["resources"]["requests"]) == set(own["resources"]["limits"]) == {"cpu", "memory"}
    # In memory: what passes through must not stay on a node's disk.
    assert [volume["emptyDir"]["medium"] for volume in pod["volumes"]] == ["Memory"]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_pod_is_asked_where_its_image_is_asked(process: str) -> None:
    own, image = container(process), stages()[process]
    (port,) = own["ports"]
    assert str(port["containerPort"]) == image.last("EXPOSE")
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert own[probe]["httpGet"] == {"path": image.words("HEALTHCHECK")[-1], "port": port["name"]}


def test_the_web_process_is_asked_whether_it_lives_and_not_whether_rasa_does() -> None:
    # Else the page, with the emergency number on it, would be gone whenever Rasa is.
    assert container("web")["readinessProbe"]["httpGet"]["path"] == "/healthz"


@pytest.mark.parametrize("process", PROCESSES)
def test_a_pod_is_found_by_its_service_and_its_budget(process: str) -> None:
    labels = workloads()[process]["spec"]["template"]["metadata"]["labels"]
    assert workloads()[process]["spec"]["selector"]["matchLabels"] == labels == {NAME: process}
    service = of_kind("Service")[process]["spec"]
    assert service["selector"] == labels
    assert [port["port"] for port in service["ports"]] == [getattr(Settings(), f"{process}_port")]
    assert of_kind("PodDisruptionBudget")[process]["spec"]["selector"]["matchLabels"] == labels


def test_there_are_two_of_each_at_least() -> None:
    scaled = of_kind("HorizontalPodAutoscaler")["web"]["spec"]
    assert scaled["scaleTargetRef"]["name"] == "web" and scaled["minReplicas"] >= 2
    assert "replicas" not in workloads()["web"]["spec"]  # or each change of the manifest would undo the autoscaler's
    for process in ("actions", "rasa"):
        assert workloads()[process]["spec"]["replicas"] >= 2


def test_pods_of_the_namespace_must_be_restricted_and_the_objects_are_in_it() -> None:
    (namespace,) = of_kind("Namespace").values()
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert kustomization()["namespace"] == namespace["metadata"]["name"]
    assert all("namespace" not in one["metadata"] for one in manifests())
