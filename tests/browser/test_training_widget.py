"""Training in the widget: questions answered by keyboard, what is said of an answer, practice and looking back."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from bot.web.widget_file import FOLDER, PARTS, widget_source
from tests.browser.fake_service import SCRIPT, FakeService, Message
from tests.browser.widget import Widget

ROWS = ["Give people time.", "Ask for one small step.", "Say what will happen next."]
LEFTS = ["Forty people signed the list at the door.", "Two teams that used to fight now share the pitch."]
FEEDBACK = {
    "verdict": "Part of it is there.",
    "lines": [
        {"tone": "right", "text": "Give people time."},
        {"tone": "wrong", "text": "Promise that all will be well."},
        {"tone": "missing", "text": "Ask for one small step."},
        {"tone": "unsure", "text": "Say what will happen next."},
        {"tone": "note", "text": "It comes back tomorrow."},
    ],
    "source": "The paper, lesson 2.3: “Trust and confidence grow slowly.”",
}
STOP = [{"title": "Stop here", "payload": "stop"}]


def training(text: str, buttons: list[dict[str, str]] | None = None, **custom: object) -> list[Message]:
    """A reply of training."""
    return [{"text": text, "buttons": buttons or [], "custom": {"type": "training", **custom}}]


def question(kind: str, rows: list[str], lefts: list[str] | None = None, **more: object) -> list[Message]:
    """A reply that asks a question; of the kinds with one answer each row has its button."""
    labels = "123" if kind == "order" else "abc"
    shown = [{"label": label, "text": text} for label, text in zip(labels, rows, strict=False)]
    own = [{"title": f"{r['label']}) {r['text']}", "payload": r["label"]} for r in shown if kind in ("one", "best")]
    asked = {"id": "q", "kind": kind, "asks": f"Which is it ({kind})?", "hint": "A hint.", "rows": shown}
    return training(
        f"All of the question in plain text ({kind}).",
        own + STOP,
        mode="quiz",
        step="question",
        number=3,
        of=8,
        question={**asked, "lefts": lefts or []},
        **more,
    )


SECTIONS = [
    {"head": "Looking back: Amina", "texts": ["Trust went from 30 to 55.", "She told you one thing."]},
    {"head": "What to try", "texts": ["Ask what she needs."]},
]
CHART = {"src": "/training/course.svg?scenario=amina&moves=open_question,thanks&first=thanks", "alt": "Trust rose."}
TALK: dict[str, Any] = {
    "mode": "practice",
    "step": "talk",
    "speaker": "Amina",
    "says": "I do not know.\n\nMaybe it is nothing.",
    "turn": 1,
    "feedback": {
        "kind": "helps",
        "head": "I read this as: an open question.",
        "says": ["It leaves her room.", "Trust rose a little."],
        "better": "Other good words at this point:",
        "wordings": ["What has changed?", "How is that for you?"],
        "source": "To read on: lesson 2.3.",
        "phase": "Part of a talk: making contact.",
    },
    "sources": ["lesson-2.3"],
}
REPLIES: dict[str, list[Message]] = {
    "quiz one": question("one", ROWS),
    "quiz best": question("best", ROWS),
    "quiz several": question("several", ROWS),
    "quiz order": question("order", ROWS),
    "quiz match": question("match", ["Real impact", "Output that can be counted"], LEFTS),
    "quiz short": question("short", []),
    "marked, and on": question("several", ROWS, before=["Two left."], feedback=FEEDBACK, sources=["lesson-2.3"]),
    "marked": training("Plain.", STOP, mode="quiz", step="feedback", feedback=FEEDBACK, sources=["lesson-2.3"]),
    "quiz over": training("The end of this round.", STOP, mode="quiz", step="done", number=8, of=8, answered=8),
    "begin the talk": training("Plain.", **{**TALK, "situation": ["Amina is invented.", "Write “stop” to stop."]}),
    "the talk ends": training("Plain.", STOP, **{**TALK, "step": "over", "notes": ["The talk has ended.", "A worry?"]}),
    "look back": training(
        "Plain.", STOP, mode="practice", step="debrief", sections=SECTIONS, chart=CHART, sources=["lesson-2.3"]
    ),
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 75 42"><path d="M0 40 75 5" stroke="#888"/></svg>'
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(autouse=True)
def replies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in service answers with training."""
    for key, messages in REPLIES.items():
        monkeypatch.setitem(SCRIPT, key, messages)


