"""One's own account: password and second factor."""

import re

import pyotp

from tests.bot.web.desk.desk_service import PASSWORD, DeskService, csrf, post

NEW = "a lantern by the river"


def test_a_new_password_signs_out_everything_else_and_stays_signed_in_here(service: DeskService) -> None:
    here, elsewhere = service.client("sam"), service.client("sam")
    response = post(here, "/desk/me/password", old=PASSWORD, new=NEW, again=NEW)
    assert response.headers["location"] == "/desk/me?said=password"
    assert here.get("/desk").status_code == 200
    assert elsewhere.get("/desk").status_code == 303
    assert service.helpline.accounts.sign_in("sam", NEW, "192.0.2.9").account.name == "sam"


def test_a_password_is_changed_only_with_the_present_one(service: DeskService) -> None:
    client = service.client("sam")
    for fields, words in (
        ({"old": "wrong wrong wrong", "new": NEW, "again": NEW}, "not your present password"),
        ({"old": PASSWORD, "new": NEW, "again": NEW + "s"}, "not the same"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "12 characters"),
    ):
        response = post(client, "/desk/me/password", **fields)
        assert response.status_code == 422
        assert words in response.text
    assert client.get("/desk").status_code == 200


def test_the_second_factor_is_turned_on_with_a_code_and_off_with_the_password(service: DeskService) -> None:
    client = service.client("sam")
    page = client.get("/desk/me/factor").text
    found = re.search(r'<code id="secret">([A-Z2-7]{32})</code>', page)
    assert found and 'src="data:image/svg+xml' in page
    secret = found[1]
    token = csrf(client)
    wrong = client.post("/desk/me/factor", data={"csrf": token, "secret": secret, "code": "000000"})
    assert wrong.status_code == 422
    assert secret in wrong.text  # the picture that the app has read still holds
    right = client.post("/desk/me/factor", data={"csrf": token, "secret": secret, "code": pyotp.TOTP(secret).now()})
    assert right.headers["location"] == "/desk/me?said=factor-on"
    assert service.helpline.accounts.sign_in("sam", PASSWORD, "192.0.2.9").second_factor_due
    assert client.get("/desk/me/factor").headers["location"] == "/desk/me"
    assert post(client, "/desk/me/factor-off", old="wrong wrong wrong").status_code == 422
    assert post(client, "/desk/me/factor-off", old=PASSWORD).headers["location"] == "/desk/me?said=factor-off"
    assert not service.helpline.accounts.sign_in("sam", PASSWORD, "192.0.2.9").second_factor_due


def test_a_secret_of_ones_own_making_is_refused(service: DeskService) -> None:
    response = post(service.client("sam"), "/desk/me/factor", secret="<b>AAAA", code="000000")
    assert response.status_code == 422
    assert "<b>AAAA" not in response.text
