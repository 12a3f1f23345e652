"""A browser, the stand-in service, and a page that must behave: no stray request, no error in its console."""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.fake_service import FakeService
from tests.browser.widget import Widget

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """Names the marker of these tests."""
    config.addinivalue_line("markers", "browser: needs Debian's chromium")


def chromium() -> str:
    """Where the browser is; without one the tests skip with the reason, and in CI they fail."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    reason = "no chromium on the path (Debian: apt-get install chromium)"
    if os.environ.get("CI") == "true":
        pytest.fail(f"browser tests must run in CI: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser with a fresh profile for all tests."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def running_fake() -> Iterator[FakeService]:
    """The stand-in service."""
    with FakeService() as service:
        yield service


@pytest.fixture
def fake(running_fake: FakeService) -> FakeService:
    """The stand-in service, well and with nothing asked of it yet."""
    running_fake.reset()
    return running_fake


@pytest.fixture
def context_options() -> dict[str, object]:
    """Options of the browser's context; a test file or parameter may override them."""
    return {}


@pytest.fixture
def context(browser: Browser, context_options: dict[str, object]) -> Iterator[BrowserContext]:
    """A context of its own for each test: no cookie, no storage, no cache."""
    context = browser.new_context(**context_options)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def allowed_hosts() -> set[str]:
    """Hosts that a page may ask. A test of the way out adds the place that it leads to."""
    return {"127.0.0.1"}


@pytest.fixture
def page(context: BrowserContext, allowed_hosts: set[str]) -> Iterator[Page]:
    """A page. After the test: every request went to this machine, and nothing went wrong in the console."""
    page = context.new_page()
    strays: list[str] = []
    faults: list[str] = []

    def on_request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in allowed_hosts:
            strays.append(url)

    page.on("request", lambda request: on_request(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        # A browser reports failed requests by itself; tests of faults cause them on purpose.
        lambda m: (
            faults.append(m.text) if m.type == "error" and not m.text.startswith("Failed to load resource") else None
        ),
    )
    yield page
    assert strays == []
    assert faults == []


@pytest.fixture
def widget(page: Page, fake: FakeService) -> Widget:
    """The widget on the service's own page, ready to talk."""
    return Widget(page).open(fake.url)
