"""What Locust counted, and what its visitors send."""

import ast
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.load.doors import DOORS, pause
from benchmarks.load.run import VISITORS, LoadError, figures, percentile
from bot.evaluation.messages import MESSAGES
from bot.settings import ROOT
from bot.web.chat_routes import ChatRequest, RasaRequest


def counts(times: dict[str, int], errors: dict[str, int], lasted: float = 50.0) -> dict[str, Any]:
    """As the visitors write them."""
    turns = {
        "num_requests": sum(times.values()), "num_failures": sum(errors.values()), "response_times": times,
        "start_time": 1000.0, "last_request_timestamp": 1000.0 + lasted if times else None,
    }  # fmt: skip
    return {"turns": turns, "errors": [{"error": text, "occurrences": count} for text, count in errors.items()]}


def test_turns_are_counted_over_the_time_they_took() -> None:
    found = figures(counts({"100": 100, "90": 98, "2500": 2}, {}), 45)
    assert (found.turns, found.per_second, found.failures) == (200, 4.0, {})
    assert (found.p50, found.p95, found.p99) == (100, 100, 100)


def test_seconds_after_the_last_turn_count_too() -> None:
    assert figures(counts({"100": 90}, {}, lasted=30.0), 45).per_second == 2.0


def test_a_percentile_of_too_few_turns_is_none() -> None:
    found = figures(counts({"100": 99}, {}), 45)
    assert (found.p50, found.p95, found.p99) == (100, 100, None)
    assert figures(counts({"100": 19}, {}), 45).p95 is None


def test_no_turn_at_all_is_a_row_too() -> None:
    found = figures(counts({}, {}), 45)
    assert (found.turns, found.per_second, found.p50) == (0, 0.0, None)


def test_failures_are_told_by_what_was_wrong() -> None:
    errors = {"CatchResponseError('status 429')": 3, "CatchResponseError('no answer')": 1, "OddError(2)": 1}
    assert figures(counts({"10": 9}, errors), 45).failures == {"status 429": 3, "no answer": 1, "OddError(2)": 1}


def test_failures_that_are_not_listed_are_not_passed_over() -> None:
    given = counts({"10": 9}, {})
    given["turns"]["num_failures"] = 2
    with pytest.raises(LoadError, match="counted 2 failures, and listed 0"):
        figures(given, 45)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 20), (0.95, 100), (0.75, 30), (0.01, 10)])
def test_percentiles(share: float, expected: float) -> None:
    assert percentile({100.0: 1, 10.0: 1, 20.0: 1, 30.0: 1}, share) == expected


def test_both_bots_are_sent_what_their_doors_take() -> None:
    ours, bare = (DOORS[bot].body("an-id", MESSAGES[0]) for bot in ("ours", "bare"))
    assert ChatRequest.model_validate(ours).text == MESSAGES[0]
    assert RasaRequest.model_validate(bare).sender == "an-id"


def test_nine_in_ten_pauses_are_between_half_and_twice_the_median() -> None:
    pauses = sorted(pause(10) for _ in range(4000))
    assert 0.87 < sum(5 < one < 20 for one in pauses) / 4000 < 0.93
    assert 9.3 < pauses[2000] < 10.7
    assert pause(0) == 0


def test_what_locust_imports_of_ours_needs_the_standard_library_only() -> None:
    tree = ast.parse(VISITORS.read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    ours = sorted(name for name in named if name.startswith(("bot.", "benchmarks.")))
    assert ours == ["benchmarks.load.doors", "bot.evaluation.messages"]
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {', '.join(ours)}"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
