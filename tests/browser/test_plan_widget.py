"""Plans in the widget: the sheet, its files, and what happens if one cannot be had."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from knowledge.library import load
from knowledge.plan import compose, handout
from knowledge.plan.markdown import as_markdown
from tests.browser.fake_service import SCRIPT, FakeService, Message
from tests.browser.test_hostile_texts import ATTACK, assert_harmless
from tests.browser.widget import Widget

pytestmark = pytest.mark.browser

PLAN = compose(load(), ["lesson-2.3", "challenge-2", "lesson-1.3"], role="youth_worker")
HANDOUT = handout(load(), ["lesson-3.3", "lesson-1.3"])
NAME = "plan-give-mothers-time-to-open-up"
BEFORE = "Here it is on one page."
FAILED = "The file could not be made just now. Please try again in a moment, or copy the text."
WIDE = """log => [log, ...log.querySelectorAll(':not(.hidden)')]
  .filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""  # inline ones have no width
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def text_of(made: Any) -> str:
    """The sheet as text, as clients without a page have it: it begins with its name."""
    return f"{made.page.name}\n\n{as_markdown(made.page)}"


def reply(made: Any, kind: str) -> list[Message]:
    """A reply that shows a plan or a handout."""
    plan = {"kind": kind, "recipe": made.to_json(), "page": made.page.as_json()}
    custom = {"type": "guidance", "intent": "make_plan", "sources": list(made.recipe.items), "plan": plan}
    buttons = [{"title": "Leave out a step", "payload": "/change_plan"}]
    return [{"text": f"{BEFORE}\n\n{text_of(made)}", "buttons": buttons, "custom": custom}]


def with_texts(value: Any, text: str) -> Any:
    """The same data with every text of the page exchanged."""
    if isinstance(value, dict):
        return {key: part if key == "shape" else with_texts(part, text) for key, part in value.items()}
    if isinstance(value, list):
        return [with_texts(part, text) for part in value]
    return text if isinstance(value, str) else value


