"""The page that checks a text: what is found, accepted, left, undone and copied; by keyboard, small and large."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.fake_service import FakeService
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

TEXT = "👋🏽 They call it a no-go area. <b>We</b> do not.\n\nThe no-go areas are nice."


@pytest.fixture
def words(page: Page, fake: FakeService) -> Page:
    """The page as it opens."""
    page.goto(f"{fake.url}/wording")
    return page


def check(page: Page, text: str = TEXT) -> None:
    page.get_by_label("Your text", exact=True).fill(text)
    page.get_by_role("button", name="Check the text").click()
    expect(page.get_by_role("heading", name="Your text, checked")).to_be_focused(timeout=20_000)


def test_each_place_is_underlined_and_has_a_note(words: Page) -> None:
    check(words)
    expect(words.locator("#checked")).to_have_text(TEXT)
    assert words.locator("#checked a").all_inner_texts() == ["no-go area", "no-go areas"]
    expect(words.locator("#notes > li")).to_have_count(2)
    expect(words.get_by_role("status")).to_have_text("2 places to look at, 2 still open.")


def test_a_suggestion_is_put_in_left_and_undone(words: Page) -> None:
    check(words)
    first = words.locator("#note-0")
    first.get_by_role("button", name="neighbourhood that needs more support").click()
    expect(words.locator("#checked")).to_contain_text("They call it a neighbourhood that needs more support. <b>We</b>")
    expect(words.locator("#note-1")).to_be_focused()
    words.locator("#note-1").get_by_role("button", name="Leave as it is").click()
    expect(words.get_by_role("status")).to_have_text("2 places looked at. You can copy the text now.")
    words.get_by_role("button", name="Undo").click()
    words.get_by_role("button", name="Undo").click()
    expect(words.locator("#checked")).to_have_text(TEXT)
    expect(words.get_by_role("button", name="Undo")).to_be_disabled()


def test_all_first_suggestions_at_once_and_the_copy(words: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    check(words)
    words.get_by_role("button", name="Use every first suggestion").click()
    words.get_by_role("button", name="Copy the text").click()
    expect(words.get_by_role("status")).to_have_text("The text is copied.")
    copied = words.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("👋🏽 They call it a neighbourhood") and "no-go" not in copied


def test_a_clean_text_is_said_to_be_so(words: Page) -> None:
    check(words, "Tea at four.")
    expect(words.get_by_role("status")).to_have_text("Nothing was found in this text.")


def test_it_works_by_keyboard_alone(words: Page) -> None:
    words.get_by_label("Your text", exact=True).focus()
    words.keyboard.type("It is a no-go area.")
    words.keyboard.press("Tab")
    words.keyboard.press("Tab")
    words.keyboard.press("Enter")
    expect(words.get_by_role("heading", name="Your text, checked")).to_be_focused(timeout=20_000)


def test_a_service_that_is_away_keeps_what_was_typed(words: Page) -> None:
    words.route("**/api/wording", lambda route: route.abort())
    words.get_by_label("Your text", exact=True).fill(TEXT)
    words.get_by_role("button", name="Check the text").click()
    expect(words.get_by_role("status")).to_contain_text("cannot be reached")
    expect(words.get_by_label("Your text", exact=True)).to_have_value(TEXT)


@pytest.mark.parametrize("context_options", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=str)
def test_a_machine_finds_no_barrier(words: Page) -> None:
    assert violations(words) == []
    check(words)
    words.locator("#note-0").get_by_role("button", name=re.compile("neighbourhood")).click()
    assert violations(words) == []


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 600}}], ids=str)
def test_on_the_smallest_screen_nothing_runs_out_at_the_side(words: Page) -> None:
    check(words)
    assert words.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 1280, "height": 860}}], ids=str)
def test_on_a_wide_screen_the_text_and_its_notes_stand_under_each_other(words: Page) -> None:
    check(words)
    form, result = words.locator("#form").bounding_box(), words.locator("#result").bounding_box()
    assert form and result
    assert result["x"] == form["x"] and result["y"] >= form["y"] + form["height"]
    heading = words.get_by_role("heading", name="Check your words").bounding_box()
    assert heading and heading["x"] == form["x"]
