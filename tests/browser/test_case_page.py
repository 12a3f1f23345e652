"""The page for coming back to a case: without a script, by keyboard, small and large."""

import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.web import case_pages
from helpline.cases import Opened
from helpline.conversation import Said
from tests.browser.fake_service import FakeService
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def quick_redaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """Making the real one takes seconds."""
    monkeypatch.setattr(case_pages, "as_words", lambda text: re.sub(r"\d{5} \d{6}", "[phone]", text))


@pytest.fixture
def opened(fake: FakeService) -> Opened:
    """A case that Sam has and wrote to."""
    helpline = fake.helpline
    sam = helpline.accounts.add(f"s{uuid.uuid4().hex[:10]}", "Sam", "staff", "paper boats on the canal")
    said = [Said("person", "They shout at us on the way home."), Said("bot", "Stay together, and tell somebody.")]
    made = helpline.cases.open(uuid.uuid4().hex, "GB", consented=True, said=said)
    helpline.cases.answer(made.id, "role", "A youth worker")
    helpline.cases.submit(made.id)
    helpline.desk.take(made.id, sam)
    helpline.desk.write(made.id, sam, "I am Sam. How are you today?\nWrite when it is safe.")
    return made


def come_back(page: Page, fake: FakeService, opened: Opened) -> None:
    """Opens the case."""
    page.goto(f"{fake.url}/case")
    page.get_by_label("Your code").fill(opened.code)
    page.get_by_label("Your secret words").fill(opened.words or "")
    page.get_by_role("button", name="Open my case").click()
    expect(page.get_by_role("heading", name=f"Your case {opened.code}")).to_be_visible()


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}], ids=["no script"])
def test_reading_writing_contact_and_erasing_need_no_script(page: Page, fake: FakeService, opened: Opened) -> None:
    come_back(page, fake, opened)
    expect(page.get_by_role("heading", name="Sam from our team has your case")).to_be_visible()
    expect(page.get_by_text("I am Sam. How are you today?")).to_be_visible()
    page.get_by_label("Your message").fill("Better. Ring me on 07700 900123")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("Your message is with our team.")
    expect(page.locator(".said .person").last).to_contain_text("Better. Ring me on [phone]")

    page.get_by_label("Number, address, or how else").fill("0770")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_label("Number, address, or how else")).to_be_focused()
    expect(page.get_by_label("Number, address, or how else")).to_have_accessible_description(
        "That looks too short for a phone number. Please check it."
    )
    page.get_by_label("Number, address, or how else").fill("07700 900123")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("status")).to_have_text("How we may reach you is kept.")

    page.get_by_role("button", name="Erase everything I told").click()
    page.get_by_role("button", name="No, keep it").click()
    page.get_by_role("button", name="Erase everything I told").click()
    page.get_by_role("button", name="Yes, erase it").click()
    expect(page.get_by_role("heading", name="Everything you told is erased")).to_be_visible()
    assert "?" not in page.url


def test_the_address_and_the_browser_hold_nothing_of_it(page: Page, fake: FakeService, opened: Opened) -> None:
    come_back(page, fake, opened)
    assert page.url == f"{fake.url}/case"
    kept = "localStorage.length + sessionStorage.length + (document.cookie ? 1 : 0)"
    assert page.evaluate(kept) == 0


def test_the_first_page_leads_there(page: Page, fake: FakeService) -> None:
    page.goto(fake.url)
    page.get_by_role("link", name="come back to your case").click()
    expect(page.get_by_role("heading", name="Come back to a case")).to_be_visible()


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_machine_finds_no_barrier(page: Page, fake: FakeService, opened: Opened, colour: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=colour)

    def check() -> None:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"{fake.url}/case")
    check()
    page.get_by_label("Your code").fill("CG-0000-0000")
    page.get_by_label("Your secret words").fill("not these")
    page.get_by_role("button", name="Open my case").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check()
    come_back(page, fake, opened)
    check()
    page.get_by_role("button", name="Keep this").click()
    expect(page.locator("#detail-fault")).to_be_visible()
    check()
    page.get_by_role("button", name="Erase everything I told").click()
    expect(page.get_by_role("button", name="Yes, erase it")).to_be_visible()
    check()
