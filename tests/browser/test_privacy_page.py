"""The page on privacy: people find it, and can read it however they read."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fake_service import FakeService
from tests.browser.test_accessibility import violations
from tests.browser.widget import Widget

pytestmark = pytest.mark.browser


def test_the_first_page_leads_there(page: Page, fake: FakeService) -> None:
    page.goto(fake.url)
    page.get_by_role("link", name="All of it, in plain words").click()
    expect(page.get_by_role("heading", name="Your privacy", exact=True)).to_be_visible()


def test_the_widget_leads_there_in_a_window_of_its_own(widget: Widget, fake: FakeService) -> None:
    link = widget.element.get_by_role("link", name="What is kept")
    expect(link).to_have_attribute("href", f"{fake.url}/privacy")
    expect(link).to_have_attribute("target", "_blank")


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_machine_finds_no_barrier(page: Page, fake: FakeService, colour: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=colour)
    page.goto(f"{fake.url}/privacy")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
