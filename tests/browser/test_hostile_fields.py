"""A text that would be more than text, put into every field of the desk, of a case and of the training.

The real pages are looked at with their content policy on; whatever comes of such a text shows in the browser.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Dialog, Page

from bot.evaluation.service import free_ports
from bot.web.desk.session import COOKIE
from helpline.conversation import Said
from helpline.urgency import CALM
from tests.attacks.conftest import Whole, started
from tests.bot.web.desk.desk_service import PASSWORD, TOLD
from tests.browser.waiting import wait_until

pytestmark = pytest.mark.browser

ATTACK = "\"'><img src=x onerror=hacked=1>"  # short enough for every field
ENDS = ("refer", "close", "end")  # what ends a case comes last
TEXTS = "input:not([type]):not([readonly]), input[type=text], input[type=search], textarea:not([readonly])"
FILL_IN = """(form, [attack, password, texts]) => {
    for (const field of form.querySelectorAll(texts)) field.value = attack;
    for (const field of form.querySelectorAll("input[type=password]")) field.value = password;
    for (const field of form.querySelectorAll("input[type=checkbox]")) field.checked = true;
    form.noValidate = window.left = true;
    form.requestSubmit(form.querySelector("button"));
}"""
INJECTED = "[onerror], [onload], img[src='x'], script:not([src]):not([type])"


@contextmanager
def served(whole: Whole) -> Iterator[str]:
    """The whole service at an address that a browser can reach."""
    (port,) = free_ports(1)
    server = uvicorn.Server(uvicorn.Config(whole.client.app, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:  # or a test that fails keeps pytest from ending
        server.should_exit = server.force_exit = True
        thread.join()


@pytest.fixture
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """The service with hostile texts from a person, from one of the staff and from a learner on it already."""
    for whole in started(tmp_path_factory.mktemp("hostile")):
        accounts = whole.service.accounts
        assert accounts is not None
        accounts.add("mo", ATTACK, "staff", PASSWORD)
        whole.case = whole.cases.open("f" * 32, "GB", True, CALM, [Said("person", ATTACK), Said("bot", ATTACK)])
        for step in TOLD:
            whole.cases.answer(whole.case.id, step, ATTACK)
        whole.cases.submit(whole.case.id)
        (alex,) = [account for account in accounts.all() if account.name == "alex"]
        whole.desk.take(whole.case.id, alex)
        whole.desk.write(whole.case.id, alex, ATTACK)
        whole.service.everything_kept(whole.kim.learner)
        whole.service.training.groups.make(ATTACK, whole.kim.learner)
        yield whole


def assert_harmless(page: Page) -> None:
    """No element and no script came of a text."""
    assert page.evaluate("window.hacked") is None, page.url
    assert page.locator(INJECTED).count() == 0, page.url


def pages_from(page: Page, url: str, beginning: str) -> list[str]:
    """The paths of all pages that links lead to from the page at `beginning`, looked at on the way."""
    found, waiting = [], [beginning]
    while waiting:
        path = waiting.pop(0)
        if path in found:
            continue
        found.append(path)
        page.goto(url + path)
        assert_harmless(page)
        links = page.locator("a[href]:not([download])").evaluate_all("all => all.map(a => a.href)")
        paths = [urlsplit(link).path for link in links if link.startswith(url)]
        waiting += [one for one in paths if one.startswith(beginning) and "." not in one.rpartition("/")[2]]
    return found


def submit(page: Page, action: str) -> None:
    """Puts the text into the form that leads to `action`, and looks at what comes of it."""
    with page.expect_response(lambda response: urlsplit(response.url).path == action) as answer:
        page.locator(f"form[action='{action}']").first.evaluate(FILL_IN, [ATTACK, PASSWORD, TEXTS])
    if answer.value.request.is_navigation_request() and "content-disposition" not in answer.value.headers:
        wait_until(page, "!window.left && document.readyState === 'complete'")
    else:
        page.wait_for_timeout(300)  # what is shown without a new page
    assert_harmless(page)


def attack_forms(page: Page, path: str) -> Iterator[str]:
    """Puts the text into each form of a page that takes any; gives where the forms lead."""
    page.goto(path)
    actions = page.locator(f"form:has({TEXTS})").evaluate_all("all => all.flatMap(f => f.getAttribute('action') ?? [])")
    for action in sorted(set(actions), key=lambda one: one.endswith(ENDS)):
        page.goto(path)
        submit(page, action)
        yield action


def watch(page: Page) -> list[str]:
    """What dialogs say: a page of ours opens none."""
    said: list[str] = []

    def note(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    return said


def test_no_text_in_any_field_of_the_desk_becomes_more(page: Page, context: BrowserContext, whole: Whole) -> None:
    dialogs = watch(page)
    with served(whole) as url:
        context.add_cookies([{"name": COOKIE, "value": whole.token("alex"), "url": f"{url}/desk"}])
        pages = pages_from(page, url, "/desk")
        assert f"/desk/cases/{whole.case.code}" in pages and len(pages) > 6
        page.goto(f"{url}/desk/cases/{whole.case.code}")
        assert page.get_by_text("onerror=hacked=1").count() > 3
        filled = {action.rpartition("/")[2] for path in pages for action in attack_forms(page, url + path)}
        assert {"write", "note", "judge", "refer", "staff", "groups", "name"} <= filled
        pages_from(page, url, "/desk")
    assert dialogs == []


def test_no_text_in_any_field_of_a_learner_becomes_more(page: Page, whole: Whole) -> None:
    dialogs = watch(page)
    mine = f"/training/{whole.kim.token}"
    with served(whole) as url:
        filled = {
            action.rpartition("/")[2]
            for path in pages_from(page, url, mine)
            for action in attack_forms(page, url + path)
        }
        assert {"name", "record"} <= filled
        pages_from(page, url, mine)
    assert dialogs == []


def test_no_text_in_any_field_of_a_case_becomes_more(page: Page, whole: Whole) -> None:
    dialogs = watch(page)
    with served(whole) as url:
        assert list(attack_forms(page, f"{url}/case")) == ["/case"]
        for action in ("/case/write", "/case/contact"):
            page.goto(f"{url}/case")
            page.get_by_label("Your code").fill(whole.case.code)
            page.get_by_label("Your secret words").fill(whole.case.words or "")
            page.get_by_role("button", name="Open my case").click()
            assert_harmless(page)
            submit(page, action)
            assert page.get_by_text("onerror=hacked=1").count()
    assert dialogs == []
