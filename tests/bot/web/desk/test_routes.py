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


@pytest.mark.parametrize(("method", "path"), INSIDE)
def test_whoever_has_not_signed_in_is_led_to_sign_in(service: DeskService, method: str, path: str) -> None:
    response = service.client().request(method, address(path))
    if method == "POST":
        assert response.status_code == 401
        assert "/desk/sign-in?next=%2Fdesk" in response.text
    else:
        assert response.status_code == 303
        assert response.headers["location"].startswith("/desk/sign-in?next=%2Fdesk")
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("method", "path"), INSIDE)
def test_a_role_opens_what_it_should_and_nothing_else(service: DeskService, method: str, path: str) -> None:
    if path == "/desk/live":
        pytest.skip("it does not end; test_live.py has it")
    allowed = {"sam": True, "lee": True, "alex": True}
    if path.startswith(FOR_ADMINS):
        allowed.update(sam=False, lee=False)
    elif path.startswith(FOR_LEADS):
        allowed.update(sam=False)
    for name, opens in allowed.items():
        client = service.client(name)
        response = client.request(method, address(path), data={"csrf": csrf(client)} if method == "POST" else None)
        assert (response.status_code != 403) == opens, (name, path)
        if not opens:
            assert "not for your role" in response.text


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_form_without_its_token_is_refused(service: DeskService, path: str, token: str) -> None:
    response = service.client("alex").post(address(path), data={"csrf": token} if token else {})
    assert response.status_code == 403
    assert "This form is too old" in response.text


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


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/ended", "/desk/me", "/desk/me/factor", "/desk/staff", "/desk/sign-in"]
)
def test_no_page_is_stored_or_holds_anything_inline(service: DeskService, path: str) -> None:
    response = service.client("alex" if path != "/desk/sign-in" else None).get(path)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", response.text)
