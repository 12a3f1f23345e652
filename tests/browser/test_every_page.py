"""Each page that the service has, by the list of its own routes: nothing that axe-core objects to, narrow and wide."""

from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import BrowserContext, Page
from starlette.routing import compile_path

from bot.web.desk.session import COOKIE
from tests.attacks.conftest import Whole
from tests.attacks.conftest import whole as whole
from tests.browser.test_accessibility import violations
from tests.browser.test_hostile_fields import served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NO_PAGES = ("/api", "/widget.js", "/healthz", "/readyz", "/metrics", "/desk/live")
FILES = (".svg", ".json", ".csv")


def paths(whole: Whole) -> dict[str, list[str]]:
    """Paths of pages, by who opens them."""
    token, group, code = whole.kim.token, whole.group.token, whole.case.code
    assert whole.service.accounts is not None
    number = whole.group.group
    return {
        "anybody": [
            "/", "/privacy", "/case", "/wording", "/training", f"/training/join/{group}", f"/training/{token}",
            f"/training/{token}/erase", "/training/nobody/has/this", "/desk/sign-in",
        ],
        "lee": [
            "/desk/training", "/desk/training/erase", f"/desk/training/groups/{number}",
            f"/desk/training/groups/{number}/remove", f"/desk/training/join/{group}", "/desk/board",
        ],
        "alex": [
            "/desk", "/desk/second-factor", "/desk/ended", "/desk/find?code=x", f"/desk/cases/{code}",
            f"/desk/cases/{code}/print", "/desk/me", "/desk/me/factor", "/desk/staff", "/desk/nobody/has/this",
        ],
    }  # fmt: skip


def test_no_page_is_forgotten_here(whole: Whole) -> None:
    app: Any = whole.client.app
    routes = {
        one.path or ""
        for one in iter_route_contexts(app.routes)
        if "GET" in (getattr(one.route, "methods", None) or ())
    }
    wanted = {path for path in routes if not path.startswith(NO_PAGES) and not path.endswith(FILES)}
    visited = [path.partition("?")[0] for group in paths(whole).values() for path in group]
    forgotten = {path for path in wanted if not any(compile_path(path)[0].match(one) for one in visited)}
    assert len(wanted) > 20 and forgotten == set()


@pytest.mark.parametrize(("width", "colour"), [(360, "dark"), (1280, "light")])
@pytest.mark.parametrize("who", ["anybody", "lee", "alex"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    page: Page, context: BrowserContext, whole: Whole, who: str, width: int, colour: str
) -> None:
    page.emulate_media(color_scheme=colour)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    with served(whole) as url:
        if who != "anybody":
            context.add_cookies([{"name": COOKIE, "value": whole.token(who), "url": f"{url}/desk"}])
        for path in paths(whole)[who]:
            page.goto(url + path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            assert violations(page) == [], path
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} is wider than the window at {width}"
