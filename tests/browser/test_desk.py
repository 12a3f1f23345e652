"""The desk in a browser, by itself: with script and without, for eyes and for screen readers."""

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from bot.evaluation.service import free_ports
from bot.settings import Settings
from bot.web.app import create_app
from bot.web.helpline import Helpline
from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.conversation import Said
from helpline.desk import Desk
from helpline.tables import Case
from knowledge.library import load
from tests.bot.web.case_service import new_database
from tests.bot.web.desk.desk_service import EMERGENCY, PASSWORD, TOLD
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


class RunningDesk:
    """The web process by itself, with two of the staff and an admin; nobody answers for Rasa."""

    def __init__(self, folder: Path) -> None:
        database = new_database(folder)
        self.helpline = Helpline(database, Cases(database), Desk(database), Accounts(database))
        self.sam, self.jo, self.lea = (
            self.helpline.accounts.add(name, name.title(), role, PASSWORD)
            for name, role in (("sam", "staff"), ("jo", "staff"), ("lea", "admin"))
        )
        (self._port,) = free_ports(1)
        self.url = f"http://127.0.0.1:{self._port}"
        app = create_app(Settings(database=f"sqlite:///{folder / 'helpline.db'}"))
        self._server = uvicorn.Server(uvicorn.Config(app, port=self._port, log_level="error", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run)

    def __enter__(self) -> "RunningDesk":
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the desk did not start"
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()
        self.helpline.database.close()

    def told(self, conversation: str = "calm") -> str:
        """A case told in the intake and handed in; gives its code."""
        cases = self.helpline.cases
        said = [Said("person", "I worry about a boy"), Said("bot", "Here is what may help.", ["lesson-2.3"])]
        opened = cases.open(conversation, "GB", True, said=said)
        for step, text in TOLD.items():
            cases.answer(opened.id, step, text)
        cases.submit(opened.id)
        return opened.code

    def file(self, code: str) -> Case:
        """A case as it is now."""
        return self.helpline.desk.file(self.helpline.desk.number(code))

    def emergency(self, conversation: str = "danger") -> str:
        """An emergency that opened itself; gives its code."""
        return self.helpline.cases.open(conversation, "GB", False, EMERGENCY).code


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A second window, with a profile of its own, of somebody whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with RunningDesk(tmp_path) as running:
        yield running


def sign_in(page: Page, desk: RunningDesk, name: str = "sam", to: str = "/desk") -> Page:
    page.goto(desk.url + to)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def test_the_queue_says_why_and_the_next_is_taken(page: Page, desk: RunningDesk) -> None:
    calm, danger = desk.told(), desk.emergency()
    sign_in(page, desk)
    rows = page.locator("#cases > li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(danger)
    expect(rows.nth(0)).to_contain_text(EMERGENCY.because)
    expect(rows.nth(0).locator("blockquote")).to_contain_text(EMERGENCY.quote)
    expect(rows.nth(1)).to_contain_text(calm)
    page.get_by_role("button", name="Take the next").click()
    expect(page.get_by_role("heading", name=danger)).to_be_visible()
    expect(page.locator("#head")).to_contain_text("Taken, by you")
    expect(page.locator("#file blockquote")).to_contain_text(EMERGENCY.quote)


def test_the_case_keeps_apart_what_was_seen_heard_and_supposed(page: Page, desk: RunningDesk) -> None:
    sign_in(page, desk, to=f"/desk/cases/{desk.told()}")
    for heading, text in (
        ("Seen or heard by themselves", TOLD["seen"]),
        ("Told by others", TOLD["heard"]),
        ("What they suppose", "Nothing said."),
    ):
        assert page.get_by_role("heading", name=heading).locator("+ p").inner_text() == text
    unknown = page.get_by_role("heading", name="Not known").locator("+ p")
    for heading in ("About whom", "What was tried", "What they suppose", "Nothing follows from that"):
        expect(unknown).to_contain_text(heading)
    expect(page.locator("#lines")).to_contain_text("I worry about a boy")
    expect(page.locator("#lines .bot")).to_contain_text(f"Rests on: {load().items['lesson-2.3'].title}")


def test_both_sides_talk_without_a_reload(page: Page, desk: RunningDesk) -> None:
    desk.told()
    sign_in(page, desk)
    page.get_by_role("button", name="Take the next").click()
    box = page.get_by_label("Write to the person")
    box.fill("Hello, I am here now.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#lines")).to_contain_text("Hello, I am here now.")
    expect(box).to_have_value("")
    heard = desk.helpline.cases.hear("calm", 0)
    assert heard and heard.lines[-1].text == "Hello, I am here now."
    # What is half written, and where one types, stay while the page renews itself.
    box.press_sequentially("Please tell me")
    desk.helpline.cases.hand_over("calm", Said("person", "Thank you for coming <b>so</b> soon"))
    expect(page.locator("#lines")).to_contain_text("Thank you for coming <b>so</b> soon")
    expect(box).to_have_value("Please tell me")
    expect(box).to_be_focused()


def test_the_first_words_of_a_case_take_the_place_of_nothing_was_said(page: Page, desk: RunningDesk) -> None:
    sign_in(page, desk, to=f"/desk/cases/{desk.emergency()}")
    expect(page.get_by_text("Nothing was said")).to_be_visible()
    desk.helpline.cases.keep_turn("danger", Said("person", "Is anybody there?"), [])
    expect(page.locator("#lines")).to_contain_text("Is anybody there?")
    expect(page.get_by_text("Nothing was said")).to_have_count(0)


def test_two_of_the_staff_cannot_take_one_case(page: Page, other: Page, desk: RunningDesk) -> None:
    code = desk.told()
    sign_in(page, desk, to=f"/desk/cases/{code}")
    sign_in(other, desk, "jo", f"/desk/cases/{code}")
    other.locator("#instead summary").click()
    page.get_by_role("button", name="Take the next in the queue").click()
    expect(page.locator("#head")).to_contain_text("Taken, by you")
    other.get_by_role("button", name=f"Take {code}").click()  # on a page that is older than that
    expect(other.get_by_role("heading", name="Somebody was quicker")).to_be_visible()
    expect(other.get_by_text("Somebody else has taken it")).to_be_visible()
    holder = desk.file(code).holder
    assert holder and holder.name == "sam"


def test_a_case_that_somebody_takes_shows_it_on_the_pages_of_others(page: Page, desk: RunningDesk) -> None:
    code = desk.told()
    sign_in(page, desk, to=f"/desk/cases/{code}")
    desk.helpline.desk.take_next(desk.jo)
    expect(page.locator("#head")).to_contain_text("Taken, by Jo")
    expect(page.locator("#head button")).to_have_count(0)
    expect(page.locator("#write")).to_contain_text("Jo has this case and answers")


def test_a_case_is_closed_with_an_outcome(page: Page, desk: RunningDesk) -> None:
    code = desk.told()
    sign_in(page, desk)
    page.get_by_role("button", name="Take the next").click()
    page.locator("#close summary").click()
    page.get_by_role("button", name="Close the case").click()  # the browser asks for an outcome
    assert desk.file(code).state == "taken"
    page.get_by_label("How it ended").select_option("talked it through")
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_role("status").filter(has_text="The case is closed")).to_be_visible()
    expect(page.locator("#head")).to_contain_text("Closed (talked it through)")
    expect(page.get_by_label("Write to the person")).to_have_count(0)
    assert (desk.file(code).state, desk.file(code).outcome) == ("closed", "talked it through")


