"""`python -m training`: what trainers call, on a few questions and without a model."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from knowledge.entries import EntryReader
from tests.knowledge.conftest import WordEncoder
from tests.knowledge.wording.real_rules import real_checker, real_library
from tests.training.small_questions import of_each_kind
from training import question_commands
from training.asking import present
from training.question import One, Question
from training.question_files import FOLDER

QUESTIONS = {question.id: question for question in of_each_kind().values()}


@pytest.fixture(autouse=True)
def on_a_few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands see a question of each kind, and need no model."""
    monkeypatch.setattr(question_commands, "load", real_library)
    monkeypatch.setattr(question_commands, "load_questions", lambda _: QUESTIONS)
    monkeypatch.setattr(question_commands, "Encoder", lambda *_, **__: WordEncoder())
    # Putting the rules together takes seconds; they have tests of their own.
    monkeypatch.setattr("knowledge.wording.rulebook.load_rulebook", lambda _: real_checker().book)
    monkeypatch.setattr("knowledge.wording.checker.Checker", lambda _: real_checker())


def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(question_commands.app, list(arguments), input=typed)
    return result.exit_code, result.stdout, result.stderr


def first(kind: str, right: bool = True) -> str:
    """The letter of a right or wrong option, if it is the first question of a quiz."""
    shown = present(of_each_kind()[kind], "0 1")
    answer = shown.question.answer
    assert isinstance(answer, One)
    return next(label for label, n in zip(shown.labels, shown.places, strict=True) if answer.options[n].right is right)


@pytest.mark.parametrize("name", ["all.gift", "all.csv"])
def test_what_is_exported_is_imported_again(tmp_path: Path, name: str) -> None:
    file, back = tmp_path / name, tmp_path / FOLDER / "back.yml"
    back.parent.mkdir(parents=True)
    assert run("export", str(file))[0] == 0
    code, out, _ = run("import", str(file), "--to", str(back))
    assert (code, out) == (0, f"7 questions are in {back}.\n")
    assert EntryReader(tmp_path).entries([back], Question, "id") == QUESTIONS


def test_import_writes_over_nothing(tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    run("export", str(file))
    code, _, err = run("import", str(file), "--to", str(file))
    assert code == 1 and "is there already" in err


def test_import_names_faults(tmp_path: Path) -> None:
    file = tmp_path / "mine.gift"
    file.write_text("::lesson-2.1-q1::Which?{=a ~b}", encoding="utf-8")
    code, _, err = run("import", str(file), "--to", str(tmp_path / "mine.yml"))
    assert code == 1 and "mine.gift:1: lesson-2.1-q1.item: this field is missing" in err
    assert not (tmp_path / "mine.yml").exists()


def test_export_takes_an_item_that_is_there(tmp_path: Path) -> None:
    code, out, _ = run("export", str(tmp_path / "a.gift"), "--item", "lesson-1.1")
    assert (code, out) == (0, f"0 questions are in {tmp_path / 'a.gift'}.\n")
    assert run("export", str(tmp_path / "a.gift"), "--item", "lesson-9.9")[2] == "There is no item 'lesson-9.9'.\n"


def test_a_quiz_asks_again_what_it_cannot_read_and_shows_feedback_and_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "learner.json"
    question = of_each_kind()["one"]
    monkeypatch.setattr(question_commands, "load_questions", lambda _: {question.id: question})
    code, out, _ = run("quiz", "--state", str(state), typed=f"what?\n{first('one', right=False)}\n")
    assert code == 0
    assert "1 of 1. Which tree?" in out and "I could not match that to an answer." in out
    assert "What the paper leads to: the young birch. A reason about the young birch." in out
    assert real_library().items["lesson-2.1"].says[1] in out
    assert "0 of 1 all right, 0.0 points." in out
    assert json.loads(state.read_text(encoding="utf-8"))[question.id]["lapses"] == 1
    code, out, _ = run("quiz", "--state", str(state), "--only-wrong", typed=f"{first('one')}\n")
    assert "1 of 1 all right, 1.0 points." in out
    assert run("quiz", "--state", str(state), "--only-wrong")[1] == "There is nothing to ask.\n"


def test_an_empty_answer_ends_a_quiz() -> None:
    code, out, _ = run("quiz", "--minutes", "1", typed="\n")
    assert code == 0 and out.endswith("See you soon.\n")


def test_a_damaged_state_is_named(tmp_path: Path) -> None:
    state = tmp_path / "learner.json"
    state.write_text("{broken", encoding="utf-8")
    code, _, err = run("quiz", "--state", str(state))
    assert code == 1 and str(state) in err


def test_measuring_says_what_is_missing(tmp_path: Path) -> None:
    assert run("measure-answers", str(tmp_path / "none.jsonl"))[:2] == (1, "")


def test_measuring_gives_figures(tmp_path: Path) -> None:
    question = of_each_kind()["short"]
    row = {"question": question.id, "text": "she knows other mothers", "points": [0], "misconceptions": []}
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({**row, "judgeable": True}), encoding="utf-8")
    code, out, err = run("measure-answers", str(path), "--json")
    assert (code, err) == (0, "") and json.loads(out)["answers"] == 1
    assert "1 answers; " in run("measure-answers", str(path))[1]
