"""From the widget to the desk and back, in two windows, on the real three processes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from helpline.accounts import Accounts
from helpline.database import Database
from helpline.desk import Desk
from tests.browser.test_accessibility import violations
from tests.browser.widget import Widget
from tests.conftest import RunningService

pytestmark = [pytest.mark.browser, pytest.mark.service]

PASSWORD = "a kettle on the sill"
DANGER = "He has a knife in his bag and he is on his way to the school now"


@pytest.fixture
def desk(browser: Browser, running_service: RunningService) -> Iterator[Page]:
    """A second window, in which Sam of the staff is signed in."""
    database = Database(running_service.settings.database_url)
    accounts = Accounts(database)
    sam = accounts.add("sam", "Sam", "admin", PASSWORD)
    while case := Desk(database).take_next(sam):  # those of the tests before
        Desk(database).close(case.id, sam, "not for this desk")
    context = browser.new_context()
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{running_service.url}/desk")
    page.get_by_label("Name").fill("sam")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Who is waiting")).to_be_visible()
    yield page
    context.close()
    accounts.change("sam", active=False)


def test_a_person_in_danger_meets_a_person_of_the_staff(
    page: Page, desk: Page, running_service: RunningService
) -> None:
    widget = Widget(page).open(running_service.url)
    reply = widget.ask(DANGER)
    expect(reply.get_by_role("link", name="Call 112")).to_be_visible()
    code = re.search(r"CG-\w{4}-\w{4}", reply.inner_text())
    assert code

    # It stands on top of the queue without anybody having asked for the page anew, with why and with their words.
    first = desk.locator("#cases > li").first
    expect(first).to_contain_text(code[0])
    expect(first).to_contain_text("Emergency")
    expect(first.locator("blockquote")).to_contain_text("knife")
    assert "Emergency" in desk.title()
    desk.get_by_role("button", name="Take the next").click()
    expect(desk.get_by_role("heading", name=code[0])).to_be_visible()
    expect(desk.locator("#lines")).to_contain_text(DANGER)

    # The person is told; both write; the bot is silent.
    expect(widget.log).to_contain_text("Sam from our team has joined")
    desk.get_by_label("Write to the person").fill("Hello, I am Sam. Are you safe where you are?")
    desk.get_by_role("button", name="Send").click()
    expect(widget.log).to_contain_text("Are you safe where you are?")
    replies = widget.replies.count()
    widget.send("Yes, I am at home with the door locked")
    expect(widget.own.last).to_contain_text("Delivered")
    expect(desk.locator("#lines")).to_contain_text("at home with the door locked")
    widget.send("The mothers in my group go quiet when I bring it up")
    expect(widget.own.last).to_contain_text("Delivered")
    page.wait_for_timeout(1_500)
    assert widget.replies.count() == replies
    assert violations(page) == [] and violations(desk) == []

    # Closed: the person is told, and the bot answers again.
    desk.locator("#close summary").click()
    desk.get_by_label("How it ended").select_option("talked it through")
    desk.get_by_role("button", name="Close the case").click()
    expect(desk.locator("#head")).to_contain_text("losed")
    expect(widget.log).to_contain_text(re.compile("program", re.I))
    answer = widget.ask("The mothers in my group go quiet when I bring it up")
    expect(answer.locator("details.card").first).to_be_visible()
