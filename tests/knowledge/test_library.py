"""Reading the knowledge: what is right is read, what is wrong is named by file, line and field."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.faults import Fault, KnowledgeError
from knowledge.library import load
from tests.knowledge import small_library

ITEMS = "knowledge/items/all.yml"
WORRIES = "knowledge/worries.yml"


def faults(root: Path) -> list[Fault]:
    with pytest.raises(KnowledgeError) as caught:
        load(root)
    return list(caught.value.faults)


def change(root: Path, file: str, edit: Any) -> None:
    path = root / file
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    small_library.dump(path, edit(data) or data)


def line_of(root: Path, file: str, text: str) -> int:
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if text in line)


def test_a_valid_library_is_read_whole(root: Path) -> None:
    library = load(root)
    assert set(library.items) == set(small_library.ITEMS)
    assert library.items["lesson-1.1"].number == "1.1"
    situation = library.situation_of("case-tea-room")
    assert situation is not None and situation.intent == "case_tea_room"


def test_a_missing_field_is_named(root: Path) -> None:
    change(root, ITEMS, lambda rows: rows[0].pop("why") and None)
    (fault,) = faults(root)
    assert (fault.file, fault.field) == (ITEMS, "lesson-1.1.why")
    assert "missing" in fault.message


def test_an_unknown_field_is_named_with_its_line(root: Path) -> None:
    change(root, ITEMS, lambda rows: rows[1].update(colour="red"))
    (fault,) = faults(root)
    assert fault.line == line_of(root, ITEMS, "colour")
    assert "no such field" in fault.message


def test_a_reference_to_no_item_is_named_with_its_line(root: Path) -> None:
    change(root, ITEMS, lambda rows: rows[2].update(related=["lesson-9.9"]))
    (fault,) = faults(root)
    assert fault.file == ITEMS
    assert "lesson-9.9" in fault.message
    text = (root / ITEMS).read_text(encoding="utf-8").splitlines()[fault.line - 1 : fault.line + 1]
    assert any("related" in line or "lesson-9.9" in line for line in text)


def test_an_item_is_not_related_to_itself(root: Path) -> None:
    change(root, ITEMS, lambda rows: rows[0].update(related=["lesson-1.1"]))
    assert "itself" in faults(root)[0].message


def test_a_name_belongs_to_one_item(root: Path) -> None:
    change(root, ITEMS, lambda rows: [row.update(names=["Tea room"]) for row in rows[:2]] and None)
    (fault,) = faults(root)
    assert fault.field == "lesson-1.2.names"
    assert "lesson-1.1" in fault.message


def test_a_worry_is_of_an_item(root: Path) -> None:
    change(root, WORRIES, lambda rows: rows[2].update(item="lesson-9.9"))
    (fault,) = faults(root)
    assert (fault.file, fault.field) == (WORRIES, "2.item")


def test_some_advice_on_a_worry_is_for_everybody(root: Path) -> None:
    change(root, WORRIES, lambda rows: [row.update({"for": ["parent"]}) for row in rows] and None)
    (fault,) = faults(root)
    assert fault.file == WORRIES and "for everybody" in fault.message


def test_an_example_is_a_case(root: Path) -> None:
    change(root, ITEMS, lambda rows: rows[0].update(example="lesson-1.2"))
    assert "case study" in faults(root)[0].message


def test_an_id_used_twice_is_a_fault(root: Path) -> None:
    change(root, ITEMS, lambda rows: [*rows, rows[0]])
    assert any("twice" in fault.message for fault in faults(root))


def test_a_key_written_twice_is_a_fault(root: Path) -> None:
    path = root / "knowledge" / "paper.yml"
    path.write_text(path.read_text(encoding="utf-8") + "title: Another\n", encoding="utf-8")
    (fault,) = faults(root)
    assert fault.file == "knowledge/paper.yml"
    assert fault.line == len(path.read_text(encoding="utf-8").splitlines())


def test_too_few_questions_are_a_fault(root: Path) -> None:
    change(root, "knowledge/questions/all.yml", lambda rows: rows.update({"lesson-1.1": ["One?"]}))
    assert any("1 questions" in fault.message for fault in faults(root))


def test_an_item_without_a_situation_is_a_fault(root: Path) -> None:
    change(root, "knowledge/situations/all.yml", lambda rows: rows[1:])
    assert any("no situation" in fault.message for fault in faults(root))


def test_a_phrase_without_its_place_is_a_fault(root: Path) -> None:
    change(root, "knowledge/phrases.yml", lambda data: data.update(why="It just does."))
    (fault,) = faults(root)
    assert fault.field == "why" and "{why}" in fault.message


def test_broken_yaml_is_one_fault_with_a_line(root: Path) -> None:
    path = root / ITEMS
    path.write_text("- id: [unclosed\n", encoding="utf-8")
    assert [fault.file for fault in faults(root) if fault.line >= 1] == [ITEMS]  # and nothing that refers to it


def test_all_faults_are_reported_at_once(root: Path) -> None:
    change(root, ITEMS, lambda rows: [rows[0].pop("why"), rows[1].pop("title"), None][2])
    assert len([f for f in faults(root) if "missing" in f.message]) == 2


def test_a_missing_file_is_a_fault(root: Path) -> None:
    (root / "knowledge" / "paper.yml").unlink()
    assert any(fault.file == "knowledge/paper.yml" for fault in faults(root))


SERVICES = "knowledge/services.yml"


def test_a_day_of_checking_that_is_still_to_come_is_a_fault_and_today_is_none(root: Path) -> None:
    tomorrow = date.today() + timedelta(days=1)
    change(root, SERVICES, lambda data: data["services"][1].update(last_checked=tomorrow))
    (fault,) = faults(root)
    assert fault.field == "services.eu-child-helpline.last_checked" and "still to come" in fault.message
    assert str(tomorrow) in (root / SERVICES).read_text(encoding="utf-8").splitlines()[fault.line - 1]
    change(root, SERVICES, lambda data: data["services"][1].update(last_checked=date.today()))
    load(root)


def test_without_an_emergency_number_for_the_eu_nothing_works(root: Path) -> None:
    change(root, SERVICES, lambda data: data["services"].pop(0) and None)
    (fault,) = faults(root)
    assert fault.file == SERVICES and "emergency" in fault.message


def test_an_emergency_service_has_a_phone(root: Path) -> None:
    change(root, SERVICES, lambda data: data["services"][0].update(phone=None, web="https://example.org"))
    (fault,) = faults(root)
    assert fault.field == "services.eu-emergency.phone"


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ("safety_emergency", "Call {number}."),  # the list is missing
        ("safety_emergency_unlisted", "Call somebody."),
        ("out_of_scope", "No, {name}."),
        ("first_help", "Call {number."),
    ],
)
def test_a_reply_with_the_wrong_places_is_a_fault(root: Path, reply: str, text: str) -> None:
    change(root, "knowledge/replies.yml", lambda data: data[reply]["text"].append(text))
    (fault,) = faults(root)
    assert fault.file == "knowledge/replies.yml" and fault.field == reply and "brace" in fault.message


def test_a_button_title_without_its_place_is_a_fault(root: Path) -> None:
    change(root, "knowledge/phrases.yml", lambda data: data["buttons"].update(read="Read it"))
    (fault,) = faults(root)
    assert fault.field == "buttons.read" and "{item}" in fault.message


def test_the_real_library_has_exactly_the_47_items_of_the_paper() -> None:
    lessons = {1: 6, 2: 6, 3: 3, 4: 4, 5: 7}
    wanted = {f"challenge-{n}" for n in range(1, 10)}
    wanted |= {f"lesson-{part}.{n}" for part, count in lessons.items() for n in range(1, count + 1)}
    wanted |= {
        "case-hideaway", "case-iahv", "case-mothers-schools", "case-agirre-lehendakaria", "case-180-wende",
        "case-cocora", "case-hear-our-voices", "case-eparex", "case-vienna-platform",
        "concept-polarisation-model", "concept-mothers-role", "concept-youth-involvement",
    }  # fmt: skip
    assert len(wanted) == 47
    assert set(load().items) == wanted
