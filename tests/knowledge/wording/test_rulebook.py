"""The rules are data with tests of their own; each fault is named by file, line and field."""

import shutil
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from knowledge.faults import KnowledgeError
from knowledge.library import ROOT, Library
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import Rulebook, check_examples, load_rulebook
from knowledge.wording.schema import Family

RULE = """
- id: one
  family: us-and-them
  find: ["those lot"]
  why: It draws a line.
  say: [people, residents]
  source: [lesson-2.5]
  match: [Those lot again., "Hello, those lot."]
  leave: [A lot of tea., Those are good.]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the real lists and sources and no rules."""
    folder = tmp_path / "knowledge" / "wording"
    shutil.copytree(ROOT / "knowledge" / "wording", folder, ignore=shutil.ignore_patterns("rules", "*.py"))
    (folder / "rules").mkdir()
    return tmp_path


def with_rule(root: Path, text: str) -> Path:
    (root / "knowledge" / "wording" / "rules" / "r.yml").write_text(text, encoding="utf-8")
    return root


def test_every_rule_passes_its_own_examples(library: Library, checker: Checker) -> None:
    assert check_examples(library, lambda _: checker.finds) >= 500


def test_there_are_rules_enough_in_every_family(book: Rulebook) -> None:
    families = Counter(rule.family for rule in book.rules.values())
    assert len(book.rules) >= 120
    assert set(families) == set(get_args(Family)) and min(families.values()) >= 8


def test_a_good_rule_is_read(root: Path, library: Library) -> None:
    assert list(load_rulebook(library, with_rule(root, RULE)).rules) == ["one"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("those lot", "those {lots}", "r.yml:4: one.find.0: there is no list 'lots'"),
        ("lesson-2.5", "lesson-9.9", "r.yml:7: one.source: 'lesson-9.9' is neither"),
        ("us-and-them", "them", "r.yml:3: one.family: "),
        ("[people, residents]", "[people]", "two or more of 'say' and 'instead'"),
        ('find: ["those lot"]', "tokens: [[{LOWERR: x}]]", "r.yml:4: one.tokens.0: not a pattern of spaCy's Matcher"),
    ],
)
def test_a_fault_names_its_place(root: Path, library: Library, old: str, new: str, fault: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        load_rulebook(library, with_rule(root, RULE.replace(old, new)))
    assert fault in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Those lot again.", "That lot again.", "r.yml:8: one.match.0: the rule finds nothing here"),
        ("A lot of tea.", "Those lot drink tea.", "r.yml:9: one.leave.0: the rule finds something here"),
    ],
)
def test_an_example_that_fails_is_a_fault(root: Path, library: Library, old: str, new: str, fault: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        check_examples(library, lambda book: Checker(book).finds, with_rule(root, RULE.replace(old, new)))
    assert fault in str(error.value)
