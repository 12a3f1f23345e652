"""The dashboard shows every figure that the service gives, and none that it does not."""

import json
import re
from collections.abc import Iterator
from typing import Any

from prometheus_client import Metric

from bot.settings import ROOT
from bot.web.metrics import Metrics

BOARD = json.loads((ROOT / "deploy" / "grafana" / "common-ground.json").read_text(encoding="utf-8"))
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}


def families() -> list[Metric]:
    return list(Metrics().registry.collect())


def expressions() -> Iterator[str]:
    panels: list[dict[str, Any]] = BOARD["panels"]
    for panel in panels:
        for target in panel.get("targets", []):
            yield target["expr"]


def test_it_names_no_figure_that_does_not_exist() -> None:
    known = {f"{family.name}{suffix}" for family in families() for suffix in SUFFIXES[family.type]}
    named = {name for expression in expressions() for name in re.findall(r"common_ground_\w+", expression)}
    assert named and named <= known


def test_it_shows_every_figure() -> None:
    shown = " ".join(expressions())
    assert [family.name for family in families() if family.name not in shown] == []


def test_it_asks_by_labels_that_there_are() -> None:
    labels = {"rule", "done", "channel", "result", "state", "urgency", "reply", "outcome", "part", "mode", "status",
              "process", "limit", "le"}  # fmt: skip
    for expression in expressions():
        asked = {name for group in re.findall(r"by \(([^)]*)\)", expression) for name in group.split(", ")}
        asked |= set(re.findall(r"(\w+)!?=\"", expression))
        assert asked <= labels, expression


def test_its_panels_do_not_overlap_and_say_what_they_show() -> None:
    places: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & places, panel["title"]
        places |= cells
        assert panel["type"] == "row" or panel["description"].endswith(".")


def test_nothing_in_it_leads_to_a_machine() -> None:
    text = json.dumps(BOARD)
    assert "http" not in text and "${datasource}" in text
