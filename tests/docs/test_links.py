"""Every link of the documentation leads somewhere, and the navigation to every page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot.settings import ROOT
from tests.docs.pages import DOCS, Page, pages


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_link_within_the_project_leads_to_a_file_and_a_heading(page: Page) -> None:
    headings = {other.path: other.anchors for other in pages()}
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = (page.path.parent / parts.path).resolve() if parts.path else page.path
        assert target.is_file(), link
        assert not parts.fragment or parts.fragment in headings[target], link


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_link_to_elsewhere_is_encrypted_or_to_this_machine(page: Page) -> None:
    for link in page.links:
        parts = urlsplit(link)
        assert parts.scheme in ("", "https") or parts.hostname == "localhost", link


def test_the_navigation_names_every_page_once() -> None:
    named = list(_pages(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
    assert sorted(named) == sorted(path.name for path in DOCS.glob("*.md"))


def _pages(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    else:
        for part in entry.values() if isinstance(entry, dict) else entry:
            yield from _pages(part)