@pytest.fixture
def charts(page: Page) -> list[str]:
    """Charts that were asked for; the service draws them."""
    asked: list[str] = []

    def draw(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(body=SVG, content_type="image/svg+xml")

    page.route("**/training/course.svg*", draw)
    return asked


def go_to(widget: Widget, control: Locator) -> None:
    """Goes to a control by the Tab key."""
    for _ in range(40):
        if control.evaluate("e => e.getRootNode().activeElement === e"):
            return
        widget.page.keyboard.press("Tab")
    raise AssertionError("not reached by keyboard")


def begin(widget: Widget, kind: str) -> Locator:
    """A question of a kind; the focus is before it."""
    reply = widget.ask(f"quiz {kind}")
    expect(reply.get_by_role("heading", name="Question 3 of 8")).to_be_visible()
    expect(reply.get_by_text("A hint.")).to_be_visible()
    expect(reply).not_to_contain_text("plain text")
    reply.locator("h3").focus()
    return reply


def assert_given(widget: Widget, fake: FakeService, sent: dict[str, str], shown: str) -> None:
    """What went over the wire, and what the transcript shows of it; the question is closed and the focus goes on."""
    expect(widget.replies).to_have_count(2)
    body = fake.state.received[-1]
    assert {k: v for k, v in body.items() if k in ("text", "payload")} == sent
    assert widget.own.last.locator(".text").inner_text() == shown
    first = widget.replies.first
    expect(first.get_by_role("button")).to_have_count(0)
    expect(first.get_by_role("checkbox")).to_have_count(0)
    expect(first.get_by_role("combobox")).to_have_count(0)
    expect(first.locator(".rows")).to_be_visible()
    expect(widget.replies.last.locator("h3")).to_be_focused()


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["one", "best"])
def test_one_answer_is_a_button_each(widget: Widget, fake: FakeService, kind: str) -> None:
    reply = begin(widget, kind)
    answers = reply.locator(".answers button")
    expect(answers).to_have_text([f"{label}) {text}" for label, text in zip("abc", ROWS, strict=True)])
    widths = answers.evaluate_all("all => all.map(e => e.offsetWidth)")
    assert len(set(widths)) == 1
    go_to(widget, answers.nth(1))
    widget.page.keyboard.press("Enter")
    title = "b) Ask for one small step."
    assert_given(widget, fake, {"text": title, "payload": "b"}, title)


@pytest.mark.browser
def test_several_answers_are_ticked(widget: Widget, fake: FakeService) -> None:
    reply = begin(widget, "several")
    group = reply.get_by_role("group", name="Which is it (several)?")
    give = widget.button("Give this answer")
    go_to(widget, give)
    widget.page.keyboard.press("Enter")
    expect(reply.get_by_text("Please choose at least one.")).to_be_visible()
    boxes = group.get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    assert "Please choose at least one." in widget.spoken
    assert len(fake.state.received) == 1
    widget.page.keyboard.press("Space")
    go_to(widget, group.get_by_role("checkbox", name="c) Say what will happen next."))
    widget.page.keyboard.press("Space")
    go_to(widget, give)
    widget.page.keyboard.press("Space")
    assert_given(widget, fake, {"text": "a, c"}, "a) Give people time.\nc) Say what will happen next.")


