"""The lists of names: the real ones are whole, and a fault is named where it stands."""

import shutil
from pathlib import Path

import pytest

from bot.build import steps
from bot.redaction.name_lists import FOLDER, read_name_lists
from bot.settings import ROOT, Settings
from knowledge.faults import KnowledgeError

FILES = ("kept_names.yml", "people_names.yml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with a copy of the lists."""
    (tmp_path / FOLDER).mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / FOLDER / name, tmp_path / FOLDER / name)
    return tmp_path


def faults(root: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        read_name_lists(root)
    return [f"{Path(fault.file).name}:{fault.line}: {fault.field}" for fault in caught.value.faults]


def change(root: Path, name: str, before: str, after: str) -> int:
    """Puts `after` in place of `before`, at the beginning of a line; gives the number of that line."""
    path = root / FOLDER / name
    lines = path.read_text(encoding="utf-8").splitlines()
    (n,) = [n for n, line in enumerate(lines) if line.startswith(before)]
    lines[n] = after + lines[n].removeprefix(before)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return n + 1


def test_the_real_lists_have_no_faults() -> None:
    kept, people = read_name_lists()
    assert kept.countries and people.first_names


@pytest.mark.parametrize(
    ("name", "before", "after", "field"),
    [
        ("kept_names.yml", "cities:", "towns:", "towns"),
        ("kept_names.yml", "faiths: [", "faiths: [no, ", "faiths.0"),
        ("kept_names.yml", "streets: [", "streets: [High Street, ", "streets.0"),
        ("kept_names.yml", "numbers: [", "numbers: [0300123, ", "numbers.0"),
        ("people_names.yml", "titles: [", "titles: [Mr, ", "titles.0"),
        ("people_names.yml", "relations: [", "relations: ['', ", "relations.0"),
        ("people_names.yml", "deeds: [", "deeds: []  # [", "deeds"),
        ("people_names.yml", "first_names: >-", "first_names: []\nfamily: >-", "first_names"),
    ],
)
def test_a_fault_is_named_by_file_line_and_field(copy: Path, name: str, before: str, after: str, field: str) -> None:
    line = change(copy, name, before, after)
    assert f"{name}:{line}: {field}" in faults(copy)


def test_what_is_no_yaml_or_missing_is_named_by_its_file_all_at_once(copy: Path) -> None:
    line = change(copy, "kept_names.yml", "faiths: [", "faiths: [[")
    (copy / FOLDER / "people_names.yml").unlink()
    first, second = faults(copy)
    assert first.startswith("kept_names.yml:") and int(first.split(":")[1]) >= line
    assert second == "people_names.yml:1: "


def test_the_build_reads_them_before_the_service_starts() -> None:
    (step,) = [step for step in steps(Settings()) if step.command[-3:] == ["-m", "bot", "validate"]]
    assert {f"{FOLDER}/*.yml", "helpline/intake.yml"} <= set(step.inputs)
