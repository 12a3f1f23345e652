"""Building: each step when its inputs changed, and never a half-built thing taken for a whole one."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.build import ENCODER_PACKAGES, BuildError, Step, build, only_one, pins
from bot.build import steps as real_steps
from bot.settings import ROOT, Settings


class Workshop:
    """A folder with two steps: the second depends on what the first makes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: list[str] = []
        (root / "source.txt").write_text("one", encoding="utf-8")
        copy = "import pathlib, sys; pathlib.Path(sys.argv[2]).write_text(pathlib.Path(sys.argv[1]).read_text())"
        run = [sys.executable, "-c", copy]
        self.steps = [
            Step("first", "Making the first", [*run, "source.txt", "a.txt"], ["source.txt"], [root / "a.txt"]),
            Step("second", "Making the second", [*run, "a.txt", "b.txt"], ["a.txt"], [root / "b.txt"]),
        ]

    def build(self, force: tuple[str, ...] = ()) -> list[str]:
        return build(self.steps, {}, self.said.append, self.root, self.root / "state" / "state.json", force)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_at_first_everything_is_built_in_order(workshop: Workshop) -> None:
    assert workshop.build() == ["first", "second"]
    assert (workshop.root / "b.txt").read_text(encoding="utf-8") == "one"
    assert any("Making the first" in line for line in workshop.said)


def test_a_second_time_nothing_is_and_nothing_is_said(workshop: Workshop) -> None:
    workshop.build()
    workshop.said.clear()
    assert workshop.build() == []
    assert workshop.said == []


def test_a_changed_input_rebuilds_what_depends_on_it(workshop: Workshop) -> None:
    workshop.build()
    (workshop.root / "source.txt").write_text("two", encoding="utf-8")
    assert workshop.build() == ["first", "second"]
    assert (workshop.root / "b.txt").read_text(encoding="utf-8") == "two"


def test_a_step_whose_inputs_come_out_the_same_is_not_repeated(workshop: Workshop) -> None:
    workshop.build()
    assert workshop.build(force=("first",)) == ["first"]


def test_a_missing_output_is_built_again(workshop: Workshop) -> None:
    workshop.build()
    (workshop.root / "b.txt").unlink()
    assert workshop.build() == ["second"]


def test_a_lost_state_builds_everything(workshop: Workshop) -> None:
    workshop.build()
    (workshop.root / "state" / "state.json").write_text("{broken", encoding="utf-8")
    assert workshop.build() == ["first", "second"]


def test_a_failing_step_says_why_in_its_own_words_and_is_tried_again(workshop: Workshop) -> None:
    workshop.build()
    good = workshop.steps[0]
    bad = [sys.executable, "-c", "import sys; print('lesson-2.5 has no steps'); sys.exit(1)"]
    workshop.steps[0] = Step("first", "Making the first", bad, ["source.txt"], good.outputs)
    with pytest.raises(BuildError, match=r"Making the first failed:\n  lesson-2\.5 has no steps"):
        workshop.build()
    assert "first" not in json.loads((workshop.root / "state" / "state.json").read_text(encoding="utf-8"))
    workshop.steps[0] = good
    assert workshop.build() == ["first"]


def test_lines_of_progress_are_told_while_a_step_runs_and_no_others(tmp_path: Path) -> None:
    code = "print('... half of it'); print('detail'); open('made', 'w').close()"
    step = Step("slow", "Making it", [sys.executable, "-c", code], [], [tmp_path / "made"])
    said: list[str] = []
    build([step], {}, said.append, root=tmp_path, state_file=tmp_path / "state.json")
    assert "  half of it" in said
    assert not any("detail" in line for line in said)


def test_a_step_that_makes_nothing_fails(workshop: Workshop) -> None:
    workshop.steps[0] = Step("x", "Making x", [sys.executable, "-c", ""], [], [workshop.root / "never"])
    with pytest.raises(BuildError):
        workshop.build()


def test_the_real_steps_depend_on_files_that_exist() -> None:
    root = Path(__file__).resolve().parents[2]
    for step in real_steps(Settings()):
        for pattern in step.inputs:
            if not pattern.startswith(("build/", "knowledge/own/")):  # made by others
                assert any(root.glob(pattern)), f"{step.name}: {pattern}"


def test_only_the_named_packages_count(tmp_path: Path) -> None:
    lock = tmp_path / "main.lock"
    lock.write_text("numpy==2.4 \\\n    --hash=sha256:aa\nrich==1.0 \\\n    --hash=sha256:bb\n", encoding="utf-8")
    before = pins(lock, ENCODER_PACKAGES)
    lock.write_text(lock.read_text(encoding="utf-8").replace("rich==1.0", "rich==2.0"), encoding="utf-8")
    assert pins(lock, ENCODER_PACKAGES) == before != ""
    lock.write_text(lock.read_text(encoding="utf-8").replace("numpy==2.4", "numpy==2.5"), encoding="utf-8")
    assert pins(lock, ENCODER_PACKAGES) != before


def test_two_builds_do_not_mix(tmp_path: Path) -> None:
    said: list[str] = []
    order: list[str] = []

    def second() -> None:
        with only_one(tmp_path, said.append):
            order.append("second")

    with only_one(tmp_path, said.append):
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        order.append("first")
    other.join(5)
    assert order == ["first", "second"]
    assert said == ["Another build is at work; waiting for it ..."]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's own")
def test_a_step_does_not_outlive_a_build_that_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    step = f"import os, pathlib, time; pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(60)"
    script = (
        "import os, pathlib, sys\n"
        "from bot.build import Step, build\n"
        f"build([Step('x', 'X', [sys.executable, '-c', {step!r}], [])], dict(os.environ), print,"
        f" pathlib.Path({str(tmp_path)!r}), pathlib.Path({str(tmp_path / 'state.json')!r}))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) as builder:
        for _ in range(100):
            if note.exists() and note.read_text(encoding="utf-8"):
                break
            time.sleep(0.05)
        builder.kill()
    time.sleep(0.5)
    status = Path(f"/proc/{note.read_text(encoding='utf-8')}/status")
    assert not status.exists() or "Z (zombie)" in status.read_text(encoding="utf-8")