@pytest.mark.browser
def test_rows_are_put_in_order_and_keep_the_focus(widget: Widget, fake: FakeService) -> None:
    reply = begin(widget, "order")
    rows = reply.get_by_role("group").get_by_role("listitem").locator("span")
    last = widget.button("Move up: Say what will happen next.")
    go_to(widget, last)
    widget.page.keyboard.press("Enter")
    expect(last).to_be_focused()
    assert widget.spoken[-1] == "Place 2 of 3: Say what will happen next."
    widget.page.keyboard.press("Enter")
    widget.page.keyboard.press("Enter")  # already at the top
    expect(last).to_be_focused()
    expect(last).to_have_attribute("aria-disabled", "true")
    expect(rows).to_have_text([ROWS[2], ROWS[0], ROWS[1]])
    down = widget.button("Move down: Give people time.")
    down.press("Enter")
    expect(down).to_be_focused()
    expect(down).to_have_attribute("aria-disabled", "true")
    go_to(widget, widget.button("Give this answer"))
    widget.page.keyboard.press("Enter")
    assert_given(widget, fake, {"text": "3, 2, 1"}, f"1. {ROWS[2]}\n2. {ROWS[1]}\n3. {ROWS[0]}")


@pytest.mark.browser
def test_what_belongs_together_is_chosen_from_menus(widget: Widget, fake: FakeService) -> None:
    begin(widget, "match")
    first, second = (widget.page.get_by_role("combobox", name=f"{n}. {left}") for n, left in enumerate(LEFTS, 1))
    give = widget.button("Give this answer")
    go_to(widget, first)
    widget.page.keyboard.press("b")
    expect(first).to_have_value("1")
    for fault, then in (("Please choose one for each.", "b"), ("Each can be chosen once only.", "a")):
        go_to(widget, give)
        widget.page.keyboard.press("Enter")
        expect(second).to_be_focused()
        expect(second).to_have_attribute("aria-invalid", "true")
        expect(second).to_have_accessible_description(fault)
        widget.page.keyboard.press(then)
    go_to(widget, give)
    widget.page.keyboard.press("Enter")
    shown = f"1. {LEFTS[0]} – b) Output that can be counted\n2. {LEFTS[1]} – a) Real impact"
    assert_given(widget, fake, {"text": "1b 2a"}, shown)
    expect(widget.replies.first.get_by_text(LEFTS[0])).to_be_visible()


@pytest.mark.browser
def test_a_free_answer_is_written_in_the_box_and_closes_the_question_too(widget: Widget, fake: FakeService) -> None:
    reply = begin(widget, "short")
    expect(reply.locator("form")).to_have_count(0)
    widget.ask("quiz several")
    several = widget.replies.nth(1)
    expect(several.get_by_role("checkbox")).to_have_count(3)
    widget.ask("a and c")
    expect(several.get_by_role("checkbox")).to_have_count(0)
    expect(several.locator(".rows li")).to_have_text([re.compile("^a"), re.compile("^b"), re.compile("^c")])
    expect(widget.button("Stop here")).to_have_count(0)


@pytest.mark.browser
def test_an_answer_that_was_not_sent_can_be_sent_again(widget: Widget, fake: FakeService) -> None:
    widget.ask("quiz several").get_by_role("checkbox").first.check()
    fake.state.fault = (409, "not_offered", "Please write what you mean.")
    widget.button("Give this answer").click()
    expect(widget.own.last).to_contain_text("Please write what you mean.")
    fake.state.fault = None
    widget.button("Send again").click()
    assert_given(widget, fake, {"text": "a"}, "a) Give people time.")


@pytest.mark.browser
@pytest.mark.parametrize("asked", ["marked", "marked, and on"])
def test_what_is_said_of_an_answer_reads_without_colour(widget: Widget, asked: str) -> None:
    reply = widget.ask(asked)
    expect(reply.locator("strong")).to_have_text("Part of it is there.")
    lines = reply.locator(".tones li")
    words = ["✓Right: G", "✗Not right: P", "+Missing: A", "?Open: S", "It"]
    expect(lines).to_have_text([re.compile("^" + re.escape(start)) for start in words])
    assert lines.locator(".sign").evaluate_all("all => all.every(e => e.ariaHidden === 'true')")
    expect(widget.cards).to_have_count(1)
    expect(reply.get_by_text("Trust and confidence grow slowly.”")).to_be_visible()
    parts = reply.locator("h3 ~ *").evaluate_all("all => all.map(e => e.className)")
    on = asked != "marked"
    assert parts == [*["text"][:on], "marked", *["question"][:on], parts[-1]]
    expect(widget.button("Download the advice")).to_be_hidden()


