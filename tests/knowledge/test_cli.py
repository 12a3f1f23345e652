"""`python -m knowledge`: what people and the build call, on a small library."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from knowledge import cli
from knowledge.index import PassageIndex
from knowledge.library import load, read_library
from knowledge.passages import passages
from knowledge.wording import examples, rulebook, spoken
from tests.knowledge import small_library
from tests.knowledge.conftest import WordEncoder
from tests.knowledge.wording.real_rules import real_checker


@pytest.fixture(autouse=True)
def on_the_small_library(root: Path, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands read the small library, and need no model."""
    monkeypatch.setattr(cli, "load", lambda: load(root))
    monkeypatch.setattr(cli, "read_library", lambda: read_library(root))
    # The rules on wording cite items that the small library has not; they have tests of their own.
    book = real_checker().book
    monkeypatch.setattr(rulebook, "read_rulebook", lambda *_: book)
    monkeypatch.setattr(examples, "check_examples", lambda *_: 0)
    monkeypatch.setattr(spoken, "check_spoken", lambda *_: 0)
    monkeypatch.setattr(cli, "Encoder", lambda *_, **__: encoder)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_what_is_right_is_counted() -> None:
    code, out, err = run("validate")
    assert (code, err) == (0, "")
    assert out.startswith("4 items, 64 questions, 4 situations, ") and out.endswith(
        "no faults, and no wording that hurts in 0 texts.\n"
    )


def test_each_fault_is_named_by_file_line_and_field(root: Path) -> None:
    rows = [small_library.item(name) for name in small_library.ITEMS]
    rows[0]["related"] = ["lesson-9.9"]
    del rows[1]["why"]
    small_library.dump(root / "knowledge" / "items" / "all.yml", rows)
    code, out, err = run("validate")
    lines = (root / "knowledge" / "items" / "all.yml").read_text(encoding="utf-8").splitlines()
    broken = lines.index("  related:") + 1
    assert code == 1 and out == ""
    assert f"knowledge/items/all.yml:{broken}: lesson-1.1.related: there is no item 'lesson-9.9'" in err
    assert "lesson-1.2.why: this field is missing" in err
    assert err.endswith("2 faults in the knowledge.\n")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    code, out, _ = run("index", "--build", str(tmp_path / "build"))
    assert code == 0 and "passages are in" in out
    return tmp_path / "build"


def test_a_search_as_json_names_items_scores_and_the_passage_that_matched(built: Path, root: Path) -> None:
    code, out, _ = run("search", "Question 2 about The tea room?", "--json", "--count", "2", "--build", str(built))
    assert code == 0
    found = json.loads(out)
    assert 0 <= found["fit"] <= 1
    assert len(found["hits"]) == 2
    first = found["hits"][0]
    assert first["item"] == "case-tea-room"
    assert first.keys() == {"item", "score", "similarity", "kind", "passage"}
    assert (first["kind"], first["passage"]) == ("question", "Question 2 about The tea room?")
    assert first["score"] >= found["hits"][1]["score"]


def test_a_search_for_people_names_titles(built: Path) -> None:
    code, out, _ = run("search", "Question 2 about The tea room?", "--build", str(built))
    assert code == 0 and out.startswith("Chance that something fits: ")
    assert "case-tea-room" in out.splitlines()[1] and "The tea room" in out.splitlines()[1]


def test_a_search_in_an_index_of_other_knowledge_is_refused(built: Path, root: Path) -> None:
    rows = [small_library.item(name) for name in small_library.ITEMS]
    rows[0]["says"][0] = "Something new."
    small_library.dump(root / "knowledge" / "items" / "all.yml", rows)
    code, out, err = run("search", "tea", "--json", "--build", str(built))
    assert (code, out) == (1, "")
    assert "python -m bot build" in err and "Traceback" not in err


def test_the_index_that_is_built_is_the_one_that_is_read(built: Path, root: Path, encoder: WordEncoder) -> None:
    rows = passages(load(root))
    assert PassageIndex.load(built / "index", rows, encoder).passages == rows  # type: ignore[arg-type]
