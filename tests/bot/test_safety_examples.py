"""The rules of danger are tried on their own examples, and a slip is named by file, line and field."""

from pathlib import Path

import pytest

from bot.safety_examples import FILE, check_safety_rules
from knowledge.faults import KnowledgeError

RULES = """
words:
  other_sense: [fire drill]
  fire: [fire]
  place: [hall, school]
rules:
  - id: fire-in-a-place
    level: emergency
    because: It says that there is a fire.
    find: [fire, place]
    match: [There is a fire in the hall]
    not: [We have a fire drill at school]
"""


def faults(folder: Path, rules: str) -> list[str]:
    (folder / FILE.parent).mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(rules, encoding="utf-8")
    try:
        check_safety_rules(folder)
    except KnowledgeError as error:
        return str(error).splitlines()
    return []


def test_the_projects_own_rules_hold_to_their_examples() -> None:
    check_safety_rules()


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("There is a fire in the hall", "It burns in the hall", "match.0: this rule does not find it"),
        ("We have a fire drill at school", "The school is on fire", "not.0: the rule fire-in-a-place finds it"),
        ("[We have a fire drill at school]", "[]", "not: one example at least must stand here"),
    ],
)
def test_an_example_that_does_not_hold_is_a_fault(tmp_path: Path, was: str, now: str, fault: str) -> None:
    assert faults(tmp_path, RULES) == []
    assert faults(tmp_path, RULES.replace(was, now)) == [f"{FILE}:7: fire-in-a-place.{fault}"]


def test_a_field_that_is_missing_or_unknown_is_named_with_the_fields_that_there_are(tmp_path: Path) -> None:
    for rules in (RULES.replace("    because: It says that there is a fire.\n", ""), RULES.replace("level", "grade")):
        (fault,) = faults(tmp_path, rules)
        assert fault.startswith(f"{FILE}:7: ") and "because, find, match, not, and may have ordered" in fault


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        check_safety_rules(tmp_path)
