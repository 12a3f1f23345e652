"""What is kept of a measurement, and shown."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.load.picture import draw, draw_soak
from benchmarks.load.results import PAGE, keep_row, keep_soak, put_between, read, soak_table, table

GROWTH = {"rise": 3.0, "allowed": 2.5, "per_hour": 36.0, "per_conversation": 7.0, "flat": False}
SOAK: dict[str, Any] = {
    "minutes": 10, "visitors": 8, "pause": 2.0, "kept": 100, "conversations": 400.2, "turns": 2001, "failures": {},
    "memory": {"rasa": {"start": 500.0, "peak": 520.0, "end": 510.0}}, "growth": {"rasa": GROWTH},
    "seconds": [0.0, 300.0, 600.0], "samples": {"rasa": [500.0, 505.0, 510.0]},
}  # fmt: skip


def row(bot: str, visitors: int, pause: float, **other: Any) -> dict[str, Any]:
    """One of the file's."""
    memory = {"rasa": {"start": 700.0, "peak": 720.4, "end": 710.0}}
    figures: dict[str, Any] = {
        "turns": 300,
        "per_second": 6.71,
        "p50": 130.0,
        "p95": 201.0,
        "p99": None,
        "failures": {},
    }
    return {"bot": bot, "visitors": visitors, "pause": pause, "seconds": 45, **figures, "memory": memory, **other}


def test_a_row_is_written_at_once_and_takes_the_place_of_its_like(tmp_path: Path) -> None:
    path = tmp_path / "results" / "load.json"
    for one in (row("ours", 8, 0), row("bare", 8, 0), row("ours", 8, 10), row("ours", 8, 0, turns=999)):
        keep_row(one, path)
    assert sorted((one["bot"], one["pause"], one["turns"]) for one in read(path)["rows"]) == [
        ("bare", 0, 300), ("ours", 0, 999), ("ours", 10, 300),
    ]  # fmt: skip
    assert "logical processors" in read(path)["machine"]


def test_a_soak_leaves_the_rows_alone(tmp_path: Path) -> None:
    path = tmp_path / "load.json"
    keep_row(row("ours", 1, 0), path)
    keep_soak(SOAK, path)
    assert read(path)["soak"] == SOAK
    assert len(read(path)["rows"]) == 1


def test_nothing_measured_is_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "load.json") == {}


def test_the_table_has_both_bots_below_each_other_and_hides_no_failure() -> None:
    rows = [row("bare", 8, 0), row("ours", 8, 0, failures={"status 504": 2, "no answer": 1}), row("ours", 8, 10)]
    lines = table(rows).splitlines()[2:]
    assert [line.split(" | ")[:3] for line in lines] == [
        ["| 8", "some 10 s", "Common Ground"], ["| 8", "none", "Common Ground"], ["| 8", "none", "rasa init"],
    ]  # fmt: skip
    assert "| 6.7 | 130 | 201 | – | 300 | 3 (1 × no answer, 2 × status 504) | rasa 700, 720, 710 |" in lines[1]
    assert all(line.count("|") == table(rows).splitlines()[0].count("|") for line in lines)


def test_the_soaks_table_says_what_is_not_flat() -> None:
    text = soak_table(SOAK)
    assert "2001 turns, 0 failed; 400 conversations" in text
    assert "| rasa | 500 | 520 | 510 | 3.0 | 2.5 | 36 | 7.0 | **no** |" in text


def test_the_page_keeps_what_stands_around_the_table() -> None:
    page = "before\n<!-- load begins -->\nold\n<!-- load ends -->\nafter\n"
    once = put_between(page, "load", "new")
    assert once == "before\n<!-- load begins -->\n\nnew\n\n<!-- load ends -->\nafter\n"
    assert put_between(once, "load", "new") == once
    with pytest.raises(ValueError, match="no place for the soak"):
        put_between(page, "soak", "new")


def test_our_page_has_both_places() -> None:
    for name in ("load", "soak"):
        put_between(PAGE.read_text(encoding="utf-8"), name, "")


def test_the_same_results_give_the_same_pictures_and_each_line_is_named(tmp_path: Path) -> None:
    rows = [row(bot, visitors, pause) for bot in ("ours", "bare") for visitors in (1, 8) for pause in (0, 10)]
    for path in (tmp_path / "a" / "load.svg", tmp_path / "b" / "load.svg"):
        draw(rows, path)
    drawn = (tmp_path / "a" / "load.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "b" / "load.svg").read_text(encoding="utf-8")
    for name in ("Common Ground, no pauses", "rasa init, with pauses", "turns a second"):
        assert name in drawn
    draw_soak(SOAK, tmp_path / "soak.svg")
    assert "minutes" in (tmp_path / "soak.svg").read_text(encoding="utf-8")


def test_few_turns_without_percentiles_are_drawn_all_the_same(tmp_path: Path) -> None:
    draw([row("ours", 1, 10, p95=None, per_second=0.0)], tmp_path / "load.svg")
    assert (tmp_path / "load.svg").exists()
