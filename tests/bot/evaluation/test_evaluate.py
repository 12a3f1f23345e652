"""Which sections are measured, in what order, and what is written."""

import json
from pathlib import Path

import pytest

from bot.evaluation import evaluate as evaluation
from bot.evaluation.evaluate import OWN_FILES, SECTIONS, ChoiceError, Kind, chosen, evaluate
from bot.evaluation.lines import read_lines
from bot.evaluation.run import LABELS, Run
from bot.evaluation.section import Section, Table
from bot.settings import Settings


def test_everything_is_measured_on_our_own_files_with_trainings_first_and_latency_last() -> None:
    names = chosen([], {})
    assert names == list(SECTIONS)
    assert (names[0], names[-1]) == ("intents", "latency")


def test_with_other_files_only_what_needs_them_is_measured() -> None:
    file = Path("some.jsonl")
    assert chosen([], {"guidance": file}) == ["retrieval"]
    assert chosen([], {"guidance": file, "scope": file}) == ["retrieval", "nothing-fits", "scope"]
    assert chosen(["latency"], {"guidance": file}) == ["latency"]


def test_sections_are_chosen_by_name() -> None:
    assert chosen(["scope", "safety"], {}) == ["safety", "scope"]


@pytest.mark.parametrize(
    ("only", "given", "fault"), [(["poetry"], {}, "no section 'poetry'"), (["safety"], {"scope": Path("s")}, "files")]
)
def test_what_cannot_be_measured_is_one_sentence(only: list[str], given: dict[str, Path], fault: str) -> None:
    with pytest.raises(ChoiceError, match=fault):
        chosen(only, given)


def test_every_file_of_ours_is_there_and_can_be_read() -> None:
    for name, path in OWN_FILES.items():
        assert read_lines(path, LABELS[name])


def test_the_report_says_what_was_measured_and_is_written_to_a_file_of_ones_own_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = tmp_path / "mine.jsonl"
    lines.write_text('{"id": "1", "text": "hello", "label": "chitchat"}\n', encoding="utf-8")

    def measure(run: Run) -> Section:
        return Section("Made up", [Table("count", ["what", "number"], [["lines", len(run.lines("scope"))]])])

    monkeypatch.setitem(evaluation.SECTIONS, "scope", Kind(measure, ("scope",)))
    said: list[str] = []
    with Run(Settings(), {"scope": lines}, said.append, url="http://127.0.0.1:1", baselines=False) as run:
        evaluate(run, ["scope"], tmp_path / "reports", tmp_path / "out.json")
    text = (tmp_path / "reports" / "report.md").read_text(encoding="utf-8")
    assert "1 messages of mine.jsonl" in text and "http://127.0.0.1:1" in text and "| lines | 1 |" in text
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["sections"]["scope"]["title"] == "Made up"
    assert said[0].startswith("[1 of 1] scope") and "| lines | 1 |" in said[-1]
