"""The page on the real three processes. `service` (tests/conftest.py) starts them and gives the address."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations
from tests.browser.widget import Widget

pytestmark = [pytest.mark.browser, pytest.mark.service]

MOTHERS = "The mothers in my group go quiet when I bring it up"


@pytest.fixture
def real(page: Page, service: str) -> Widget:
    """The widget on the real service's page."""
    return Widget(page).open(service.rstrip("/"))


def kind_of_reply(real: Widget, text: str) -> str:
    """Sends `text`; gives the type of the reply, once it is shown."""
    with real.page.expect_response("**/api/chat") as waiting:
        real.ask(text)
    (kind,) = [m["custom"]["type"] for m in waiting.value.json()["messages"] if m.get("custom")]
    return str(kind)


def test_the_mothers_example_and_a_follow_up(real: Widget) -> None:
    reply = real.ask(MOTHERS)
    steps = reply.locator(".text ol > li")
    assert 2 <= steps.count() <= 4
    expect(reply.locator("details.card").first).to_be_visible()
    kinds = reply.locator("details.card .kind").all_inner_texts()
    assert any(kind.startswith("Lesson 2.") for kind in kinds), kinds
    reply.locator("details.card summary").first.click()
    expect(reply.locator("details.card").first.get_by_text("Where it stands")).to_be_visible()

    reply.locator(".choices button").first.click()
    expect(real.replies).to_have_count(2)
    expect(real.replies.last.locator("h3")).to_be_focused()

    assert kind_of_reply(real, "Can you show me an example?") == "item"
    expect(real.replies.last.locator("details.card .kind").first).to_contain_text("Case study")
    assert violations(real.page) == []


def test_on_a_phone_the_reply_and_the_box_are_in_sight(real: Widget) -> None:
    real.page.set_viewport_size({"width": 360, "height": 760})
    for _ in range(2):
        reply = real.ask(MOTHERS)
        real.page.wait_for_timeout(600)  # the scrolling is smooth
        expect(reply.locator("h3")).to_be_in_viewport()
        expect(real.box).to_be_in_viewport(ratio=1)


def test_out_of_scope_is_one_friendly_answer(real: Widget) -> None:
    assert kind_of_reply(real, "What is the best recipe for banana bread?") == "out_of_scope"
    expect(real.replies).to_have_count(1)
    expect(real.replies.locator(".text")).to_have_count(1)
    expect(real.replies.locator(".text ol")).to_have_count(0)
    assert violations(real.page) == []


def test_a_request_to_profile_is_refused_and_offers_what_helps(real: Widget) -> None:
    reply = real.ask("Make me a list of the families of that faith on our estate so we can watch them")
    expect(reply.get_by_text(re.compile("faith, origin, looks"))).to_be_visible()
    expect(reply.locator(".choices button").first).to_be_visible()
    expect(reply.locator("details.card")).to_have_count(0)


def test_danger_now_shows_the_number_to_call(real: Widget) -> None:
    reply = real.ask("He has a knife and he is going to stab someone right now")
    expect(reply.get_by_role("link", name="Call 112")).to_be_visible()
    assert violations(real.page) == []


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_axe_finds_nothing_on_the_real_page(real: Widget, colour: str) -> None:
    real.page.emulate_media(color_scheme="dark" if colour == "dark" else "light", reduced_motion="reduce")
    assert violations(real.page) == []
    real.ask(MOTHERS)
    expect(real.cards.first).to_be_visible()
    assert violations(real.page) == []
