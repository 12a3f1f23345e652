"""What the file itself promises: small, whole, and nothing that a strict page would refuse."""

import gzip
import re

import pytest
from playwright.sync_api import Page, Route, expect

from bot.web.widget_file import ABOUT, FOLDER, PARTS, widget_source
from knowledge.library import load
from tests.browser.conftest import chromium
from tests.browser.fake_service import WEB, FakeService
from tests.browser.widget import Widget

SOURCE = widget_source()
PAGE = (WEB / "pages" / "index.html").read_text(encoding="utf-8")


def test_under_twenty_six_kilobytes_compressed() -> None:
    assert len(gzip.compress(SOURCE.encode(), 9)) < 26_000


def test_every_part_is_in_the_file() -> None:
    assert {path.name for path in FOLDER.glob("*.js")} == {ABOUT, *PARTS}
    assert SOURCE.startswith("/**\n * <common-ground-chat>")


def test_nothing_makes_html_or_code_of_text() -> None:
    for name in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "DOMParser",
        "Function(",
    ):
        assert name not in SOURCE
    assert not re.search(r"\beval\b|setTimeout\(\s*[\"'`]|setHTML", SOURCE)


def test_only_the_way_out_names_another_place() -> None:
    named = {u for u in re.findall(r"https?://[\w./-]+", SOURCE) if "example.org" not in u}
    assert named == {"https://www.wikipedia.org/"}
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", PAGE)


def test_the_page_holds_no_inline_script_or_style() -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", PAGE)


def test_no_number_to_call_is_written_here_since_the_services_hold_them_all() -> None:
    phones = " ".join(s.phone or "" for s in load().services if s.purpose == "emergency")
    numbers = set(re.findall(r"\b\d{3}\b", phones))
    assert {"112", "999"} <= numbers
    assert not numbers & set(re.findall(r"\b\d{3}\b", SOURCE + PAGE))


def test_every_property_for_the_look_is_documented() -> None:
    head = SOURCE[: SOURCE.index("*/")]
    used = set(re.findall(r"var\((--cg-[\w-]+)", SOURCE))
    assert used == set(re.findall(r"--cg-[\w-]+", head))


@pytest.mark.browser
def test_styles_work_without_constructed_sheets(page: Page, fake: FakeService) -> None:
    page.route(
        "**/embed*",
        lambda route: route.fulfill(response=route.fetch(), headers={"content-type": "text/html"}),
    )
    page.add_init_script("delete window.CSSStyleSheet.prototype.replaceSync")
    widget = Widget(page).open(fake.url, "/embed")
    expect(widget.element.locator(".frame")).to_have_css("display", "flex")


@pytest.mark.browser
def test_a_service_elsewhere_can_be_named(page: Page, fake: FakeService) -> None:
    asked: list[str] = []

    def forward(route: Route) -> None:
        asked.append(route.request.url.removeprefix(fake.url).split("?")[0])
        route.continue_(url=route.request.url.replace("/chat-service", ""))

    page.route(re.compile(f"^{fake.url}/chat-service/"), forward)
    widget = Widget(page).open(fake.url, f"/embed?service={fake.url}/chat-service/")
    widget.ask("The mothers")
    expect(widget.cards).to_have_count(4)
    paths = ["api/settings", "readyz", "api/chat", "api/items"]
    assert asked == [f"/chat-service/{path}" for path in paths]


@pytest.mark.browser
def test_conversation_ids_differ(page: Page, fake: FakeService) -> None:
    for _ in range(3):
        Widget(page).open(fake.url).ask("hello")
    assert len({body["conversation"] for body in fake.state.received}) == 3


def test_without_a_browser_tests_skip_with_the_reason_and_fail_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        chromium()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="must run in CI"):
        chromium()
