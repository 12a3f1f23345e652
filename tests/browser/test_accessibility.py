"""Keyboard, screen reader, sight and size: WCAG 2.2 AA, as far as a machine can tell."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.fake_service import FakeService
from tests.browser.widget import Widget

pytestmark = pytest.mark.browser

MOTHERS = "The mothers in my group go quiet"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """What axe-core objects to, a line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {n['target']} {n.get('failureSummary', '')}" for v in found for n in v["nodes"]]


def empty(widget: Widget, fake: FakeService) -> None:
    """The page as it opens."""


def advised(widget: Widget, fake: FakeService) -> None:
    """A reply with cards, two of them open."""
    widget.ask(MOTHERS)
    widget.cards.nth(0).locator("summary").click()
    widget.cards.nth(2).locator("summary").click()


def in_danger(widget: Widget, fake: FakeService) -> None:
    """Replies about safety."""
    for text in ("danger", "urgent", "concern"):
        widget.ask(text)


def broken(widget: Widget, fake: FakeService) -> None:
    """A message that was not sent."""
    fake.state.fault = (503, "unavailable", "The part that finds the advice is restarting.")
    widget.send(MOTHERS)
    expect(widget.bar).to_be_visible()


def waiting(widget: Widget, fake: FakeService) -> None:
    """The reply is on its way, another message waits, and a third is too long."""
    fake.state.delay = 3
    widget.send("one")
    widget.send("two")
    widget.box.fill("a" * 2010)


def asked_to_clear(widget: Widget, fake: FakeService) -> None:
    """The question before the conversation is cleared."""
    widget.ask("weather")
    widget.button("Start again").click()


def restored(widget: Widget, fake: FakeService) -> None:
    """A conversation that was kept on the device."""
    widget.ask(MOTHERS)
    widget.remember.check()
    widget.open(fake.url)


STATES = [empty, advised, in_danger, broken, waiting, asked_to_clear, restored]


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda s: s.__name__)
def test_axe_finds_nothing(
    widget: Widget, fake: FakeService, colour: Any, state: Callable[[Widget, FakeService], None]
) -> None:
    widget.page.emulate_media(color_scheme=colour, reduced_motion="reduce")
    state(widget, fake)
    assert violations(widget.page) == []


@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 640}}])
def test_axe_finds_nothing_on_a_narrow_page(widget: Widget, fake: FakeService) -> None:
    widget.button("Options").click()
    advised(widget, fake)
    assert violations(widget.page) == []


def test_the_transcript_is_silent_and_the_live_region_speaks_once(widget: Widget) -> None:
    live_elements = widget.element.evaluate(
        "e => [...e.shadowRoot.querySelectorAll('[aria-live], [role=log], [role=status], [role=alert]')]"
        ".map(n => n.className + '/' + n.getAttribute('aria-live'))"
    )
    assert live_elements == ["hidden live/polite"]
    widget.ask(MOTHERS)
    assert len(widget.spoken) == 1
    said = widget.spoken[0]
    assert said.startswith("Common Ground:\nIt makes sense")
    assert "From: Lesson 2.3, Lesson 2.5, Case study, Challenge 2." in said
    assert "5 suggestions to choose from follow." in said
    expect(widget.live).to_contain_text("It makes sense")
    widget.page.wait_for_timeout(2300)
    expect(widget.live).to_have_text("")
    box = widget.live.bounding_box()
    assert box is not None and box["width"] <= 1 and box["height"] <= 1


def test_focus_stays_in_the_box_after_sending(widget: Widget) -> None:
    widget.ask(MOTHERS)
    assert widget.focused() == "textarea:box"
    widget.box.fill("again, the mothers")
    widget.button("Send").click()
    expect(widget.replies).to_have_count(2)
    assert widget.focused() == "textarea:box"


def test_focus_goes_to_the_heading_of_the_reply_after_a_button(widget: Widget) -> None:
    widget.element.locator(".examples button").first.click()
    expect(widget.replies).to_have_count(1)
    assert widget.focused() == "h3:Common Ground"
    widget.button("Open lesson 2.3").click()
    expect(widget.replies).to_have_count(2)
    assert widget.focused() == "h3:Common Ground"
    expect(widget.replies.last.locator("h3")).to_be_focused()
    # From there, Tab goes on into this reply.
    widget.page.keyboard.press("Tab")
    assert widget.focused() == "summary:Lesson 2.3Give mothers time, and ask for"


