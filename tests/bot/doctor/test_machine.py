"""Disk, memory and the log folder."""

import os
from pathlib import Path

import pytest

from bot.doctor import machine
from bot.doctor.machine import GIB


@pytest.mark.parametrize(("free", "state"), [(0.1, "broken"), (1, "look at this"), (10, "ok")])
def test_little_room_is_said_before_there_is_none(free: float, state: str, tmp_path: Path) -> None:
    assert machine.disk(tmp_path, int(free * GIB)).state == state


@pytest.mark.parametrize(("total", "state"), [(1, "look at this"), (4, "look at this"), (8, "ok")])
def test_little_memory_is_said(total: int, state: str) -> None:
    assert machine.memory(total * GIB).state == state


def test_a_container_has_the_memory_that_it_may_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "CGROUP", tmp_path / "memory.max")
    whole = machine.total_memory()
    (tmp_path / "memory.max").write_text("max\n", encoding="utf-8")
    assert machine.total_memory() == whole
    (tmp_path / "memory.max").write_text("1048576\n", encoding="utf-8")
    assert machine.total_memory() == 1_048_576


def test_a_log_folder_may_be_made_later_but_must_be_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.log_folder(tmp_path / "var" / "log").state == "ok"
    (tmp_path / "file").touch()
    assert machine.log_folder(tmp_path / "file").state == "broken"
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    assert machine.log_folder(tmp_path).state == "broken"


def test_each_disk_is_named_once() -> None:
    checks = [finding.check for finding in machine.findings()]
    assert checks[-2:] == ["logs", "memory"] and set(checks[:-2]) == {"disk"}
