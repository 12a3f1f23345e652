"""What is said of progress: complete, in braces that are filled in, and in words that the checker lets pass."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.faults import KnowledgeError
from tests.knowledge.wording.real_rules import real_checker
from training.progress_words import FILE, ROOT, in_words, load_progress_words


def written(tmp_path: Path, old: str, new: str) -> Path:
    text = (ROOT / FILE).read_text(encoding="utf-8")
    assert old in text
    target = tmp_path / FILE
    target.parent.mkdir()
    target.write_text(text.replace(old, new), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{days} of the last", "some of the last", "days"),
        ("  title: A record of practice\n", "", "title"),
        ("Made on {day}.", "Made on {day} by {whom}.", "day"),
        ("  name: Name\n", "  name: Name\n  colour: green\n", "colour"),
    ],
)
def test_a_fault_is_named_by_file_and_field(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_progress_words(written(tmp_path, old, new))
    assert FILE.as_posix() in str(caught.value) and said in str(caught.value)


def test_a_day_is_written_as_in_english() -> None:
    assert in_words(date(2026, 3, 2)) == "2 March 2026"


def texts(data: Any) -> Iterator[str]:
    """Every text of a data file."""
    if isinstance(data, str):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from texts(value)


def test_no_word_of_it_hurts() -> None:
    said = list(texts(yaml.safe_load((ROOT / FILE).read_text(encoding="utf-8"))))
    assert len(said) > 20
    checker = real_checker()
    assert [(text, flag.rule.id) for text in said for flag in checker.check(text, strict=True)] == []
