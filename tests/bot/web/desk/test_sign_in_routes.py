"""Signing in and out: the cookie, the wait after failures, the second factor, and where it leads."""

import time
from typing import Any

import pyotp
import pytest
from starlette.testclient import TestClient

from bot.web.desk.session import COOKIE, FORM_COOKIE, way_back
from tests.bot.web.desk.desk_service import PASSWORD, DeskService, csrf, post


def sign_in(client: TestClient, name: str = "sam", password: str = PASSWORD, next: str = "/desk") -> Any:
    token = csrf(client, "/desk/sign-in")
    fields = {"csrf": token, "name": name, "password": password, "next": next}
    return client.post("/desk/sign-in", data=fields)


def cookie(response: Any, name: str = COOKIE) -> str:
    sent: list[str] = response.headers.get_list("set-cookie")
    return next(one for one in sent if one.startswith(f"{name}="))


def test_the_right_password_opens_the_desk(service: DeskService) -> None:
    client = service.client()
    response = sign_in(client)
    assert (response.status_code, response.headers["location"]) == (303, "/desk")
    assert client.get("/desk").status_code == 200


def test_the_cookie_is_closed_to_scripts_and_other_sites(service: DeskService) -> None:
    sent = cookie(sign_in(service.client()))
    parts = {part.strip().lower() for part in sent.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/desk"}


def test_over_https_the_cookie_never_travels_in_the_clear(service: DeskService) -> None:
    client = TestClient(service.app, base_url="https://desk.example.org", follow_redirects=False)
    assert "secure" in cookie(sign_in(client)).lower()
    assert "secure" in cookie(client.get("/desk/sign-in?x=1", headers={"cookie": ""}), FORM_COOKIE).lower()


def test_a_token_from_before_is_never_taken_over(service: DeskService) -> None:
    client = service.client("robin")
    before = client.cookies[COOKIE]
    outside = service.client()
    outside.cookies.set(COOKIE, "planted", path="/desk")
    sent = cookie(sign_in(outside)).split(";")[0]
    assert sent not in (f"{COOKIE}=planted", f"{COOKIE}={before}")


def test_signing_in_again_ends_the_session_before(service: DeskService) -> None:
    client = service.client()
    page = client.get("/desk/sign-in").text
    form = page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
    before = service.token("sam")
    client.cookies.set(COOKIE, before, path="/desk")
    client.post("/desk/sign-in", data={"csrf": form, "name": "sam", "password": PASSWORD})
    assert service.helpline.accounts.session(before) is None


def test_a_wrong_name_and_a_wrong_password_look_the_same(service: DeskService) -> None:
    pages = []
    for name, password in (("sam", "wrong wrong wrong"), ("nobody", PASSWORD)):
        response = sign_in(service.client(), name, password)
        assert response.status_code == 401
        assert COOKIE not in response.cookies
        pages.append(response.text.split('role="alert"', 1)[1].split("</p>", 1)[0])
    assert pages[0] == pages[1]
    assert "do not belong together" in pages[0]


def test_after_five_failures_one_has_to_wait(service: DeskService) -> None:
    client = service.client()
    for _ in range(5):
        assert sign_in(client, password="wrong wrong wrong").status_code == 401
    response = sign_in(client)
    assert response.status_code == 429
    assert "too many attempts" in response.text.lower()
    assert 0 < int(response.headers["retry-after"]) <= 900


def test_the_sign_in_form_needs_its_token(service: DeskService) -> None:
    client = service.client()
    client.get("/desk/sign-in")
    assert client.post("/desk/sign-in", data={"name": "sam", "password": PASSWORD}).status_code == 403
    fields = {"csrf": "x", "name": "sam", "password": PASSWORD}
    assert service.client().post("/desk/sign-in", data=fields).status_code == 403


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/desk", "/desk"),
        ("/desk/cases/CG-7K3F-92QD", "/desk/cases/CG-7K3F-92QD"),
        ("/desk/board?days=30", "/desk/board?days=30"),
        ("", "/desk"),
        ("/", "/desk"),
        ("/desktop", "/desk"),
        ("https://example.org/desk", "/desk"),
        ("//example.org/desk", "/desk"),
        ("/desk//example.org", "/desk"),
        ("/desk/../wording", "/desk"),
        ("/desk/%2e%2e/wording", "/desk"),
        ("/desk/..%2fwording", "/desk"),
        ("/desk/\\example.org", "/desk"),
        ("/desk/x\r\nLocation: https://example.org", "/desk"),
        ("javascript:alert(1)", "/desk"),
        ("/desk/sign-in", "/desk"),
        ("/desk/sign-out", "/desk"),
        ("/desk/live", "/desk"),
    ],
)
def test_one_is_led_back_to_pages_of_the_desk_alone(asked: str, led: str) -> None:
    assert way_back(asked) == led


