"""The real rules, read once, and a project with one rule."""

import shutil
from pathlib import Path

import pytest

from knowledge.library import ROOT, Library, load
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import Rulebook, load_rulebook

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


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def book(library: Library) -> Rulebook:
    return load_rulebook(library)


@pytest.fixture(scope="session")
def checker(book: Rulebook) -> Checker:
    return Checker(book)


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