@pytest.mark.browser
def test_practice_says_who_speaks_and_what_it_did(widget: Widget) -> None:
    widget.ask("begin the talk")
    begun = widget.replies.first
    expect(begun.locator(".situation")).to_contain_text("Amina is invented.")
    expect(begun.get_by_role("heading", name="Amina (practice)")).to_be_visible()
    expect(begun.locator(".speaks .text p")).to_have_text(["I do not know.", "Maybe it is nothing."])
    aside = begun.locator("details.aside")
    expect(aside.locator("> summary")).to_have_text("This helpsI read this as: an open question.")
    expect(aside.get_by_text("It leaves her room.")).to_be_visible()
    expect(aside.locator("> .inside > ul li")).to_have_text(["“What has changed?”", "“How is that for you?”"])
    expect(aside.locator("details.card")).to_have_count(1)
    aside.locator("> summary").press("Enter")
    expect(aside.get_by_text("It leaves her room.")).to_be_hidden()
    over = widget.ask("the talk ends")
    expect(over.locator(".note")).to_have_text(["The talk has ended.", "A worry?"])
    expect(widget.button("Stop here")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("colour", ["light", "dark"])
def test_looking_back_shows_the_chart(widget: Widget, fake: FakeService, charts: list[str], colour: Any) -> None:
    widget.page.emulate_media(color_scheme=colour)
    reply = widget.ask("look back")
    picture = reply.get_by_role("img", name="Trust rose.")
    expect(picture).to_be_visible()
    assert charts == [fake.url + CHART["src"] + ("&dark=1" if colour == "dark" else "")]
    for section in SECTIONS:
        expect(reply.get_by_role("heading", name=str(section["head"]))).to_be_visible()
    expect(reply.locator(".section li")).to_have_text(SECTIONS[0]["texts"])
    expect(widget.cards).to_have_count(1)


@pytest.mark.browser
def test_a_chart_that_cannot_be_had_is_left_out(widget: Widget) -> None:
    reply = widget.ask("look back")
    expect(reply.locator("img")).to_have_count(0)
    expect(reply.get_by_text("Ask what she needs.")).to_be_visible()


@pytest.mark.browser
def test_the_learner_goes_along_only_where_the_page_names_one(page: Page, fake: FakeService) -> None:
    for path in ("/embed?learner=Key_of-this-page", "/embed"):
        Widget(page).open(fake.url, path).ask("hello")
    assert [body.get("learner", "none") for body in fake.state.received] == ["Key_of-this-page", "none"]


@pytest.mark.browser
def test_what_was_kept_looks_the_same(widget: Widget, fake: FakeService, charts: list[str]) -> None:
    for asked in REPLIES:
        widget.ask(asked)
    widget.ask("quiz several").get_by_role("checkbox").first.check()
    widget.button("Give this answer").click()
    expect(widget.replies).to_have_count(len(REPLIES) + 2)
    widget.ask("quiz match")
    expect(widget.cards).to_have_count(5)
    expect(widget.element.locator(".chart")).to_have_count(1)
    shown = widget.log.inner_text()
    widget.remember.check()
    widget.open(fake.url)
    expect(widget.cards).to_have_count(5)
    assert widget.log.inner_text() == shown
    expect(widget.button("Give this answer")).to_have_count(1)


def broken() -> list[dict[str, Any]]:
    """Replies with each field of each step in a wrong shape, or gone."""

    def variants(value: dict[str, Any], build: Callable[[dict[str, Any]], dict[str, Any]]) -> list[dict[str, Any]]:
        found = []
        for key, inner in value.items():
            wrong: tuple[object, ...] = (None, 7, -1.5, "", "text", [], {}, [None, 3, "x", [], {}], {"text": []})
            found += [build({**value, key: bad}) for bad in wrong]
            found.append(build({k: v for k, v in value.items() if k != key}))
            if isinstance(inner, dict):
                found += variants(inner, lambda new, key=key: build({**value, key: new}))  # type: ignore[misc]
        return found

    return [m for messages in REPLIES.values() for m in variants(messages[0]["custom"], lambda c: c)]


@pytest.mark.browser
def test_wrong_shapes_never_break_and_leave_the_text(widget: Widget, page: Page, fake: FakeService) -> None:
    customs = broken()
    assert len(customs) > 1000
    turns = [{"who": "bot", "messages": [{"text": f"Text {n}.", "custom": c}]} for n, c in enumerate(customs)]
    page.route("**/training/course.svg*", lambda route: route.abort())
    page.route("**/api/items*", lambda route: route.fulfill(json={"items": []}))
    kept = json.dumps({"saved": 9e15, "conversation": "0" * 32, "turns": turns, "draft": ""})
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [f"common-ground-chat:{fake.url}", kept])
    widget.open(fake.url)
    expect(widget.replies).to_have_count(len(customs))
    said = widget.replies.evaluate_all(
        "all => all.map(e => [...e.querySelectorAll(':scope > :not(h3)')].map(c => c.innerText).join(' '))"
    )
    assert all(said)
    assert not re.search(r"\bundefined\b|\bnull\b|\[object|NaN", " ".join(said))
    page.evaluate("localStorage.clear()")


