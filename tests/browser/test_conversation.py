"""What a person can do in the conversation."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.fake_service import FakeService
from tests.browser.widget import Widget

pytestmark = pytest.mark.browser

MOTHERS = "The mothers in my group go quiet"


def test_a_situation_is_answered_with_steps_suggestions_and_cards(widget: Widget) -> None:
    reply = widget.ask(MOTHERS)
    expect(widget.own).to_have_count(1)
    expect(widget.own.locator(".text")).to_have_text(MOTHERS)
    expect(reply.locator(".text > ol > li")).to_have_text(
        [re.compile("^Plan your"), re.compile("^Ask for one"), re.compile("^Announce")]
    )
    expect(reply.locator(".text > p").first).to_contain_text("It makes sense")
    expect(reply.locator(".choices button")).to_have_count(5)
    expect(widget.cards).to_have_count(4)
    expect(widget.cards.locator(".kind")).to_have_text(["Lesson 2.3", "Lesson 2.5", "Case study", "Challenge 2"])


def test_a_card_opens_to_all_that_is_known_of_the_item(widget: Widget, fake: FakeService) -> None:
    widget.ask(MOTHERS)
    card = widget.cards.nth(2)
    expect(card.get_by_text("What the paper says")).to_be_hidden()
    card.locator("summary").click()
    for heading in (
        "What the paper says",
        "What you can do",
        "Why it helps",
        "Where it stands",
        "Links",
    ):
        expect(card.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    link = card.get_by_role("link")
    expect(link).to_have_attribute("href", "http://www.women-without-borders.org/")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_contain_text("opens in a new tab")
    widget.cards.nth(0).locator("summary").click()
    expect(widget.cards.nth(0)).to_contain_text("approach”, lesson 2.3")


def test_what_goes_over_the_wire(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, "/embed?country=gb")
    widget.ask(MOTHERS)
    widget.button("Open lesson 2.3").click()
    expect(widget.replies).to_have_count(2)
    first, second = fake.state.received
    assert re.fullmatch("[0-9a-f]{32}", first["conversation"])
    turns = first.pop("turn"), second.pop("turn")  # so that one that is sent again is known
    assert all(re.fullmatch("[0-9a-f]{32}", turn) for turn in turns) and turns[0] != turns[1]
    assert first == {"conversation": first["conversation"], "text": MOTHERS, "country": "GB"}
    assert second == {
        "conversation": first["conversation"],
        "text": "Open lesson 2.3",
        "payload": '/tell_me_more{"item":"lesson-2.3"}',
        "country": "GB",
    }


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/", "112"),  # written into the service's own page
        ("/embed", "112"),  # asked of the service
        ("/embed?country=gb", "999"),
        ("/embed?country=gb&emergency=112", "112"),
    ],
)
def test_the_welcome_names_the_number_to_call_where_the_page_is_shown(
    page: Page, fake: FakeService, path: str, number: str
) -> None:
    widget = Widget(page).open(fake.url, path)
    welcome = widget.element.locator(".welcome")
    expect(welcome).to_contain_text(f"If anyone is in danger now, call {number}.")
    expect(welcome.get_by_role("link").first).to_have_attribute("href", f"tel:{number}")


def test_a_number_that_is_not_known_yet_is_not_made_up(page: Page, fake: FakeService) -> None:
    fake.state.ready = False
    widget = Widget(page).open(fake.url, "/embed?country=gb")
    welcome = widget.element.locator(".welcome")
    expect(welcome).to_contain_text("If anyone is in danger now, call the emergency number.")
    fake.state.ready = True
    widget.button("Try now").click()
    expect(welcome).to_contain_text("call 999.")


def test_the_limit_is_the_services_own(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, "/embed?emergency=112&limit=100")
    widget.box.fill("a" * 89)
    expect(widget.element.locator("#counter")).to_have_text("")
    widget.box.fill("a" * 95)
    expect(widget.element.locator("#counter")).to_have_text("5 characters left")
    widget.send("a" * 101)
    expect(widget.own).to_have_count(0)


def test_an_example_can_be_pressed(widget: Widget, fake: FakeService) -> None:
    example = widget.element.locator(".examples button").first
    text = example.inner_text()
    example.click()
    expect(widget.replies).to_have_count(1)
    assert [body["text"] for body in fake.state.received] == [text]
    assert "payload" not in fake.state.received[0]
    expect(widget.element.locator(".welcome")).to_have_count(0)


def test_out_of_scope_shows_what_may_still_help(widget: Widget) -> None:
    reply = widget.ask("Will the weather hold?")
    expect(reply.get_by_role("heading", name="This may still help")).to_be_visible()
    expect(widget.cards).to_have_count(1)


def test_emergency_shows_the_number_large_and_callable(widget: Widget) -> None:
    reply = widget.ask("There is danger")
    call = reply.get_by_role("link", name="Call 112")
    expect(call).to_be_visible()
    expect(call).to_have_attribute("href", "tel:112")
    size = call.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 28
    box = call.bounding_box()
    assert box is not None and box["height"] >= 44
    expect(reply.get_by_role("heading", name="Safety first")).to_be_visible()


def test_urgent_and_concern_make_numbers_callable_but_not_hours_or_years(widget: Widget) -> None:
    urgent = widget.ask("This is urgent")
    hrefs = urgent.locator(".safety a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert hrefs == ["tel:02079460123", "https://www.example.org/talk", "tel:112", "tel:112"]
    concern = widget.ask("A concern")
    hrefs = concern.locator(".safety a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert hrefs == ["tel:02079460123"]


def test_a_worry_is_met_without_alarm(widget: Widget) -> None:
    def edge(reply: Locator) -> str:
        return str(reply.locator(".safety").evaluate("e => getComputedStyle(e).borderInlineStartColor"))

    danger = edge(widget.ask("This is urgent"))
    worry = widget.ask("A concern")
    expect(worry.get_by_role("heading", name="You are not alone with this")).to_be_visible()
    assert edge(worry) != danger


def test_numbers_in_other_replies_are_left_alone(widget: Widget) -> None:
    reply = widget.ask("x" * 1234)
    expect(reply).to_contain_text("You wrote 1234 characters")
    expect(reply.get_by_role("link")).to_have_count(0)


def test_messages_sent_in_a_hurry_wait_their_turn(widget: Widget, fake: FakeService) -> None:
    fake.state.delay = 0.4
    for text in ("one", "two", "three"):
        widget.send(text)
    expect(widget.own.nth(2)).to_contain_text("Waiting to be sent")
    expect(widget.replies).to_have_count(3)
    assert [body["text"] for body in fake.state.received] == ["one", "two", "three"]
    assert fake.state.most_at_once == 1
    order = widget.element.locator(".turn").evaluate_all("all => all.map(t => t.classList[1])")
    assert order == ["you", "bot"] * 3


def test_a_button_pressed_twice_is_sent_once(widget: Widget, fake: FakeService) -> None:
    widget.ask(MOTHERS)
    fake.state.delay = 0.4
    widget.button("Why does this help?").dblclick()
    expect(widget.replies).to_have_count(2)
    widget.page.wait_for_timeout(600)
    assert len(fake.state.received) == 2


def test_enter_sends_and_shift_enter_breaks_the_line(widget: Widget, fake: FakeService) -> None:
    widget.box.press_sequentially("first")
    widget.box.press("Shift+Enter")
    widget.box.press_sequentially("second")
    expect(widget.box).to_have_value("first\nsecond")
    widget.box.press("Enter")
    expect(widget.replies).to_have_count(1)
    expect(widget.box).to_have_value("")
    assert fake.state.received[0]["text"] == "first\nsecond"


def test_nothing_is_sent_for_nothing(widget: Widget, fake: FakeService) -> None:
    widget.send("   \n ")
    widget.button("Send").click()
    expect(widget.own).to_have_count(0)
    assert fake.state.received == []


def test_the_limit_is_counted_in_characters_and_too_much_is_not_sent(widget: Widget, fake: FakeService) -> None:
    counter = widget.element.locator("#counter")
    widget.box.fill("a" * 1799)
    expect(counter).to_have_text("")
    widget.box.fill("a" * 1850)
    expect(counter).to_have_text("150 characters left")
    widget.box.fill("\N{SLIGHTLY SMILING FACE}" * 2000)  # two UTF-16 units each
    expect(counter).to_have_text("0 characters left")
    widget.box.fill("a" * 2003)
    expect(counter).to_contain_text("3 characters too many")
    expect(widget.box).to_have_attribute("aria-invalid", "true")
    widget.box.press("Enter")
    expect(widget.box).to_have_value("a" * 2003)
    assert fake.state.received == []
    widget.box.fill("a" * 2000)
    expect(widget.box).not_to_have_attribute("aria-invalid", "true")


def test_start_again_asks_first_and_opens_a_new_conversation(widget: Widget, fake: FakeService) -> None:
    widget.ask(MOTHERS)
    widget.button("Start again").click()
    assert widget.focused() == "button:No, keep it"
    widget.button("No, keep it").click()
    assert widget.focused() == "button:Start again"
    expect(widget.own).to_have_count(1)
    widget.button("Start again").click()
    widget.button("Yes, clear it").click()
    expect(widget.own).to_have_count(0)
    expect(widget.element.locator(".welcome")).to_be_visible()
    assert widget.focused() == "textarea:box"
    assert "The conversation is cleared." in widget.spoken
    widget.ask("Something else")
    first, second = fake.state.received
    assert first["conversation"] != second["conversation"]


def test_a_reply_to_a_cleared_conversation_is_dropped(widget: Widget, fake: FakeService) -> None:
    fake.state.delay = 0.8
    widget.send(MOTHERS)
    widget.button("Start again").click()
    widget.button("Yes, clear it").click()
    widget.page.wait_for_timeout(1200)
    expect(widget.replies).to_have_count(0)
    fake.state.delay = 0
    widget.ask("And now")
    expect(widget.replies).to_have_count(1)


def test_the_advice_can_be_downloaded_with_its_sources_and_without_the_persons_words(
    widget: Widget,
) -> None:
    download = widget.button("Download the advice")
    expect(download).to_be_hidden()
    widget.ask(MOTHERS)
    expect(widget.cards).to_have_count(4)
    with widget.page.expect_download() as waiting:
        download.click()
    assert waiting.value.suggested_filename == "common-ground-advice.txt"
    text = waiting.value.path().read_text(encoding="utf-8")
    assert "1. Plan your meetings over several weeks or months." in text
    assert "Lesson 2.3: Give mothers time, and ask for little at first." in text
    assert "In the part “Lessons from the women/mothers-based approach”, lesson 2.3." in text
    assert "http://www.women-without-borders.org/" in text
    assert "Strengthening community resilience" in text
    assert MOTHERS not in text


def test_the_download_names_the_people_to_call(widget: Widget) -> None:
    for text in ("I would rather talk to a person", "There is danger", "In two parts"):
        widget.ask(text)
    with widget.page.expect_download() as waiting:
        widget.button("Download the advice").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert "If anyone is in danger now, call 112." in text
    assert "The Listening Line, run by a charity: 020 7946 0123 (9 to 17)" in text
    assert "please call 112 now" in text
    assert "First, look after yourself." in text and "Then call 020 7946 0123." in text


def test_talk_that_is_no_advice_offers_no_download(widget: Widget) -> None:
    widget.ask("hello")
    expect(widget.button("Download the advice")).to_be_hidden()


def test_nothing_is_kept_unless_the_person_says_so(widget: Widget, fake: FakeService) -> None:
    expect(widget.remember).not_to_be_checked()
    widget.ask(MOTHERS)
    assert widget.stored() == 0
    widget.open(fake.url)
    expect(widget.own).to_have_count(0)


def test_remembering_keeps_the_conversation_and_unticking_erases_it(widget: Widget, fake: FakeService) -> None:
    widget.ask(MOTHERS)
    widget.remember.check()
    assert widget.stored() == 1
    widget.box.fill("A draft")
    widget.open(fake.url)
    expect(widget.own.locator(".text")).to_have_text(MOTHERS)
    expect(widget.replies.locator(".choices button")).to_have_count(5)
    expect(widget.cards).to_have_count(4)
    expect(widget.box).to_have_value("A draft")
    expect(widget.remember).to_be_checked()
    expect(widget.bar).to_contain_text("Untick the box to erase it")
    widget.ask("And then?")
    first, second = fake.state.received
    assert first["conversation"] == second["conversation"]
    widget.remember.uncheck()
    assert widget.stored() == 0
    widget.ask("More")
    assert widget.stored() == 0


def test_what_was_under_way_when_the_page_closed_is_not_sent_by_itself(widget: Widget, fake: FakeService) -> None:
    widget.remember.check()
    fake.state.delay = 2
    widget.send("Under way")
    expect(widget.own).to_have_count(1)
    widget.open(fake.url)
    expect(widget.own).to_contain_text("Not sent.")
    fake.state.delay = 0
    widget.button("Send again").click()
    expect(widget.replies).to_have_count(1)


@pytest.mark.parametrize(
    "kept",
    [
        "no json",
        '{"saved": 0, "conversation": "0123456789abcdef0123456789abcdef", "turns": []}',
        '{"saved": 9e15, "conversation": "x", "turns": [{}]}',
        "[]",
        '{"saved": 9e15, "conversation": "0123456789abcdef0123456789abcdef", "turns": [null, 3, {"who": "bot"}]}',
    ],
)
def test_stale_or_broken_storage_does_no_harm(widget: Widget, fake: FakeService, kept: str) -> None:
    key = f"common-ground-chat:{fake.url}"
    widget.page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, kept])
    widget.open(fake.url)
    expect(widget.element.locator(".welcome")).to_be_visible()
    widget.ask(MOTHERS)


def test_start_again_erases_what_was_kept(widget: Widget, fake: FakeService) -> None:
    widget.ask(MOTHERS)
    widget.remember.check()
    widget.button("Start again").click()
    widget.button("Yes, clear it").click()
    assert MOTHERS not in str(widget.page.evaluate("JSON.stringify({...localStorage})"))
    widget.open(fake.url)
    expect(widget.own).to_have_count(0)


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_quickly_wipes_everything_and_takes_the_place_of_the_page(
    page: Page, fake: FakeService, way: str
) -> None:
    widget = Widget(page)
    page.goto(fake.url + "/left?before")
    widget.open(fake.url, f"/embed?leave-url={fake.url}/left")
    widget.ask(MOTHERS)
    widget.remember.check()
    if way == "button":
        widget.leave.click()
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url(f"{fake.url}/left")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.go_back()
    assert page.url.endswith("/left?before")


def test_the_transcript_is_gone_before_the_next_page_is_there(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, f"/embed?leave-url={fake.url}/left?slow")
    widget.ask(MOTHERS)
    wiped = page.evaluate(
        """() => {
          const root = document.querySelector('common-ground-chat').shadowRoot;
          root.querySelector('.leave').click();
          const cover = root.querySelector('.gone').getBoundingClientRect();
          return [root.textContent, cover.height >= innerHeight, cover.width >= innerWidth, document.title];
        }"""
    )
    assert wiped == ["", True, True, ""]
    page.wait_for_url(f"{fake.url}/left?slow")


@pytest.mark.parametrize("path", ["/", "/embed?leave-url=javascript:window.hacked=1"])
def test_the_way_out_is_an_encyclopaedia_unless_told_and_never_a_script(
    page: Page, fake: FakeService, allowed_hosts: set[str], path: str
) -> None:
    allowed_hosts.add("www.wikipedia.org")
    # Answered here: the test asks nothing of the outside.
    page.route("https://www.wikipedia.org/", lambda route: route.fulfill(body="<title>E</title>"))
    Widget(page).open(fake.url, path).leave.click()
    page.wait_for_url("https://www.wikipedia.org/")


def test_escape_twice_or_slowly_does_not_leave(widget: Widget) -> None:
    widget.page.keyboard.press("Escape")
    widget.page.keyboard.press("Escape")
    widget.page.keyboard.press("a")
    widget.page.keyboard.press("Escape")
    widget.page.wait_for_timeout(2200)
    widget.page.keyboard.press("Escape")
    widget.page.wait_for_timeout(200)
    expect(widget.box).to_be_visible()


def test_the_way_out_stays_in_sight_when_the_page_is_scrolled(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, "/embed?room=yes")
    expect(widget.leave).to_be_in_viewport(ratio=1)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    expect(widget.leave).to_be_in_viewport(ratio=1)
    page.evaluate("window.scrollTo(0, 0)")
    expect(widget.leave).not_to_have_class(re.compile("floating"))
    expect(widget.leave).to_be_in_viewport(ratio=1)


def test_the_way_out_is_whole_where_its_place_is_half_out_of_sight(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, "/embed?room=yes")
    box = widget.leave.bounding_box()
    assert box is not None
    page.evaluate("top => window.scrollTo(0, top)", box["y"] + box["height"] / 2)
    expect(widget.leave).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("height", [640, 760])
def test_the_way_out_does_not_cover_the_beginning_of_a_reply(page: Page, fake: FakeService, height: int) -> None:
    page.set_viewport_size({"width": 360, "height": height})
    widget = Widget(page).open(fake.url)
    for _ in range(2):
        reply = widget.ask("The mothers in my group go quiet when I bring up difficult subjects")
        page.wait_for_timeout(600)  # the scrolling is smooth
        way_out, top = widget.leave.bounding_box(), reply.bounding_box()
        assert way_out is not None and top is not None
        assert top["y"] >= way_out["y"] + way_out["height"]
        expect(widget.box).to_be_in_viewport(ratio=1)


def test_the_page_can_speak_for_the_person_and_bring_its_own_words(page: Page, fake: FakeService) -> None:
    widget = Widget(page).open(fake.url, "/embed?heading=Parlons&lang=fr")
    expect(page.get_by_role("heading", name="Parlons")).to_be_visible()
    page.evaluate("document.querySelector('common-ground-chat').strings = { send: 'Envoyer' }")
    expect(widget.button("Envoyer")).to_be_visible()
    page.evaluate("document.querySelector('common-ground-chat').ask('The mothers')")
    expect(widget.replies).to_have_count(1)
