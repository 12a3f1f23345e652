"""Moves and scenarios are read, and each fault is named by file, line and field."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.faults import Fault, KnowledgeError
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import load_rulebook
from tests.training import practice_data
from training.chat_phrases import load_chat_phrases
from training.practice_files import load_practice, read_practice
from training.practice_phrases import load_practice_phrases
from training.practice_spoken import check_practice_wording

Change = Callable[[dict[str, Any]], object]


def faults(root: Path, change: Change = lambda data: None, change_moves: Callable[[Any], object] = id) -> list[Fault]:
    """Faults of the small files, changed."""
    scenario, moves = practice_data.scenario_data(), practice_data.moves_data()
    change(scenario)
    change_moves(moves)
    practice_data.write(root, moves, scenario)
    return read_practice(practice_data.library(), root)[1].faults


def test_the_projects_own_moves_and_scenarios_have_no_fault_and_hurt_nobody() -> None:
    data = load_practice(practice_data.library())
    assert (len(data.moves), len(data.scenarios)) == (26, 8)
    checker = Checker(load_rulebook(practice_data.library()))
    assert check_practice_wording(data, load_practice_phrases(), load_chat_phrases(), checker) == []


def test_the_small_files_have_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


def needs(place: int, of: str = "disclosures", **values: Any) -> Change:
    return lambda data: data[of][place]["needs"].update(values)


WRONG: dict[str, tuple[Change, str, str]] = {
    "a move that something needs": (needs(1, moves=["hum"]), "disclosures.heart.needs.moves", "no move 'hum'"),
    "a move that it follows": (
        lambda data: data["disclosures"][0].update(when_move=["hum"]), "disclosures.first.when_move", "no move 'hum'",
    ),
    "a move with an effect": (lambda data: data["effects"][0].update(move="hum"), "effects.0.move", "no move 'hum'"),
    "a move with answers": (lambda data: data["answers"].update(hum=["A.", "B."]), "answers.hum", "no move 'hum'"),
    "a move of a better wording": (
        lambda data: data["better"]["late"].append("hum: Mm."), "better.late.2", "no move 'hum'",
    ),
    "a disclosure that must be told": (needs(1, told=["x"]), "disclosures.heart.needs.told", "no disclosure 'x'"),
    "a lesson": (lambda data: data["lessons"].append("lesson-9.9"), "lessons.2", "no item 'lesson-9.9'"),
    "a missing answer": (lambda data: data["answers"].pop("blame"), "answers", "no answers to 'blame'"),
    "missing other answers": (lambda data: data["answers"].pop("other"), "answers", "no answers to 'other'"),
    "an id that is not the file's": (lambda data: data.update(id="large"), "id", "name of the file, 'small'"),
    "a label used twice": (lambda data: data["disclosures"][1].update(id="first"), "disclosures", "used twice"),
    "an effect given twice": (
        lambda data: data["effects"].append(data["effects"][0]), "effects", "'greet' is given twice",
    ),
    "an unknown field": (lambda data: data["disclosures"][0].update(on=[]), "disclosures.first.on", "no such field"),
    "a disclosure out of reach": (needs(1, fear_below=0), "disclosures.heart", "no talk can lead to this"),
    "a disclosure that waits for itself": (needs(0, told=["heart"]), "disclosures.first", "no talk can lead to this"),
    "an end out of reach": (needs(0, "ends", hope=100, trust_below=5), "ends.good", "no talk can lead to this"),
    "an end behind another": (
        lambda data: data["ends"].append({**data["ends"][2], "id": "late"}), "ends.late", "no talk can lead to this",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_fault_of_a_scenario_is_named(what: str, tmp_path: Path) -> None:
    change, field, message = WRONG[what]
    found = faults(tmp_path, change)
    assert any(fault.field == field and message in fault.message for fault in found), found
    assert {fault.file for fault in found} == {"training/scenarios/small.yml"}


def test_the_line_is_that_of_the_field(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, lambda data: data["lessons"].append("lesson-9.9"))
    lines = (tmp_path / fault.file).read_text(encoding="utf-8").splitlines()
    assert "lesson-9.9" in lines[fault.line - 1]


@pytest.mark.parametrize("key", ["on", "yes", "Off", "true"])
def test_a_key_that_yaml_reads_as_true_or_false_is_refused(key: str, tmp_path: Path) -> None:
    path = practice_data.write(tmp_path)
    text = path.read_text(encoding="utf-8").replace("  when_move:", f"  {key}:")
    path.write_text(text, encoding="utf-8")
    found = read_practice(practice_data.library(), tmp_path)[1].faults
    [fault] = [fault for fault in found if "true or false" in fault.message]
    assert (fault.field, text.splitlines()[fault.line - 1].strip()) == (key, f"{key}:")


def test_a_move_without_a_lesson_or_with_a_wrong_one_is_a_fault(tmp_path: Path) -> None:
    def change(moves: list[dict[str, Any]]) -> None:
        moves[0].update(lesson="lesson-9.9")
        moves[1].update(trace="says 99")
        del moves[2]["lesson"]

    found = {fault.field: fault.message for fault in faults(tmp_path, change_moves=change)}
    assert "no item 'lesson-9.9'" in found["greet.lesson"]
    assert "no sentence 'says 99'" in found["reflect.trace"]
    assert "must name the item" in found["open_question"]


def test_messages_that_cannot_be_judged_need_a_move(tmp_path: Path) -> None:
    found = faults(tmp_path, lambda data: data["answers"].pop("unclear"), lambda moves: moves.pop())
    assert ["'unclear' is missing" in fault.message for fault in found] == [True]


def test_faults_in_the_moves_are_not_faults_of_the_scenarios_as_well(tmp_path: Path) -> None:
    found = faults(tmp_path, change_moves=lambda moves: moves[1].update(kind="sings"))
    assert {fault.file for fault in found} == {"training/moves.yml"}


def test_loading_raises_all_faults_at_once(tmp_path: Path) -> None:
    faults(tmp_path, lambda data: data["lessons"].extend(["lesson-9.8", "lesson-9.9"]))
    with pytest.raises(KnowledgeError) as raised:
        load_practice(practice_data.library(), tmp_path)
    assert len(raised.value.faults) == 2
