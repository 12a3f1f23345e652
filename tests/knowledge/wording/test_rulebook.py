"""The rules are data; each fault in them is named by file, line and field."""

from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from knowledge.faults import KnowledgeError
from knowledge.library import Library
from knowledge.wording.rulebook import Rulebook, load_rulebook
from knowledge.wording.schema import Family
from knowledge.yaml_source import YamlSource
from tests.knowledge.wording.conftest import RULE, with_rule


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


def test_a_fault_in_what_is_left_alone_is_named_too(root: Path, library: Library) -> None:
    kept = root / "knowledge" / "wording" / "kept.yml"
    text = kept.read_text(encoding="utf-8").replace("wording, terminology", "'{nothing}'")
    kept.write_text(text, encoding="utf-8")
    source = YamlSource(kept, root)
    place = source.data["about_words"].index("{nothing}")
    line = source.line(("about_words", place))
    with pytest.raises(KnowledgeError, match=rf"kept\.yml:{line}: about_words\.{place}: there is no list 'nothing'"):
        load_rulebook(library, with_rule(root, RULE))
