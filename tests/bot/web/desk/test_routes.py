"""Every route of the desk: who may use it, what every form needs, and what every answer says to the browser."""

import re
from pathlib import Path

import pytest

import bot.web.desk
from tests.bot.web.desk.desk_service import DeskService, csrf

CODE = "CG-0000-0000"
FOUND = re.compile(r'@router\.(get|post)\(\s*"(/desk[^"]*)"')
BEFORE_SIGN_IN = {"/desk/sign-in", "/desk/second-factor"}
FOR_LEADS = ("/desk/board",)
FOR_ADMINS = ("/desk/staff",)


def all_routes() -> list[tuple[str, str]]:
    folder = Path(bot.web.desk.__path__[0])
    found = [f for path in sorted(folder.glob("*.py")) for f in FOUND.findall(path.read_text(encoding="utf-8"))]
    return [(method.upper(), path) for method, path in found]


ROUTES = all_routes()
INSIDE = [route for route in ROUTES if route[1] not in BEFORE_SIGN_IN]
POSTS = [path for method, path in INSIDE if method == "POST"]


def address(path: str) -> str:
    return path.format(code=CODE, name="robin", switch="off", chart="urgency", rest="nowhere")


def test_the_routes_are_found() -> None:
    assert len(ROUTES) > 25
    assert len(ROUTES) == len(set(ROUTES))


# One desk for all routes of a test: making it anew for each would take a minute.


def test_whoever_has_not_signed_in_is_led_to_sign_in(service: DeskService) -> None:
    client = service.client()
    for method, path in INSIDE:
        response = client.request(method, address(path))
        if method == "POST":
            assert response.status_code == 401, path
            assert "/desk/sign-in?next=%2Fdesk" in response.text, path
        else:
            assert response.status_code == 303, path
            assert response.headers["location"].startswith("/desk/sign-in?next=%2Fdesk"), path
        assert response.headers["cache-control"] == "no-store", path


def test_a_role_opens_what_it_should_and_nothing_else(service: DeskService) -> None:
    for method, path in INSIDE:
        if path == "/desk/live":
            continue  # it does not end; test_live.py has it
        closed = {"sam", "lee"} if path.startswith(FOR_ADMINS) else {"sam"} if path.startswith(FOR_LEADS) else set()
        for name in ("sam", "lee", "alex"):
            client = service.client(name)
            response = client.request(method, address(path), data={"csrf": csrf(client)} if method == "POST" else None)
            assert (response.status_code == 403) == (name in closed), (name, path)
            assert ("not for your role" in response.text) == (name in closed), (name, path)


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_form_without_its_token_is_refused(service: DeskService, token: str) -> None:
    client = service.client("alex")
    for path in POSTS:
        response = client.post(address(path), data={"csrf": token} if token else {})
        assert response.status_code == 403, path
        assert "This form is too old" in response.text, path


def test_a_token_of_somebody_else_is_refused(service: DeskService) -> None:
    other = csrf(service.client("robin"))
    assert service.client("sam").post("/desk/take-next", data={"csrf": other}).status_code == 403


def test_an_unknown_address_is_a_page_with_the_way_out(service: DeskService) -> None:
    response = service.client("sam").get("/desk/nowhere/at/all")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.text
    assert 'href="/desk"' in response.text


def test_a_fault_of_ours_is_a_page_too(service: DeskService, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("secret words of somebody")

    client = service.client("sam")
    monkeypatch.setattr(service.helpline.desk, "others", fail)
    response = client.get("/desk")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "secret words" not in response.text


def test_no_page_is_stored_or_holds_anything_inline(service: DeskService) -> None:
    case = service.case("one")
    paths = ["", "/ended", "/me", "/me/factor", "/staff", "/board", f"/cases/{case.code}", f"/cases/{case.code}/print"]
    inside, outside = service.client("alex"), service.client()
    for client, path in [(outside, "/sign-in"), *((inside, path) for path in paths)]:
        response = client.get(f"/desk{path}")
        assert response.status_code == 200, path
        assert response.headers["cache-control"] == "no-store", path
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", response.text), path