def test_signing_in_leads_back_to_where_one_was(service: DeskService) -> None:
    client = service.client()
    first = client.get("/desk/cases/CG-7K3F-92QD")
    form = client.get(first.headers["location"])
    assert 'name="next" value="/desk/cases/CG-7K3F-92QD"' in form.text
    assert sign_in(client, next="/desk/cases/CG-7K3F-92QD").headers["location"] == "/desk/cases/CG-7K3F-92QD"
    assert sign_in(service.client(), next="https://example.org").headers["location"] == "/desk"


def test_whoever_has_signed_in_needs_no_form(service: DeskService) -> None:
    response = service.client("sam").get("/desk/sign-in?next=/desk/ended")
    assert (response.status_code, response.headers["location"]) == (303, "/desk/ended")


def test_the_first_time_the_page_says_which_command_makes_an_account(service: DeskService) -> None:
    command = "python -m bot user add"
    assert command not in service.client().get("/desk/sign-in").text
    for name in service.accounts:
        service.helpline.accounts.change(name, active=False)
    assert command in service.client().get("/desk/sign-in").text


def test_signing_out_ends_the_session(service: DeskService) -> None:
    client = service.client("sam")
    token = client.cookies[COOKIE]
    response = post(client, "/desk/sign-out")
    assert response.headers["location"] == "/desk/sign-in?said=signed-out"
    assert service.helpline.accounts.session(token) is None
    assert "You are signed out." in client.get("/desk/sign-in?said=signed-out").text


def test_with_a_second_factor_the_password_alone_shows_nothing(service: DeskService) -> None:
    secret = service.helpline.accounts.new_totp_secret()
    totp = pyotp.TOTP(secret)
    service.helpline.accounts.turn_on_second_factor(service.accounts["sam"].id, secret, totp.now())
    client = service.client()
    response = sign_in(client, next="/desk/ended")
    assert response.headers["location"] == "/desk/second-factor?next=%2Fdesk%2Fended"
    assert client.get("/desk").status_code == 303
    assert client.get("/desk/cases/CG-7K3F-92QD").status_code == 303
    form = csrf(client, "/desk/second-factor")
    assert client.post("/desk/second-factor", data={"csrf": "x", "code": totp.now()}).status_code == 403
    wrong = client.post("/desk/second-factor", data={"csrf": form, "code": "000000"})
    assert wrong.status_code == 401
    assert "That code is not right" in wrong.text
    later = totp.at(time.time() + 30)  # the code of this half minute was used to turn it on
    right = client.post("/desk/second-factor", data={"csrf": form, "code": later, "next": "/desk/ended"})
    assert (right.status_code, right.headers["location"]) == (303, "/desk/ended")
    assert client.get("/desk").status_code == 200


def test_the_second_step_without_the_first_leads_to_sign_in(service: DeskService) -> None:
    assert service.client().get("/desk/second-factor").headers["location"] == "/desk"
    assert service.client().post("/desk/second-factor", data={"code": "000000"}).headers["location"] == "/desk"