@pytest.mark.parametrize("path", ["", "/me"])
def test_an_emergency_that_comes_in_changes_the_title_and_is_announced(
    page: Page, desk: RunningDesk, path: str
) -> None:
    sign_in(page, desk, to=f"/desk{path}")
    expect(page.get_by_role("button", name="Emergency sound: on")).to_be_visible()
    expect(page).not_to_have_title(re.compile("Emergency"))
    code = desk.emergency()
    expect(page.get_by_role("alert")).to_contain_text("A new emergency is waiting.")
    expect(page).to_have_title(re.compile(r"^\(1\) Emergency"))
    expect(page.locator("#alarm")).to_contain_text("One emergency waits for somebody.")
    if not path:
        expect(page.locator("#cases > li").first).to_contain_text(code)
    desk.helpline.desk.take_next(desk.jo)
    expect(page).not_to_have_title(re.compile("Emergency"))
    expect(page.get_by_role("alert")).to_be_empty()


def test_all_of_it_works_without_script(other: Page, desk: RunningDesk) -> None:
    calm, danger = desk.told(), desk.emergency()
    page = sign_in(other, desk)
    expect(page).to_have_title(re.compile(r"^\(1\) Emergency"))
    expect(page.locator("#cases > li").first).to_contain_text(danger)
    page.get_by_role("button", name="Take the next").click()
    expect(page.get_by_role("heading", name=danger)).to_be_visible()
    page.get_by_label("Write to the person").fill("I am Sam, and I have time.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#lines")).to_contain_text("I am Sam, and I have time.")
    for text in ("Please help me", "Are you still there?"):
        desk.helpline.cases.hand_over("danger", Said("person", text))
        page.get_by_role("link", name="Look for new messages").click()
        expect(page.locator("#lines")).to_contain_text(text)
    page.locator("#close summary").click()
    page.get_by_label("How it ended").select_option("emergency services called")
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator("#head")).to_contain_text("Closed (emergency services called)")
    assert (desk.file(danger).state, desk.file(calm).state) == ("closed", "waiting")


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(page: Page, desk: RunningDesk, width: int, colour: str) -> None:
    mine, waits, danger = desk.told("mine"), desk.told(), desk.emergency()
    desk.helpline.desk.take(desk.helpline.desk.number(mine), desk.lea)
    page.emulate_media(color_scheme=colour)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{desk.url}/desk/sign-in")
    assert violations(page) == []
    sign_in(page, desk, "lea")
    cases = [f"/cases/{code}" for code in (mine, waits, danger)]
    for path in ("", *cases, f"{cases[0]}/print", "/ended", "/board", "/staff", "/me", "/me/factor", "/find?code=x"):
        page.goto(f"{desk.url}/desk{path}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert violations(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is wider than the window at {width}"
