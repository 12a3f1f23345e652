"""A conversation that becomes a case: steps, contact details, the key to come back, and a person who joins."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.fake_service import CODE, WORDS, FakeService
from tests.browser.test_accessibility import overflow, violations
from tests.browser.widget import Widget

pytestmark = pytest.mark.browser

JOINED = {"id": 4, "by": "notice", "text": "joined", "name": "Sam"}
HELLO = {"id": 7, "by": "staff", "text": "I am Sam.\n\nAre you safe?", "name": "Sam"}
LEFT = {"id": 9, "by": "notice", "text": "left", "name": "Sam"}


def heard(widget: Widget) -> Any:
    """What the staff said, and notices."""
    return widget.element.locator(".turn.staff, .turn.notice")


def joined(widget: Widget, fake: FakeService) -> None:
    """A case, and Sam joins."""
    widget.ask("next step")
    fake.state.with_person = True
    fake.state.lines = [JOINED, HELLO]
    expect(heard(widget)).to_have_count(2)


def test_a_step_says_how_far_it_is_and_keeps_its_buttons(widget: Widget, fake: FakeService) -> None:
    reply = widget.ask("next step")
    expect(reply.locator(".step")).to_have_text("Step 3 of 10")
    expect(reply.get_by_role("button", name="Skip this")).to_be_visible()
    assert "Step 3 of 10\nWho are you in this?" in widget.spoken[0]
    expect(widget.button("Download the advice")).to_be_hidden()  # a step may repeat what the person told


def test_a_person_joins_speaks_and_leaves(widget: Widget, fake: FakeService) -> None:
    joined(widget, fake)
    notice, said = heard(widget).nth(0), heard(widget).nth(1)
    expect(notice).to_contain_text("Sam from our team has joined. The program is silent until they leave.")
    expect(notice.get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    expect(said.get_by_role("heading", name="Sam from our team")).to_be_visible()
    expect(said.locator(".text p")).to_have_text(["I am Sam.", "Are you safe?"])
    assert "Sam from our team: I am Sam.\n\nAre you safe?" in widget.spoken

    fake.state.delay = 0.3
    widget.send("Yes, I am")
    expect(widget.element.locator(".typing")).to_be_hidden()
    expect(widget.own.last).to_contain_text("Delivered")
    expect(widget.replies).to_have_count(1)
    assert widget.focused() == "textarea:box"

    fake.state.with_person = False
    fake.state.lines = [*fake.state.lines, LEFT]
    expect(heard(widget).last).to_contain_text("Sam from our team has left. The program answers again.")
    widget.ask("hello again")


def test_what_breaks_off_is_taken_up_again_and_nothing_is_shown_twice(widget: Widget, fake: FakeService) -> None:
    fake.state.breaks = True
    fake.state.lines = [JOINED]
    widget.ask("next step")
    expect(heard(widget)).to_have_count(1)
    fake.state.lines = [JOINED, HELLO, HELLO]
    expect(heard(widget)).to_have_count(2, timeout=8000)
    assert [body["after"] for body in fake.state.listened[:2]] == [0, 4]
    assert {body["conversation"] for body in fake.state.listened} == {fake.state.received[0]["conversation"]}


def test_when_the_case_ends_nothing_is_asked_any_more(widget: Widget, fake: FakeService) -> None:
    joined(widget, fake)
    fake.state.lines = [*fake.state.lines, {**LEFT, "text": "ended"}]
    fake.state.is_over = True
    expect(heard(widget).last).to_contain_text("Sam from our team has ended this conversation.")
    widget.page.wait_for_timeout(3000)
    assert len(fake.state.listened) == 1


def test_nobody_is_listened_to_where_there_is_no_case(widget: Widget, fake: FakeService) -> None:
    widget.ask("The mothers go quiet")
    widget.page.wait_for_timeout(300)
    assert fake.state.listened == []


def test_a_message_that_went_to_a_person_has_the_page_listen_too(widget: Widget, fake: FakeService) -> None:
    fake.state.with_person = True
    fake.state.lines = [JOINED]
    widget.send("Is anybody there?")
    expect(widget.own.last).to_contain_text("Delivered")
    expect(heard(widget)).to_have_count(1)


def test_it_goes_on_after_a_reload_if_the_person_asked_for_that(widget: Widget, fake: FakeService) -> None:
    joined(widget, fake)
    widget.remember.check()
    widget.send("Yes")
    expect(widget.own.last).to_contain_text("Delivered")
    fake.state.lines = [*fake.state.lines, {**HELLO, "id": 12, "text": "Good."}]
    widget.open(fake.url)
    expect(heard(widget)).to_have_count(3)
    expect(widget.own.last).to_contain_text("Delivered")
    assert fake.state.listened[-1]["after"] in (7, 12)
    fake.state.delay = 0.3
    widget.send("And now?")
    expect(widget.element.locator(".typing")).to_be_hidden()


@pytest.mark.parametrize("way", ["leave", "clear"])
def test_leaving_or_starting_again_ends_the_stream(page: Page, fake: FakeService, way: str) -> None:
    widget = Widget(page).open(fake.url, f"/embed?leave-url={fake.url}/left")
    joined(widget, fake)
    assert fake.state.listening == 1
    if way == "leave":
        widget.leave.click()
        page.wait_for_url(f"{fake.url}/left")
    else:
        widget.button("Start again").click()
        widget.button("Yes, clear it").click()
        expect(heard(widget)).to_have_count(0)
    page.wait_for_timeout(300)
    assert fake.state.listening == 0


def test_what_staff_write_is_text(widget: Widget, fake: FakeService) -> None:
    widget.ask("next step")
    attack = "<img src=x onerror=\"window.hacked='staff'\">"
    fake.state.lines = [
        {**HELLO, "text": attack, "name": attack},
        {**JOINED, "id": 8, "name": attack},
        {**HELLO, "id": 9.5},
        {**JOINED, "id": 10, "text": "constructor"},
        {"id": 11, "by": "bot", "text": "I am not silent"},
    ]
    expect(heard(widget)).to_have_count(2)
    widget.page.wait_for_timeout(200)
    expect(heard(widget)).to_have_count(2)
    assert widget.page.evaluate("window.hacked") is None
    assert widget.element.locator(".log :is(img, script)").count() == 0


def form(widget: Widget) -> Any:
    return widget.element.locator("form.contact")


def test_contact_details_go_straight_to_the_case_and_never_through_the_chat(widget: Widget, fake: FakeService) -> None:
    reply = widget.ask("last step")
    expect(reply.locator(".choices button")).to_have_text(["Why do you ask?"])
    expect(form(widget)).to_contain_text("It is erased with your case: 90 days after the case has ended at the latest.")
    fake.state.contact_fault = ("contact_detail", "That looks too short for a phone number. Please check it.")
    widget.page.get_by_label("How", exact=True).select_option(label="By text message")
    detail = widget.page.get_by_label("Number, address, or how else")
    detail.fill("0770")
    widget.page.get_by_label("When is it safe?").fill("before four")
    widget.page.get_by_role("checkbox", name="You may keep this").check()
    widget.button("Give this to the team").click()
    expect(form(widget).locator("#detail-fault")).to_have_text(fake.state.contact_fault[1])
    expect(detail).to_be_focused()
    expect(detail).to_have_accessible_description(fake.state.contact_fault[1])
    expect(detail).to_have_attribute("aria-invalid", "true")

    fake.state.contact_fault = None
    detail.fill("07700 900123")
    widget.button("Give this to the team").click()
    expect(widget.replies).to_have_count(2)
    conversation = fake.state.received[0]["conversation"]
    assert fake.state.contacts[-1] == {
        "conversation": conversation,
        "how": "text",
        "detail": "07700 900123",
        "when_safe": "before four",
        "consent": True,
    }
    said = fake.state.received[-1]
    assert (said["text"], said["payload"]) == ("I have given them", "I have given contact details")
    assert "07700" not in str(fake.state.received)
    expect(form(widget)).to_have_count(0)
    expect(widget.element.get_by_text("This is with our team now.").first).to_be_visible()


def test_a_service_that_is_away_keeps_the_form(widget: Widget, fake: FakeService) -> None:
    widget.ask("last step")
    widget.page.route("**/api/case/contact", lambda route: route.abort("connectionrefused"))
    widget.page.get_by_label("Number, address, or how else").fill("07700 900123")
    widget.button("Give this to the team").click()
    expect(form(widget).locator("#contact-fault")).to_contain_text("cannot be reached")
    expect(widget.page.get_by_label("Number, address, or how else")).to_have_value("07700 900123")
    assert len(fake.state.received) == 1


def test_nobody_need_give_contact_details(widget: Widget, fake: FakeService) -> None:
    widget.ask("last step")
    widget.button("Rather not").click()
    expect(widget.replies).to_have_count(2)
    assert (fake.state.received[-1]["text"], fake.state.received[-1]["payload"]) == ("Rather not", "Skip this")
    assert fake.state.contacts == []
    expect(form(widget)).to_have_count(0)


def test_whoever_writes_on_has_passed_the_form_and_a_reload_brings_only_the_last_back(
    widget: Widget, fake: FakeService
) -> None:
    widget.ask("last step")
    widget.remember.check()
    widget.open(fake.url)
    expect(form(widget)).to_have_count(1)
    widget.ask("something else")
    expect(form(widget)).to_have_count(0)
    widget.open(fake.url)
    expect(widget.replies).to_have_count(2)
    expect(form(widget)).to_have_count(0)


def test_the_key_is_shown_large_copied_and_in_the_file_and_nowhere_else(
    widget: Widget, fake: FakeService, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    reply = widget.ask("all told")
    expect(reply.locator(".key dd")).to_have_text([CODE, WORDS])
    assert reply.locator(".key dd").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 22
    expect(reply.get_by_role("link", name="Open the page for coming back")).to_have_attribute(
        "href", f"{fake.url}/case"
    )
    widget.button("Copy both").click()
    expect(reply.get_by_text("Both are copied.")).to_be_visible()
    assert widget.page.evaluate("navigator.clipboard.readText()") == f"{CODE}\n{WORDS}"
    with widget.page.expect_download() as waiting:
        widget.button("Download the advice").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert f"Your code: {CODE}. Your secret words: {WORDS}." in text and f"{fake.url}/case" in text
    assert widget.stored() == 0


def test_a_browser_that_may_not_copy_says_so(widget: Widget) -> None:
    reply = widget.ask("all told")
    widget.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    widget.button("Copy both").click()
    expect(reply.get_by_text("This browser does not let the page copy.")).to_be_visible()


def test_in_danger_the_number_comes_first_and_the_key_quietly_below(widget: Widget, fake: FakeService) -> None:
    reply = widget.ask("a case in danger")
    call, key = reply.get_by_role("link", name="Call 112").bounding_box(), reply.locator(".key.quiet").bounding_box()
    assert call and key and call["y"] + call["height"] < key["y"]
    expect(reply.locator(".key dd")).to_have_text([CODE, WORDS])
    size = reply.locator(".key dd").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size < 18
    expect(widget.element.locator(".key")).to_have_count(1)


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_machine_finds_no_barrier(widget: Widget, fake: FakeService, colour: Any, width: int) -> None:
    widget.page.set_viewport_size({"width": width, "height": 800})
    widget.page.emulate_media(color_scheme=colour, reduced_motion="reduce")
    for text in ("a case in danger", "all told", "next step", "last step"):
        widget.ask(text)
    fake.state.contact_fault = ("contact_detail", "That looks too short for a phone number. Please check it.")
    widget.button("Give this to the team").click()
    expect(form(widget).locator("#detail-fault")).to_be_visible()
    fake.state.lines = [JOINED, HELLO]
    expect(heard(widget)).to_have_count(2)
    assert violations(widget.page) == []
    assert overflow(widget.page) == []
    controls = "form.contact :is(button, input:not([type]), select, label.check), .key :is(button, a)"
    small = widget.element.evaluate(
        "(e, wanted) => [...e.shadowRoot.querySelectorAll(wanted)].map(n => [n.textContent, n.getBoundingClientRect()])"
        ".filter(([, r]) => r.width && (r.width < 44 || r.height < 43.99)).map(([t, r]) => `${t} ${r.height}`)",
        controls,
    )
    assert small == []
