"""No text of the data files that the service can say hurts or puts off, whoever reads it."""

from pathlib import Path

import pytest
import yaml

from knowledge.faults import KnowledgeError
from knowledge.library import read_library
from knowledge.schema import Item, Service
from knowledge.speech_schema import Replies
from knowledge.wording.spoken import check_spoken, spoken
from tests.knowledge import small_library
from tests.knowledge.wording.real_rules import real_checker

CHECKER = real_checker()


def test_no_text_that_the_service_can_say_hurts() -> None:
    library, reader = read_library()
    assert check_spoken(library, CHECKER, reader) > 2000


def test_texts_of_every_kind_are_among_them() -> None:
    library, _ = read_library()
    texts = {(said.model, said.label, *said.field): said.text for said in spoken(library, CHECKER.book)}
    assert texts[Item, "lesson-2.5", "steps", 0] == library.items["lesson-2.5"].steps[0]
    assert texts[Replies, "", "trouble", "text", 0] == library.replies.trouble.text[0]
    assert (Service, "gb-emergency", "run_by") in texts
    assert not any("example.org" in text or text.startswith("/") for text in texts.values())


@pytest.mark.parametrize(("terms", "faults"), [([], 1), (["radicals"], 0)])
def test_a_place_that_hurts_is_a_fault_by_file_line_and_field(tmp_path: Path, terms: list[str], faults: int) -> None:
    root = small_library.write(tmp_path)
    path = root / "knowledge" / "items" / "all.yml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows[0]["steps"][1] = "Keep the radicals out of the room."
    rows[0]["terms"] = terms
    small_library.dump(path, rows)
    library, reader = read_library(root)
    try:
        check_spoken(library, CHECKER, reader)
        found = []
    except KnowledgeError as error:
        found = [str(fault) for fault in error.faults]
    mine = [fault for fault in found if "“radicals”" in fault]
    assert len(mine) == faults
    assert all("all.yml:" in fault and "lesson-1.1.steps.1: the rule on wording" in fault for fault in mine)
