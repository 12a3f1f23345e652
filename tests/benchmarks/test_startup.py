"""A start, part by part."""

import sys
from pathlib import Path

from benchmarks.startup import STARTS, Start, durations, once, table
from bot.settings import Settings


def test_each_part_takes_what_lies_between_its_end_and_the_one_before() -> None:
    assert durations(10.0, [10.5, 12.0, 12.25]) == [0.5, 1.5, 0.25]


def test_a_start_is_timed_in_a_process_of_its_own() -> None:
    parts = once(Start(Path(sys.executable), {"Python": "", "a pause": "import time; time.sleep(0.2)"}), Settings())
    assert len(parts) == 2 and parts[0] > 0 and parts[1] >= 0.2


def test_the_table_has_each_part_and_each_process_as_a_whole() -> None:
    rows = table({"web": [0.5, 2.0, 1.5]}).rows
    assert [row[1] for row in rows] == [*STARTS["web"].parts, "all"] and rows[-1][2] == "4.0"
