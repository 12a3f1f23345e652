"""Arrows run one way: which package may import which."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {"actions", "bot", "helpline", "knowledge", "training", "scripts", "benchmarks", "storage", "tests"}
MAY_USE = {
    "knowledge": set(),
    "storage": set(),
    "helpline": {"knowledge", "storage"},
    "training": {"knowledge", "storage"},
    "actions": {"bot.log_lines", "bot.settings", "bot.tracing", "helpline", "knowledge", "training"},
    "bot/nlu": {"bot.log_lines", "bot.nlu"},
    "bot/redaction": {"bot.redaction", "knowledge"},
    "bot/web": {
        *("bot.web", "bot.log_lines", "bot.nlu.safety_rules", "bot.process_state", "bot.redaction", "bot.settings"),
        "bot.tracing",
        *("helpline", "knowledge", "training"),
    },
    "bot/evaluation": {
        *("bot.evaluation", "knowledge", "bot.build", "bot.children", "bot.environment", "bot.redaction"),
        *("bot.serve", "bot.settings", "bot.supervisor"),
    },
}


def imports(path: Path) -> set[str]:
    """Modules of this project that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return {name for name in found if name.split(".")[0] in OURS}


@pytest.mark.parametrize("package", MAY_USE)
def test_a_package_uses_only_what_it_may(package: str) -> None:
    allowed = {package.replace("/", "."), *MAY_USE[package]}
    for path in (ROOT / package).rglob("*.py"):
        for name in imports(path):
            assert any(name == a or name.startswith(a + ".") for a in allowed), f"{path.name} imports {name}"


def test_no_file_of_ours_is_longer_than_two_files() -> None:
    for package in ("actions", "bot", "helpline", "knowledge", "scripts", "storage", "training"):
        for path in (ROOT / package).rglob("*.py"):
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 350, path
