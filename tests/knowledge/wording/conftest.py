"""The real rules, read once, and a project with one rule."""

import shutil
from pathlib import Path

import pytest

from knowledge.library import ROOT, Library
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import Rulebook
from tests.knowledge.wording.real_rules import real_checker, real_library

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
    return real_library()


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return real_checker().book


@pytest.fixture(scope="session")
def checker() -> Checker:
    return real_checker()


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