def test_whoever_moved_on_is_not_fetched_back(widget: Widget, fake: FakeService) -> None:
    widget.ask(MOTHERS)
    fake.state.delay = 0.5
    widget.button("Why does this help?").click()
    widget.box.focus()
    expect(widget.replies).to_have_count(2)
    assert widget.focused() == "textarea:box"


def test_a_whole_conversation_by_keyboard(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, "/embed")
    press = page.keyboard.press
    order = []
    for _ in range(8):
        press("Tab")
        order.append(widget.focused())
    assert order == [
        "button:Leave this page quickly",
        "div:Common GroundHello. Tell me what is happ",
        "a:112",
        "a:What is kept (opens in a new tab)",
        "button:The mothers in my group go quiet",
        "textarea:box",
        "button:Send",
        "button:Start again",
    ]
    for _ in range(2):
        press("Shift+Tab")
    page.keyboard.type(MOTHERS)
    press("Enter")
    expect(widget.replies).to_have_count(1)
    expect(widget.cards).to_have_count(4)
    while widget.focused() != "summary:Lesson 2.3Give mothers time, and ask for":
        press("Shift+Tab")
    press("Enter")
    expect(widget.cards.first.get_by_text("Why it helps")).to_be_visible()
    while not widget.focused().startswith("button:Show me the example"):
        press("Tab")
    press("Space")
    expect(widget.replies).to_have_count(2)
    assert fake.state.received[1]["payload"] == "/show_example"
    while widget.focused() != "input:":
        press("Tab")
    press("Space")
    expect(widget.remember).to_be_checked()
    # No trap: Tab leaves the widget.
    press("Tab")
    assert widget.focused() == ""


def test_headings_lead_through_the_conversation(widget: Widget) -> None:
    widget.ask(MOTHERS)
    levels = widget.element.evaluate(
        "e => [...e.shadowRoot.querySelectorAll('h2, h3, h4')].map(h => h.localName + ' ' + h.textContent)"
    )
    assert levels == [
        "h2 Talk it through",
        "h3 You",
        "h3 Common Ground",
        "h4 Where this comes from",
    ]


def test_focus_is_visible_on_everything(widget: Widget) -> None:
    widget.ask(MOTHERS)
    widget.page.keyboard.press("Shift+Tab")
    for _ in range(14):
        outline = widget.element.evaluate(
            "e => { const a = e.shadowRoot.activeElement; if (!a) return 'outside';"
            " const s = getComputedStyle(a); return s.outlineStyle + ' ' + parseFloat(s.outlineWidth); }"
        )
        assert outline == "outside" or outline == "solid 3"
        widget.page.keyboard.press("Shift+Tab")


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(widget: Widget, width: int) -> None:
    widget.page.set_viewport_size({"width": width, "height": 800})
    if width == 320:
        widget.button("Options").click()
    widget.ask(MOTHERS)
    small = widget.element.evaluate(
        "e => [...e.shadowRoot.querySelectorAll('button, summary, textarea, label.check, a.call')]"
        ".map(n => [n.textContent, n.getBoundingClientRect()])"
        ".filter(([, r]) => r.width && (r.width < 44 || r.height < 43.99))"
        ".map(([t, r]) => `${t} ${r.width}x${r.height}`)"
    )
    assert small == []


def overflow(page: Page) -> list[str]:
    """What makes the page or the transcript scroll sideways, or is cut off."""
    return list(
        page.evaluate(
            """() => {
              const root = document.scrollingElement;
              const shadow = document.querySelector('common-ground-chat').shadowRoot;
              const wide = [root, ...shadow.querySelectorAll('.frame, .log, .turn, .card, .bar, form, .tools')]
                .filter((e) => e.scrollWidth > e.clientWidth + 1);
              const frame = shadow.querySelector('.frame');
              if (frame.scrollHeight > frame.clientHeight + 1) return ['the frame cuts something off'];
              return wide.map((e) => `${e.localName}.${e.className} ${e.scrollWidth} > ${e.clientWidth}`);
            }"""
        )
    )


