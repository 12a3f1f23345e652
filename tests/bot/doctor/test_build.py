"""What is built: missing, not whole, older than its inputs, or well."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.build import STATE, Step, steps
from bot.doctor.build import WHOLE, of
from bot.settings import Settings


@pytest.fixture
def step(tmp_path: Path) -> Step:
    (tmp_path / "in.txt").write_text("one", encoding="utf-8")
    (tmp_path / "out.txt").write_text("made", encoding="utf-8")
    return Step("index", "Indexing", ["make"], ["in.txt"], [tmp_path / "out.txt"])


def broken() -> None:
    raise ValueError("The index is incomplete.\nMore.")


def whole() -> None:
    """Loads."""


@pytest.mark.parametrize(("load", "state"), [(whole, "ok"), (broken, "broken")])
def test_what_cannot_be_loaded_is_broken(step: Step, load: Callable[[], None], state: str, tmp_path: Path) -> None:
    finding = of(step, {"index": step.fingerprint(tmp_path)}, load, tmp_path)
    assert finding.state == state
    assert ("(The index is incomplete)" in finding.says) is (state == "broken")


def test_what_is_older_than_its_inputs_is_named(step: Step, tmp_path: Path) -> None:
    kept = {"index": step.fingerprint(tmp_path)}
    (tmp_path / "in.txt").write_text("two", encoding="utf-8")
    finding = of(step, kept, whole, tmp_path)
    assert finding.state == "look at this" and "older" in finding.says
    assert of(step, {}, whole, tmp_path).state == "look at this"


def test_what_is_missing_is_broken(step: Step, tmp_path: Path) -> None:
    (tmp_path / "out.txt").unlink()
    finding = of(step, {}, whole, tmp_path)
    assert finding.state == "broken" and "out.txt is missing" in finding.says and "bot build" in finding.way_out


def test_every_step_that_makes_something_is_loaded() -> None:
    assert {step.name for step in steps(Settings()) if step.outputs} == set(WHOLE)


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_or_rubbish_is_not_whole(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.build.STATE", tmp_path / STATE.name)
    monkeypatch.setattr("bot.doctor.build.MODEL", tmp_path / "model.tar.gz")
    (tmp_path / "model.tar.gz").write_bytes(b"rubbish")
    with pytest.raises(Exception, match=r"."):
        WHOLE[name]()
