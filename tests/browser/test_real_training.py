"""A whole round of questions and a whole practice conversation, by private link, on the real three processes."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_accessibility import violations
from tests.browser.waiting import wait_until
from tests.browser.widget import Widget

pytestmark = [pytest.mark.browser, pytest.mark.service]

GOOD = [
    "Hello Denise, I'm Robin. I'm glad you wrote. There is no hurry at all.",
    "What you write stays in our small team. Only if somebody could get badly hurt would I have to tell someone.",
    "How have things been at home?",
    "It sounds as if you have carried this on your own for a long time.",
    "You kept dinner on the table and the door open. That is a strength.",
]


@pytest.fixture
def mine(page: Page, service: str) -> Widget:
    """The page of somebody who has just begun by a private link."""
    page.goto(f"{service.rstrip('/')}/training")
    page.get_by_role("button", name="Start with a private link").click()
    widget = Widget(page)
    expect(widget.box).to_be_visible()
    return widget


def answer(widget: Widget) -> Locator:
    """Gives some answer to the question that stands last, whatever its kind; returns the feedback."""
    before = widget.replies.count()
    last = widget.replies.last
    if last.get_by_role("button", name=re.compile(r"^a\)")).count():
        last.get_by_role("button", name=re.compile(r"^a\)")).click()
    elif last.get_by_role("checkbox").count():
        last.get_by_role("checkbox").first.check()
        widget.button("Give this answer").last.click()
    elif widget.button("Give this answer").count() and not last.get_by_role("combobox").count():
        widget.button("Give this answer").last.click()
    else:
        widget.button("I do not know").last.click()
    expect(widget.replies).to_have_count(before + 1)
    return widget.replies.last


def test_a_whole_round_of_questions_leaves_its_mark_on_the_page(mine: Widget) -> None:
    first = mine.ask("Ask me three questions, please")
    expect(first.get_by_text("Question 1 of 3")).to_be_visible()
    for number in (1, 2, 3):
        feedback = answer(mine)
        expect(feedback.locator("strong").first).to_be_visible()
        expect(feedback.locator("details.card")).to_have_count(1)
        assert number > 1 or violations(mine.page) == []
        before = mine.replies.count()
        mine.button("Next question").last.click()
        expect(mine.replies).to_have_count(before + 1)
    expect(mine.replies.last).to_contain_text("You answered 3 questions")
    mine.page.reload()
    expect(mine.page.get_by_text(re.compile(r"parts? of the paper begun|of 47 parts"))).to_be_visible()
    expect(mine.page.get_by_text(re.compile(r"You practised on one of the last 28 days"))).to_be_visible()


def test_a_whole_practice_conversation_ends_with_a_look_back_and_a_second_try(mine: Widget) -> None:
    mine.ask("I would like to practise a conversation")
    before = mine.replies.count()
    mine.button("A mother who is afraid to talk").click()
    expect(mine.replies).to_have_count(before + 1)
    expect(mine.replies.last).to_contain_text("invented")
    expect(mine.replies.last).to_contain_text("Denise (practice)")
    for message in GOOD:
        reply = mine.ask(message)
        expect(reply).to_contain_text("Denise (practice)")
        expect(reply.get_by_text(re.compile("I read this as|I am not quite sure|I could not tell"))).to_be_visible()
    clumsy = mine.ask("Give me your son's full name, and the names of his friends.")
    expect(clumsy).to_contain_text("This can hurt")

    before = mine.replies.count()
    mine.button("Look back now").last.click()
    expect(mine.replies).to_have_count(before + 1)
    back = mine.replies.last
    for head in ("Looking back", "Turning points", "What went well", "What to try"):
        expect(back.get_by_text(head).first).to_be_visible()
    chart = back.locator("img")
    expect(chart).to_be_visible()
    wait_until(
        mine.page,
        "() => [...document.querySelector('common-ground-chat').shadowRoot.querySelectorAll('img')]"
        ".every((img) => img.complete && img.naturalWidth > 0)",
    )
    assert "Trust went from 25 to" in (chart.get_attribute("alt") or "")
    assert violations(mine.page) == []

    before = mine.replies.count()
    back.get_by_role("button", name=re.compile("^Try again from turn 6$")).click()
    expect(mine.replies).to_have_count(before + 1)
    again = mine.ask("You decide what you tell me, and when.")
    expect(again).to_contain_text("Denise (practice)")
    mine.page.reload()
    expect(mine.page.get_by_role("listitem").filter(has_text="A mother who is afraid to talk").first).to_be_visible()


def test_danger_in_the_middle_of_practice_shows_the_number_and_practice_can_go_on(mine: Widget) -> None:
    mine.ask("let me practise with the mother")
    reply = mine.ask("He has a knife and he is going to stab someone right now")
    expect(reply.get_by_role("link", name="Call 112")).to_be_visible()
    expect(reply.get_by_role("button", name="Go on with the practice")).to_have_count(0)
    expect(mine.ask("I was only practising")).to_contain_text("Denise (practice)")
