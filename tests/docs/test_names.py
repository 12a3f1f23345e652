"""What the documentation names is there: settings, files, addresses, identifiers of the code."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

from bot.settings import PREFIX, ROOT, Settings
from tests.docs.pages import DOCS, Page, pages

ENDINGS = "py|yml|md|toml|jsonl?|js|html|css|lock|in|svg|txt|typ|sh|wav"
FOLDERS = "|".join(sorted(re.escape(path.name) for path in ROOT.iterdir() if path.is_dir()))
FILE = re.compile(rf"(?!/)[\w.*/-]+\.(?:{ENDINGS})|(?:{FOLDERS})/[\w.*/-]*")
MADE_WHEN_MEASURING = {"report.md", "report.json", "plots/"}
IDENTIFIER = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")
SETTING = re.compile(r"([a-z_]+) = (?:true|false|\d+|\".*\"|\[.*\])")
ADDRESS = re.compile(r"/[a-z][\w/.-]*")


@cache
def files() -> frozenset[str]:
    """Paths of the project's own files, as the version control has them."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return frozenset(listed.stdout.splitlines())


@cache
def code() -> str:
    """All text of the project outside its documentation."""
    kinds = {".py", ".yml", ".js", ".toml", ".html", ".json"}  # the dashboard names every figure
    found = [ROOT / name for name in files() if Path(name).suffix in kinds]
    return "\n".join(path.read_text(encoding="utf-8") for path in found if path.exists())


def is_built(name: str) -> bool:
    """Whether a path is of what is made here and never committed."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return any(line.startswith("/") and f"/{name}/".startswith(f"{line.rstrip('/')}/") for line in ignored)


def is_there(name: str) -> bool:
    """Whether a path, or the end of one, is of a file or a folder of the project."""
    if "*" in name:
        return any(ROOT.glob(name)) or any(DOCS.glob(name))
    if name.endswith("/"):
        return any(f"/{file}".find(f"/{name}") >= 0 for file in files())
    return any(f"/{file}".endswith(f"/{name}") for file in files()) or (ROOT / name).is_dir()


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_file_or_folder_that_is_named_exists(page: Page) -> None:
    named = [name.partition("::")[0] for name in page.names]
    missing = {
        name
        for name in named
        if FILE.fullmatch(name) and name not in MADE_WHEN_MEASURING and not is_there(name) and not is_built(name)
    }
    assert missing == set()


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_setting_that_is_named_exists(page: Page) -> None:
    named = {name for text in page.names for name in SETTING.findall(text)}
    text = page.path.read_text(encoding="utf-8")
    named |= {name.lower() for name in re.findall(rf"{PREFIX}([A-Z_]*[A-Z])\b", text)}
    for language, block in page.blocks:
        if language == "toml":
            named |= tomllib.loads(block).keys()
    # The tests have variables of their own, and one names the file of the settings.
    assert {name for name in named if not name.startswith(("test_", "settings_"))} <= set(Settings.model_fields)


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_name_of_the_code_stands_in_the_code(page: Page) -> None:
    words = [name for name in page.names if IDENTIFIER.fullmatch(name)]
    assert [word for word in words if not re.search(rf"\b{word}\b", code())] == []


@pytest.mark.parametrize("page", pages(), ids=str)
def test_an_address_of_the_service_stands_in_the_code(page: Page) -> None:
    named = [name.removeprefix("GET ").removeprefix("POST ") for name in page.names]
    assert [name for name in named if ADDRESS.fullmatch(name) and name not in code()] == []