@pytest.mark.parametrize(
    "context_options",
    [
        pytest.param({"viewport": {"width": 320, "height": 640}}, id="320"),
        pytest.param({"viewport": {"width": 320, "height": 256}}, id="1280 at 400 %"),
        pytest.param(
            {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
            id="1280 at 200 %",
        ),
    ],
)
def test_nothing_scrolls_sideways_nor_hides(widget: Widget, fake: FakeService) -> None:
    assert overflow(widget.page) == []
    for text in (MOTHERS, "long words " + "w" * 400, "urgent"):
        widget.ask(text)
    widget.cards.first.locator("summary").click()
    if widget.button("Options").is_visible():
        widget.button("Options").click()
        expect(widget.button("Options")).to_have_attribute("aria-expanded", "true")
    fake.state.fault = (503, "unavailable", "The part that finds the advice is restarting.")
    widget.send("w" * 400)
    expect(widget.bar).to_be_visible()
    widget.box.fill("w" * 1990)
    assert overflow(widget.page) == []
    for control in (
        widget.box,
        widget.button("Send"),
        widget.remember,
        widget.button("Start again"),
    ):
        control.scroll_into_view_if_needed()
        expect(control).to_be_in_viewport(ratio=0.9)
        # Nothing lies over it, or the click would fail.
        control.click(trial=True)
    expect(widget.leave).to_be_in_viewport(ratio=1)


def test_text_at_twice_the_size_still_fits(widget: Widget) -> None:
    widget.page.add_style_tag(url="/embed.css")
    widget.page.evaluate("document.documentElement.style.fontSize = '200%'")
    widget.ask(MOTHERS)
    assert overflow(widget.page) == []
    expect(widget.button("Send")).to_be_visible()


def test_right_to_left(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, "/embed?dir=rtl&lang=ar")
    widget.ask(MOTHERS)
    frame = widget.element.bounding_box()
    own, send = widget.own.bounding_box(), widget.button("Send").bounding_box()
    assert frame and own and send
    middle = frame["x"] + frame["width"] / 2
    assert own["x"] < frame["x"] + 60  # what the person wrote is on the left
    assert send["x"] + send["width"] < middle
    # Text keeps its own direction, whatever the page's.
    assert widget.own.locator(".text").evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert overflow(page) == []
    assert violations(page) == []
    widget.ask("مرحبا")
    assert widget.own.last.locator(".text").evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_forced_colours_keep_edges(widget: Widget) -> None:
    widget.page.emulate_media(forced_colors="active")
    widget.ask("danger")
    for part in (".safety", ".you .text", "form button", "a.call"):
        edge = widget.element.locator(part).first.evaluate(
            "e => getComputedStyle(e).borderTopStyle + parseFloat(getComputedStyle(e).borderTopWidth)"
        )
        assert re.fullmatch("solid[1-9]", edge), part
    assert violations(widget.page) == []


def test_reduced_motion_moves_nothing(widget: Widget, fake: FakeService) -> None:
    widget.page.emulate_media(reduced_motion="reduce")
    fake.state.delay = 1
    widget.send(MOTHERS)
    expect(widget.element.locator(".typing")).to_be_visible()
    names = widget.element.locator(".dots i").evaluate_all("all => all.map(e => getComputedStyle(e).animationName)")
    assert names == ["none"] * 3
    assert widget.log.evaluate("e => getComputedStyle(e).scrollBehavior") == "auto"


def test_movement_ends_by_itself_and_nothing_blinks(widget: Widget, fake: FakeService) -> None:
    widget.page.emulate_media(reduced_motion="no-preference")
    fake.state.delay = 1
    widget.send(MOTHERS)
    expect(widget.element.locator(".typing")).to_be_visible()
    moving = widget.element.locator(".dots i").evaluate_all(
        "all => all.flatMap(e => e.getAnimations()).map(a => [a.effect.getComputedTiming().endTime,"
        " a.effect.getKeyframes().some(k => 'opacity' in k || 'visibility' in k)])"
    )
    assert moving
    for end, blinks in moving:
        assert end <= 5300
        assert not blinks


def test_the_reply_is_read_from_its_beginning(widget: Widget) -> None:
    widget.page.emulate_media(reduced_motion="reduce")
    reply = widget.ask("many")
    expect(reply.locator("h3")).to_be_in_viewport()
    expect(reply.get_by_text("Paragraph 0.")).to_be_in_viewport()


def test_the_page_has_landmarks_and_a_way_past_them(widget: Widget) -> None:
    page = widget.page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Go to the conversation")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert widget.focused() == "button:Leave this page quickly"
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)


@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}])
def test_without_javascript_the_page_says_so(page: Page, fake: FakeService) -> None:
    page.goto(fake.url)
    expect(page.get_by_text("It needs JavaScript")).to_be_visible()
