"""The documentation becomes a site without a warning, and the site asks nobody for anything."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from bot.settings import ROOT
from tests.browser.conftest import ARGUMENTS, chromium

ELSEWHERE = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    # Not --quiet: what is not said is not counted either, and --strict would pass everything.
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


class _Loads(HTMLParser):
    """Gathers what a page has the browser fetch by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.classes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag != "a":
            self.addresses += [given[name] for name in ("src", "href", "srcset", "data", "action") if name in given]
        self.classes |= set(given.get("class", "").split())


def test_no_page_of_the_site_loads_anything_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        found = _Loads()
        found.feed(page.read_text(encoding="utf-8"))
        assert [address for address in found.addresses if ELSEWHERE.match(address)] == [], page.name
        assert "mermaid" not in found.classes, "the theme would load a script from elsewhere for it"


def test_the_search_needs_nothing_that_is_not_there(site: Path) -> None:
    index = (site / "search" / "search_index.js").read_text(encoding="utf-8")
    assert index.startswith("var __index = ") and "data-protection.html" in index
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "assets/iframe-worker.js" in page and (site / "assets" / "iframe-worker.js").is_file()


@pytest.mark.browser
def test_a_page_opened_from_a_file_can_be_searched_and_asks_nobody(site: Path) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri())
        page.get_by_role("textbox", name="Search").fill("impact assessment")
        expect(page.locator(".md-search-result__link").first).to_contain_text("Data protection")
        browser.close()
    assert asked and [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
