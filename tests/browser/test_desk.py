"""The desk in a browser, by itself: with script and without, for eyes and for screen readers."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from bot.evaluation.service import free_ports
from bot.web.helpline import Helpline
from helpline.accounts import Accounts
from helpline.cases import Cases
from helpline.conversation import Said
from helpline.desk import Desk
from tests.bot.web.case_service import new_database
from tests.bot.web.desk.desk_service import EMERGENCY, PASSWORD, TOLD, desk_app
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


class RunningDesk:
    """The desk on a port of its own, with two of the staff and a lead."""

    def __init__(self, folder: Path) -> None:
        database = new_database(folder)
        self.helpline = Helpline(database, Cases(database), Desk(database), Accounts(database))
        self.sam, self.jo, self.lea = (
            self.helpline.accounts.add(name, name.title(), role, PASSWORD)
            for name, role in (("sam", "staff"), ("jo", "staff"), ("lea", "admin"))
        )
        (self._port,) = free_ports(1)
        self.url = f"http://127.0.0.1:{self._port}"
        config = uvicorn.Config(desk_app(self.helpline), port=self._port, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)

    def __enter__(self) -> "RunningDesk":
        self._thread.start()
        while not self._server.started:
            pass
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()

    def told(self, conversation: str = "calm") -> str:
        """A case told in the intake and handed in; gives its code."""
        cases = self.helpline.cases
        said = [Said("person", "I worry about a boy"), Said("bot", "Here is what may help.", ["lesson-2.3"])]
        opened = cases.open(conversation, "GB", True, said=said)
        for step, text in TOLD.items():
            cases.answer(opened.id, step, text)
        cases.submit(opened.id)
        return opened.code

    def emergency(self, conversation: str = "danger") -> str:
        """An emergency that opened itself; gives its code."""
        return self.helpline.cases.open(conversation, "GB", False, EMERGENCY).code


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
    expect(rows.nth(0)).to_contain_text(danger)
    expect(rows.nth(0).locator("blockquote")).to_contain_text(EMERGENCY.quote)
    expect(rows.nth(1)).to_contain_text(calm)
    page.get_by_role("button", name="Take the next").click()
    expect(page.get_by_role("heading", name=danger)).to_be_visible()


def test_the_case_keeps_apart_what_was_seen_heard_and_supposed(page: Page, desk: RunningDesk) -> None:
    code = desk.told()
    sign_in(page, desk, to=f"/desk/cases/{code}")
    for words in (TOLD["seen"], TOLD["heard"], "Rests on"):
        expect(page.get_by_text(words, exact=False).first).to_be_visible()
    assert violations(page) == []


def test_what_the_person_writes_appears_by_itself(page: Page, desk: RunningDesk) -> None:
    desk.told()
    sign_in(page, desk)
    page.get_by_role("button", name="Take the next").click()
    page.get_by_label("Write to the person").fill("Hello, I am here now.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#lines")).to_contain_text("Hello, I am here now.")
    expect(page.get_by_label("Write to the person")).to_have_value("")
    desk.helpline.cases.hand_over("calm", Said("person", "Thank you for coming <b>so</b> soon"))
    expect(page.locator("#lines")).to_contain_text("Thank you for coming <b>so</b> soon")


def test_an_emergency_that_comes_in_changes_the_title(page: Page, desk: RunningDesk) -> None:
    sign_in(page, desk)
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()
    code = desk.emergency()
    expect(page.locator("#cases > li").first).to_contain_text(code)
    assert "Emergency" in page.title()


def test_two_of_the_staff_cannot_take_one_case(browser: Browser, page: Page, desk: RunningDesk) -> None:
    code = desk.told()
    sign_in(page, desk, to=f"/desk/cases/{code}")
    page.locator("#instead summary").click()
    other = browser.new_context(java_script_enabled=False)
    sign_in(other.new_page(), desk, "jo").get_by_role("button", name="Take the next").click()
    answer = page.request.post(
        f"{desk.url}/desk/cases/{code}/take", form={"csrf": page.locator("[name=csrf]").first.input_value()}
    )
    other.close()
    assert answer.status == 409
    assert "Jo" in answer.text() or "taken" in answer.text()


def test_all_of_it_works_without_script(browser: Browser, desk: RunningDesk) -> None:
    code = desk.told()
    context = browser.new_context(java_script_enabled=False)
    page = sign_in(context.new_page(), desk)
    page.get_by_role("button", name="Take the next").click()
    page.get_by_label("Write to the person").fill("I am Sam, and I have time.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#lines")).to_contain_text("I am Sam, and I have time.")
    page.locator("#close summary").click()
    page.get_by_label("How it ended").select_option("advice was enough")
    page.get_by_role("button", name="Close the case").click()
    context.close()
    case = desk.helpline.desk.file(desk.helpline.desk.number(code))
    assert (case.state, case.outcome) == ("closed", "advice was enough")


@pytest.mark.parametrize("colour", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(page: Page, desk: RunningDesk, width: int, colour: str) -> None:
    code = desk.told()
    desk.emergency()
    page.emulate_media(color_scheme=colour)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{desk.url}/desk/sign-in")
    assert violations(page) == []
    sign_in(page, desk, "lea")
    for path in ("", f"/cases/{code}", f"/cases/{code}/print", "/board", "/staff", "/me"):
        page.goto(f"{desk.url}/desk{path}")
        assert violations(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is wider than the window at {width}"