@pytest.mark.browser
@pytest.mark.parametrize(
    "src", ["//www.example.org/x?y=1", "@www.example.org/x?y=1", "/../api?x=1", "data:image/png;,"]
)
def test_a_chart_comes_from_the_service_only(
    widget: Widget, monkeypatch: pytest.MonkeyPatch, src: str
) -> None:  # the page fixture fails on any request that goes elsewhere
    chart = {"src": src, "alt": "Chart"}
    monkeypatch.setitem(
        SCRIPT, "look back", training("P", mode="practice", step="debrief", sections=SECTIONS, chart=chart)
    )
    expect(widget.ask("look back").locator("img")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("asked", ["quiz one", "quiz several", "quiz order", "quiz match", "marked, and on", "talk"])
@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 640}}], ids=["320"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    widget: Widget, fake: FakeService, charts: list[str], colour: Any, asked: str
) -> None:
    page = widget.page
    page.emulate_media(color_scheme=colour, reduced_motion="reduce")
    for text in ("begin the talk", "look back") if asked == "talk" else (asked,):
        reply = widget.ask(text)
    if asked == "quiz match":
        widget.button("Give this answer").click()
    expect(widget.element.locator(".list:empty")).to_have_count(0)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{v['id']}: {n['target']} {n.get('failureSummary', '')}" for v in found for n in v["nodes"]] == []
    wide = (
        "e => [e, ...e.querySelectorAll(':not(.hidden)')].filter(n => n.scrollWidth > n.clientWidth + 1"
        " && getComputedStyle(n).display !== 'inline').map(n => n.className)"
    )
    assert widget.log.evaluate(wide) == []
    small = "all => all.filter(e => e.offsetHeight < 44 || e.offsetWidth < 44).map(e => e.textContent)"
    assert reply.locator("button, select, label.check, summary").evaluate_all(small) == []


def test_what_is_stripped_from_the_parts_is_comments_only() -> None:
    source = widget_source()
    body = source[source.index("*/") + 2 :]
    assert "/**" not in body and not re.search(r"^\s*//", body, re.M)
    for name in PARTS:
        for text in (line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if '"' in line):
            if not re.search(r"/\*\*|\*/|^\s*(//|\*)", text):
                assert text in body
