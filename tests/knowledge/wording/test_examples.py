"""Every rule passes the tests that it brings along."""

from pathlib import Path

import pytest

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT, Library
from knowledge.wording.checker import Checker
from knowledge.wording.examples import check_examples
from knowledge.wording.rulebook import read_rulebook
from tests.knowledge.wording.conftest import RULE, with_rule


def test_every_rule_passes_its_own_examples(library: Library) -> None:
    reader = EntryReader(ROOT)
    assert check_examples(Checker(read_rulebook(library, reader)), reader) >= 500


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Those lot again.", "That lot again.", "r.yml:8: one.match.0: the rule finds nothing here"),
        ("A lot of tea.", "Those lot drink tea.", "r.yml:9: one.leave.0: the rule finds something here"),
    ],
)
def test_an_example_that_fails_is_a_fault(root: Path, library: Library, old: str, new: str, fault: str) -> None:
    reader = EntryReader(with_rule(root, RULE.replace(old, new)))
    checker = Checker(read_rulebook(library, reader))
    with pytest.raises(KnowledgeError) as error:
        check_examples(checker, reader)
    assert fault in str(error.value)
