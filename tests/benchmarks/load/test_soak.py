"""When memory counts as flat."""

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from benchmarks.load.memory import Sampler, mib
from benchmarks.load.soak import TOLERANCE, growth

SECONDS = list(range(601))
RATE = 2 / 3  # conversations a second: 200 in the second half


def line(per_hour: float, noise: float = 0.5) -> list[float]:
    """MiB of a process that grows so much an hour, as allocators have it: up and down."""
    odd = np.random.default_rng(7).normal(0, noise, len(SECONDS))
    return [500 + per_hour * second / 3600 + float(more) for second, more in zip(SECONDS, odd, strict=True)]


def test_a_process_that_does_not_grow_is_flat() -> None:
    found = growth(SECONDS, {"rasa": line(0)}, RATE)["rasa"]
    assert found.flat is True  # of Python, since it is kept as JSON
    assert abs(found.per_hour) < 3


def test_growth_is_found_and_told_by_hour_and_conversation() -> None:
    found = growth(SECONDS, {"rasa": line(120)}, RATE)["rasa"]
    assert not found.flat
    assert found.rise == pytest.approx(10, abs=0.3)
    assert found.per_hour == pytest.approx(120, abs=4)
    assert found.per_conversation == pytest.approx(10 * 1024 / 200, rel=0.05)


def test_what_grows_only_while_it_settles_is_flat() -> None:
    settling = [min(second, 200) / 2 + 300 for second in SECONDS]
    assert growth(SECONDS, {"rasa": settling}, RATE)["rasa"].flat


def test_what_is_kept_by_design_is_allowed_on_top() -> None:
    found = growth(SECONDS, {"web": line(36, 0), "rasa": line(36, 0)}, 1024 / 300)
    assert found["rasa"].allowed == TOLERANCE
    assert found["web"].allowed == pytest.approx(TOLERANCE + 2)
    assert (found["web"].flat, found["rasa"].flat) == (True, False)


def test_less_memory_is_no_fault_but_a_process_that_is_gone_is() -> None:
    assert growth(SECONDS, {"rasa": line(-60)}, RATE)["rasa"].flat
    assert not growth(SECONDS, {"rasa": [*line(0)[:-1], 0.0]}, RATE)["rasa"].flat


def test_a_soak_without_turns_has_no_growth_by_conversation() -> None:
    assert growth(SECONDS, {"rasa": line(120)}, 0)["rasa"].per_conversation == 0


def test_a_soak_of_two_looks_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        growth([0, 1], {"rasa": [1.0, 1.0]}, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="nothing else tells a process's share of a page")
def test_memory_of_what_a_process_started_is_its_own() -> None:
    child = "import time; held = bytearray(b'x') * 40_000_000; print(flush=True); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            with Sampler({"it": process.pid}, "Pss_Anon") as sampler:
                time.sleep(0.01)
        finally:
            os.killpg(process.pid, 9)
    assert len(sampler.seconds) == 2
    assert 38 < sampler.summary()["it"]["peak"] < 80
    assert mib(process.pid, "Pss") == 0