@pytest.fixture(autouse=True)
def replies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in service answers with a plan or a handout."""
    monkeypatch.setitem(SCRIPT, "plan", reply(PLAN, "plan"))
    monkeypatch.setitem(SCRIPT, "handout", reply(HANDOUT, "handout"))


def note(shown: Locator) -> Locator:
    """What is said of a file or of copying."""
    return shown.locator(".row + p")


def save(widget: Widget, name: str, folder: Path) -> tuple[str, bytes]:
    """Presses a button by keyboard, and gives name and bytes of the file that comes."""
    with widget.page.expect_download() as coming:
        widget.button(name).press("Enter")
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path.name, path.read_bytes()


def test_a_plan_is_a_sheet_with_headings_and_lists(widget: Widget) -> None:
    shown = widget.ask("make me a plan")
    sheet = shown.locator(".sheet")
    page = PLAN.page
    expect(sheet.locator(".kind")).to_have_text(page.kind)
    expect(sheet.get_by_role("heading", level=4)).to_have_text([page.title])
    expect(sheet.get_by_role("heading", level=5)).to_have_text([section.heading for section in page.sections])
    steps = sheet.get_by_role("list").first
    marked = [f"{step.text}\u00a0{page.marks(step)}" for step in PLAN.steps]
    expect(steps.get_by_role("listitem")).to_have_text(marked)
    assert steps.evaluate("e => e.localName") == "ol"
    expect(sheet.locator("ol.sources li")).to_have_text([source.text for source in PLAN.sources])
    words = sheet.inner_text().replace("\u00a0", " ")
    assert all(line.text in words for line in page.lines())
    expect(shown.locator(".text")).to_have_text([BEFORE])  # the rest of the text is for other clients
    expect(sheet).not_to_contain_text("# ")
    expect(widget.cards).to_have_count(0)
    expect(widget.button("Leave out a step")).to_be_visible()
    assert widget.spoken == [
        f"Common Ground:\n{BEFORE}\n{page.kind}: {page.title}\n1 suggestion to choose from follows."
    ]
    handed = widget.ask("a handout").locator(".sheet")
    expect(handed.get_by_role("heading", level=5)).to_have_text([s.heading for s in HANDOUT.page.sections])


def test_each_file_arrives_from_the_widgets_own_service(page: Page, fake: FakeService, tmp_path: Path) -> None:
    asked: list[Any] = []

    def forward(route: Route) -> None:
        if route.request.url.endswith("/api/plan"):
            asked.append(route.request.post_data_json)
        route.continue_(url=route.request.url.replace("/chat-service", ""))

    page.route(re.compile(f"^{fake.url}/chat-service/"), forward)
    widget = Widget(page).open(fake.url, f"/embed?service={fake.url}/chat-service/")
    shown = widget.ask("make me a plan")
    for button, suffix, begins in (
        ("PDF", "pdf", b"%PDF-"),
        ("Word", "docx", b"PK\x03\x04"),
        ("Markdown", "md", b"# "),
    ):
        name, content = save(widget, button, tmp_path)
        assert name == f"{NAME}.{suffix}" and content.startswith(begins)
        expect(note(shown)).to_have_text(f"The file is saved: {name}")
        expect(widget.button(button)).to_be_focused()
        assert widget.spoken[-1] == f"The file is saved: {name}"
    assert asked == [{"kind": "plan", "recipe": PLAN.to_json(), "format": f} for f in ("pdf", "docx", "md")]
    assert content.decode() == as_markdown(PLAN.page)
    assert widget.stored() == 0
    shown = widget.ask("a handout")
    with page.expect_download() as coming:
        shown.get_by_role("button", name="PDF").click()
    assert coming.value.suggested_filename == "handout-what-must-be-in-place-before-a-dialogue.pdf"


def test_the_text_can_be_copied(widget: Widget, context: BrowserContext, fake: FakeService) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=fake.url)
    shown = widget.ask("make me a plan")
    group = shown.get_by_role("group", name="Take it with you:")
    expect(group.get_by_role("button")).to_have_text(["PDF", "Word", "Markdown", "Copy"])
    widget.button("Copy").press("Enter")
    expect(note(shown)).to_have_text("The text is copied.")
    assert "The text is copied." in widget.spoken
    assert widget.page.evaluate("navigator.clipboard.readText()") == text_of(PLAN)
    widget.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    widget.button("Copy").press("Enter")
    expect(note(shown)).to_have_text("This browser does not let the page copy. Please take one of the files.")


def test_a_file_that_cannot_be_had_is_said_and_can_be_asked_for_again(
    widget: Widget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = widget.ask("make me a plan")
    busy = json.dumps({"error": {"code": "rate_limited", "message": ATTACK}})
    answers = (
        lambda route: route.abort(),
        lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html"),
        lambda route: route.fulfill(status=429, body=busy, content_type="application/json"),
    )
    for number, answer in enumerate(answers, 1):
        widget.page.route("**/api/plan", answer, times=1)
        widget.button("PDF").click()
        expect(note(shown)).to_have_text(FAILED)
        assert widget.spoken.count(FAILED) == number
    expect(widget.bar).to_be_hidden()  # the conversation itself goes on
    assert save(widget, "PDF", tmp_path)[0] == f"{NAME}.pdf"
    gone = deepcopy(SCRIPT["plan"])
    gone[0]["custom"]["plan"]["recipe"]["items"] = ["lesson-9.9"]
    monkeypatch.setitem(SCRIPT, "plan", gone)
    shown = widget.ask("a plan of what is gone")
    shown.get_by_role("button", name="Word").click()
    expect(note(shown)).to_contain_text("Please ask for a new one in the chat.")


def test_a_hostile_sheet_is_text(widget: Widget, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = deepcopy(SCRIPT["plan"])
    hostile[0]["custom"]["plan"]["page"] = with_texts(hostile[0]["custom"]["plan"]["page"], ATTACK)
    monkeypatch.setitem(SCRIPT, "plan", hostile)
    sheet = widget.ask("make me a plan").locator(".sheet")
    expect(sheet.get_by_role("heading", level=4)).to_have_text(ATTACK)
    expect(sheet.locator("li").first).to_have_text(f"{ATTACK}\u00a0{ATTACK}")
    assert_harmless(page, widget)


def test_a_sheet_that_is_not_whole_gives_way_to_the_text(widget: Widget, fake: FakeService, page: Page) -> None:
    def broken(*at: str | int, to: object) -> Any:
        custom: Any = deepcopy(SCRIPT["plan"][0]["custom"])
        place = custom["plan"]
        for key in at[:-1]:
            place = place[key]
        place[at[-1]] = to
        return custom

    sections = ("page", "sections")
    customs = [
        broken("kind", to="poem"),
        broken("recipe", to="lesson-2.3"),
        broken("page", to=None),
        broken("page", "title", to=7),
        broken(*sections, to=[]),
        broken(*sections, 0, to=None),
        broken(*sections, 0, "lines", to={}),
        broken(*sections, 0, "lines", 1, "text", to=None),
        {"type": "guidance", "plan": []},
    ]
    turns = [{"who": "bot", "messages": [{"text": f"Text {n}.", "custom": c}]} for n, c in enumerate(customs)]
    kept = json.dumps({"saved": 9e15, "conversation": "0" * 32, "turns": turns, "draft": ""})
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [f"common-ground-chat:{fake.url}", kept])
    widget.open(fake.url)
    expect(widget.replies).to_have_count(len(customs))
    expect(widget.element.locator(".sheet")).to_have_count(0)
    expect(widget.replies.locator(".text")).to_have_text([f"Text {n}." for n in range(len(customs))])


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("context_options", [{"viewport": {"width": 320, "height": 640}}], ids=["320"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(widget: Widget, fake: FakeService, colour: Any) -> None:
    page = widget.page
    page.emulate_media(color_scheme=colour, reduced_motion="reduce")
    shown = widget.ask("make me a plan")
    page.route("**/api/plan", lambda route: route.abort())
    widget.button("Markdown").click()
    expect(note(shown)).to_have_text(FAILED)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{v['id']}: {n['target']} {n.get('failureSummary', '')}" for v in found for n in v["nodes"]] == []
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert widget.log.evaluate(WIDE) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = "all => all.filter(e => e.offsetHeight < 44 || e.offsetWidth < 44).map(e => e.textContent)"
    assert shown.locator("button").evaluate_all(small) == []
