"""The service is down, not ready, slow or refuses: nothing that the person wrote is lost, and they are told."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fake_service import FakeService
from tests.browser.widget import Widget

pytestmark = pytest.mark.browser

WORDS = "We would like to bring two groups together"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ((0, "", ""), "The service cannot be reached just now"),
        ((1, "", ""), "The service cannot be reached just now"),
        ((503, "unavailable", "The advice part restarts."), "The advice part restarts."),
        ((503, "not_ready", "It is starting."), "It is starting."),
    ],
)
def test_down_and_back(widget: Widget, fake: FakeService, fault: tuple[int, str, str], said: str) -> None:
    if fault[0]:
        fake.state.fault = fault
    else:
        widget.page.route("**/api/chat", lambda route: route.abort("connectionrefused"))
    fake.state.ready = False
    widget.send(WORDS)
    expect(widget.bar).to_contain_text(said)
    expect(widget.own).to_contain_text(WORDS)
    expect(widget.own).to_contain_text("Not sent.")
    assert any(said in line for line in widget.spoken)

    # What is typed meanwhile stays in the box.
    sent = len(fake.state.received)
    widget.send("And one more thing")
    expect(widget.box).to_have_value("And one more thing")
    assert len(fake.state.received) == sent

    widget.page.unroute("**/api/chat")
    fake.state.fault = None
    fake.state.ready = True
    expect(widget.bar).to_contain_text("The service is back", timeout=15_000)
    assert "The service is back. You can send your message again." in widget.spoken
    widget.button("Send again").click()
    expect(widget.replies).to_have_count(1)
    expect(widget.own).to_have_count(1)
    expect(widget.box).to_have_value("And one more thing")
    expect(widget.bar).to_be_hidden()


def test_a_message_that_is_sent_again_has_the_name_it_had_and_any_other_a_new_one(
    widget: Widget, fake: FakeService
) -> None:
    fake.state.fault = (504, "timeout", "No answer came in time.")
    widget.send(WORDS)
    expect(widget.own).to_contain_text("No answer came in time.")
    fake.state.fault = None
    widget.button("Send again").click()
    expect(widget.replies).to_have_count(1)
    widget.send(WORDS)
    expect(widget.replies).to_have_count(2)
    first, again, anew = [body["turn"] for body in fake.state.received]
    assert first == again != anew


def test_not_ready_when_the_page_opens(page: Page, fake: FakeService) -> None:
    fake.state.ready = False
    widget = Widget(page).open(fake.url)
    expect(widget.bar).to_contain_text("The service is starting.")
    widget.send(WORDS)
    expect(widget.box).to_have_value(WORDS)
    assert fake.state.received == []
    fake.state.ready = True
    expect(widget.bar).to_contain_text("The service is back. You can go on.", timeout=15_000)
    widget.box.press("Enter")
    expect(widget.replies).to_have_count(1)


def test_while_nothing_can_be_sent_the_number_to_call_stands_in_the_bar_once(page: Page, fake: FakeService) -> None:
    fake.state.ready = False
    widget = Widget(page).open(fake.url)
    expect(widget.bar).to_contain_text("If anyone is in danger now, call ")
    number = widget.bar.get_by_role("link")
    expect(number).to_have_attribute("href", re.compile(r"^tel:\d+$"))
    fake.state.not_ready = f"It is down. If anyone is in danger now, call {number.inner_text()}."
    expect(widget.bar).to_contain_text("It is down.", timeout=15_000)
    assert widget.bar.inner_text().count("in danger") == 1


def test_an_example_pressed_while_down_waits_in_the_box(page: Page, fake: FakeService) -> None:
    fake.state.ready = False
    widget = Widget(page).open(fake.url)
    expect(widget.bar).to_be_visible()
    example = widget.element.locator(".examples button").first
    text = example.inner_text()
    example.click()
    expect(widget.box).to_have_value(text)
    assert fake.state.received == []


def test_pauses_between_looks_grow(page: Page, fake: FakeService) -> None:
    page.clock.install()
    fake.state.ready = False
    widget = Widget(page).open(fake.url)
    expect(widget.bar).to_be_visible()
    counts = []
    for _ in range(6):
        before = len(fake.state.asked_ready)
        page.clock.fast_forward(2100)
        page.wait_for_timeout(150)
        counts.append(len(fake.state.asked_ready) - before)
    # Due after 2, then 3, then 5 seconds of the page's clock, which stands at 12.6 s by now.
    assert 2 <= sum(counts) <= 4
    assert counts[0] == 1


def test_try_now_looks_at_once_and_focus_is_not_lost(page: Page, fake: FakeService) -> None:
    fake.state.ready = False
    widget = Widget(page).open(fake.url)
    expect(widget.bar).to_be_visible()
    widget.button("Try now").focus()
    fake.state.ready = True
    page.keyboard.press("Enter")
    expect(widget.bar).to_contain_text("back")
    assert widget.focused() == "textarea:box"


def test_refusals_say_why_and_the_text_can_be_changed(widget: Widget, fake: FakeService) -> None:
    fake.state.fault = (413, "message_too_long", "A message may have 2000 characters at most.")
    widget.send(WORDS)
    expect(widget.own).to_contain_text("Not sent. A message may have 2000 characters at most.")
    expect(widget.bar).to_be_hidden()
    assert any("2000 characters" in line for line in widget.spoken)
    fake.state.fault = None
    widget.button("Change it").click()
    expect(widget.box).to_have_value(WORDS)
    assert widget.focused() == "textarea:box"
    expect(widget.own).to_have_count(0)
    expect(widget.element.locator(".welcome")).to_be_visible()


def test_too_many_messages(widget: Widget, fake: FakeService) -> None:
    fake.state.fault = (429, "rate_limited", "That was quick. Please wait 5 seconds.")
    widget.send(WORDS)
    expect(widget.own).to_contain_text("Please wait 5 seconds.")
    fake.state.fault = None
    widget.button("Send again").click()
    expect(widget.replies).to_have_count(1)


def test_what_waited_behind_a_fault_is_kept_too(widget: Widget, fake: FakeService) -> None:
    fake.state.delay = 0.3
    fake.state.fault = (503, "unavailable", "Not now.")
    widget.send("one")
    widget.send("two")
    expect(widget.button("Send again")).to_have_count(2)
    assert len(fake.state.received) == 1


def test_a_failed_button_keeps_focus_and_can_be_sent_again(widget: Widget, fake: FakeService) -> None:
    widget.ask("The mothers")
    fake.state.fault = (429, "rate_limited", "That was quick. Please wait 5 seconds.")
    widget.button("Why does this help?").click()
    expect(widget.own.last).to_contain_text("Please wait 5 seconds.")
    expect(widget.button("Change it")).to_have_count(0)
    fake.state.fault = None
    widget.button("Send again").click()
    expect(widget.replies).to_have_count(2)
    assert fake.state.received[-1]["payload"] == "/why"


def test_a_kept_button_that_the_service_forgot_is_sent_as_words(widget: Widget, fake: FakeService) -> None:
    widget.ask("The mothers")
    widget.remember.check()
    fake.state.offers_lost = True
    widget.open(fake.url)
    widget.button("Why does this help?").click()
    expect(widget.replies).to_have_count(2)
    expect(widget.button("Send again")).to_have_count(0)
    pressed, typed = fake.state.received[1:]
    assert pressed["payload"] == "/why"
    assert typed == {key: value for key, value in pressed.items() if key != "payload"}
    assert not any("Not sent" in line for line in widget.spoken)


@pytest.mark.parametrize("where", ["service", "page"])
def test_a_late_answer_is_not_called_a_message_that_was_not_sent(widget: Widget, fake: FakeService, where: str) -> None:
    late = "No answer came in time. Your message may have arrived all the same."
    if where == "service":
        fake.state.fault = (504, "timeout", late)
    else:  # the page itself gives up
        widget.page.evaluate("() => { window.fetch = () => Promise.reject(new DOMException('', 'TimeoutError')) }")
    widget.send(WORDS)
    expect(widget.own.locator(".note")).to_have_text(late)
    expect(widget.button("Send again")).to_be_visible()
    expect(widget.bar).to_be_hidden()
    assert widget.spoken == [late]


def test_what_is_wrong_is_shown_and_kept_up_to_date(page: Page, fake: FakeService) -> None:
    fake.state.ready = False
    fake.state.not_ready = "The part that finds the advice has stopped. It is started again in about 10 seconds."
    widget = Widget(page).open(fake.url)
    expect(widget.bar).to_contain_text("has stopped. It is started again in about 10 seconds.")
    fake.state.not_ready = "The part that finds the advice has stopped. It is starting again."
    expect(widget.bar).to_contain_text("It is starting again.", timeout=15_000)
    assert widget.spoken[-1] == fake.state.not_ready


def test_cards_that_cannot_be_had_are_named_and_can_be_asked_for_again(widget: Widget, fake: FakeService) -> None:
    fake.state.items_fault = True
    reply = widget.ask("The mothers")
    expect(reply.locator(".cards li")).to_have_text(["Lesson 2.3", "Lesson 2.5", "Case study", "Challenge 2"])
    fake.state.items_fault = False
    widget.button("Show the sources").click()
    expect(widget.cards).to_have_count(4)
    expect(widget.button("Show the sources")).to_have_count(0)


def test_a_slow_answer_is_announced_as_on_its_way(widget: Widget, fake: FakeService) -> None:
    fake.state.delay = 3.6
    widget.send("The mothers")
    expect(widget.element.locator(".typing")).to_be_visible()
    expect(widget.replies).to_have_count(1)
    expect(widget.element.locator(".typing")).to_be_hidden()
    assert widget.spoken[0] == "Looking for what fits"
    assert widget.spoken[1].startswith("Common Ground:")


def test_bad_news_outlasts_the_question_about_clearing(widget: Widget, fake: FakeService) -> None:
    fake.state.fault = (503, "unavailable", "Not now.")
    fake.state.ready = False
    widget.send(WORDS)
    expect(widget.bar).to_contain_text("Not now.")
    widget.button("Start again").click()
    expect(widget.bar).to_contain_text("Clear this conversation?")
    widget.page.wait_for_timeout(2500)  # a look at the service falls into this
    expect(widget.bar).to_contain_text("Clear this conversation?")
    widget.button("No, keep it").click()
    expect(widget.bar).to_contain_text("The service is starting.")
