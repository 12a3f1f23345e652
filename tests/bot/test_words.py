"""No text of the service outside the data files hurts or puts off: replies of domain.yml, pages, scripts, errors.

Texts of the data files are checked by `python -m knowledge validate` (tests/knowledge/wording/test_spoken.py).
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from bot.settings import ROOT
from knowledge.wording.checker import Checker
from tests.knowledge.wording.real_rules import real_checker

WEB = ROOT / "bot" / "web"
# Names of the paper and of the pages' own field, which these texts cannot do without.
TERMS = {"radicalisation"}
SENTENCE = re.compile(r"[A-Za-z’']+(?: [A-Za-z’'(“]+)+")
SCRIPT_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`")


class _Visible(HTMLParser):
    """Gathers what a page shows or reads out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.texts += [value for name, value in attrs if value and name in ("aria-label", "alt", "title", "content")]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(" ".join(data.split()))


def of_page(path: Path) -> list[str]:
    page = _Visible()
    page.feed(path.read_text(encoding="utf-8"))
    return page.texts


def of_script(path: Path) -> list[str]:
    source = re.sub(r"^\s*(?://|\*|/\*).*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = ["".join(groups) for groups in SCRIPT_STRING.findall(source)]
    return [text for text in found if SENTENCE.search(text)]


def of_code(path: Path) -> Iterator[str]:
    """Strings that are sentences, but not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in silent:
            continue
        if isinstance(node.value, str) and SENTENCE.search(node.value):
            yield node.value


def of_domain() -> Iterator[str]:
    for variants in yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"].values():
        for reply in variants:
            yield reply["text"]
            yield from (button["title"] for button in reply.get("buttons", ()))


GATHERED = {
    "domain.yml": list(of_domain()),
    **{str(path.relative_to(WEB)): of_page(path) for path in sorted(WEB.rglob("*.html"))},
    **{path.name: of_script(path) for folder in ("static", "widget") for path in sorted((WEB / folder).glob("*.js"))},
    **{str(path.relative_to(WEB)): list(of_code(path)) for path in sorted(WEB.rglob("*.py"))},
    "terminal.py": list(of_code(ROOT / "bot" / "terminal.py")),
}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return real_checker()


@pytest.mark.parametrize("name", [name for name, texts in GATHERED.items() if texts])
def test_no_text_hurts(checker: Checker, name: str) -> None:
    flags = [(text, flag) for text in GATHERED[name] for flag in checker.check(text, strict=True)]
    assert [(flag.span, flag.rule.id, text) for text, flag in flags if flag.span.lower() not in TERMS] == []


def test_the_texts_are_there() -> None:
    sizes = {name: len(texts) for name, texts in GATHERED.items()}
    assert sizes["domain.yml"] > 30 and sizes["pages/index.html"] > 10 and sizes["pages/wording.html"] > 10
    assert sizes["words.js"] > 20 and sizes["readiness.py"] > 5
