"""Every command that the documentation gives is there, with its options."""

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import app as bot_app
from bot.settings import ROOT
from knowledge.cli import app as knowledge_app
from tests.docs.pages import Page, pages
from training.cli import app as training_app

APPS = {"bot": get_command(bot_app), "knowledge": get_command(knowledge_app), "training": get_command(training_app)}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
PYTHON = re.compile(r"^(?:\.venvs/main/bin/)?python3? -m (\S+)(.*)")


def commands(page: Page) -> Iterator[str]:
    """Lines of its blocks, and what stands between backticks, that are commands of ours."""
    for text in [line.strip() for _, block in page.blocks for line in block.splitlines()] + list(page.names):
        if PYTHON.match(text) or re.match(r"make( |$)", text):
            yield text.partition(" #")[0].strip()


def test_commands_are_found_at_all() -> None:
    found = {command for page in pages() for command in commands(page)}
    assert {"make chat", "make docs", "python -m bot cases sweep", "python -m training validate"} <= found


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_command_exists_with_its_options(page: Page) -> None:
    for command in commands(page):
        if command.startswith("make"):
            check_make(command)
        else:
            check_python(command)


def check_make(command: str) -> None:
    words = shlex.split(command)[1:]
    for word in words:
        name, is_variable, value = word.partition("=")
        if is_variable:
            assert (words[0], name) == ("evaluate", "OPTIONS"), command
            check_app(APPS["bot"], ["evaluate", *shlex.split(value)], command)
        else:
            assert word in TARGETS, command


def check_python(command: str) -> None:
    found = PYTHON.match(command)
    assert found
    module, words = found[1], shlex.split(found[2])
    if module in APPS:
        check_app(APPS[module], words, command)
        return
    spec = find_spec(module)
    if spec and spec.submodule_search_locations:
        spec = find_spec(f"{module}.__main__")
    assert spec and spec.origin, command
    source = Path(spec.origin).read_text(encoding="utf-8")
    for option in (word for word in words if word.startswith("--")):
        assert f'"{option}"' in source or f"'{option}'" in source, f"{option} of {command}"


def check_app(app: Any, words: list[str], command: str) -> None:
    """Follows the words down to a command, typer's own kind of click's, and looks for its options."""
    while hasattr(app, "commands") and words and not words[0].startswith("-"):
        assert words[0] in app.commands, command
        app, words = app.commands[words[0]], words[1:]
    known = {"--help", *(o for param in app.params for o in (*param.opts, *param.secondary_opts))}
    for word in words:
        assert not word.startswith("--") or word.partition("=")[0] in known, f"{word} of {command}"
