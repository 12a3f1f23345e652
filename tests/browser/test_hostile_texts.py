"""Texts, buttons, sources and links that try to become more than text."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fake_service import HOSTILE, FakeService
from tests.browser.widget import Widget

pytestmark = pytest.mark.browser

ATTACK = "<img src=x onerror=\"window.hacked='own'\">"


def assert_harmless(page: Page, widget: Widget) -> None:
    """No element came of a text, no script ran, and every link leads to http, https or tel."""
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert widget.element.locator(".log :is(img, script, svg, iframe, b, style)").count() == 0
    links = widget.element.locator("a").evaluate_all("all => all.map(a => a.href)")
    assert all(link.startswith(("https://", "http://", "tel:")) for link in links), links
    assert not any("@" in link for link in links), links
    handlers = widget.element.locator(".log *").evaluate_all(
        "all => all.flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    )
    assert handlers == []


def test_a_hostile_reply_is_shown_as_text(widget: Widget, page: Page) -> None:
    reply = widget.ask(f"hostile {ATTACK}")
    expect(widget.own.locator(".text")).to_have_text(f"hostile {ATTACK}")
    expect(reply).to_contain_text("<img src=x onerror=\"window.hacked='text'\">")
    expect(reply).to_contain_text("<a href=\"javascript:window.hacked='step'\">press</a>")
    expect(reply.locator(".choices button")).to_have_count(1)
    widget.cards.first.locator("summary").click()
    expect(widget.cards.first).to_contain_text("<script>window.hacked='says'</script>")
    links = widget.cards.first.get_by_role("link")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://www.example.org/fine")
    assert_harmless(page, widget)


def test_a_hostile_button_only_sends_its_payload(widget: Widget, page: Page, fake: FakeService) -> None:
    widget.ask("hostile")
    widget.element.locator(".choices button").click()
    expect(widget.replies).to_have_count(2)
    assert fake.state.received[1]["payload"] == "javascript:window.hacked='payload'"
    assert_harmless(page, widget)


def test_hostile_errors_and_readiness_are_text(widget: Widget, page: Page, fake: FakeService) -> None:
    fake.state.fault = (400, "bad_request", ATTACK)
    widget.send("hello")
    expect(widget.own).to_contain_text(ATTACK)
    fake.state.fault = (503, "unavailable", ATTACK)
    widget.send("hello again")
    expect(widget.bar).to_contain_text(ATTACK)
    assert_harmless(page, widget)


def test_hostile_storage_is_text(widget: Widget, page: Page, fake: FakeService) -> None:
    turns = [{"who": "you", "text": ATTACK, "state": "sent"}, {"who": "bot", "messages": HOSTILE}]
    kept = json.dumps({"saved": 9e15, "conversation": "0" * 32, "turns": turns, "draft": ATTACK})
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [f"common-ground-chat:{fake.url}", kept])
    widget.open(fake.url)
    expect(widget.replies).to_have_count(1)
    assert_harmless(page, widget)


def test_hostile_attributes_are_text(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, "/embed?heading=%3Cimg src=x onerror=window.hacked=1%3E&country=%3Cb")
    widget.ask("The mothers")
    assert "country" not in fake.state.received[0]
    assert_harmless(page, widget)
