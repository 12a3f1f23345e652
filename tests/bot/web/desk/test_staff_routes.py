"""The accounts of the staff, as admins change them."""

import pyotp

from bot.web.desk.session import COOKIE
from tests.bot.web.desk.desk_service import PASSWORD, DeskService, post


def test_somebody_is_added_and_can_sign_in(service: DeskService) -> None:
    client = service.client("alex")
    fields = {"name": "Kim", "shown_name": "Kim", "role": "lead", "password": "a lantern by the river"}
    assert post(client, "/desk/staff", **fields).headers["location"] == "/desk/staff?said=added"
    signed_in = service.helpline.accounts.sign_in("kim", "a lantern by the river", "192.0.2.9")
    assert signed_in.account.role == "lead"


def test_what_will_not_do_is_said_in_words_and_what_was_typed_stays(service: DeskService) -> None:
    client = service.client("alex")
    typed = {"name": "kim", "shown_name": "Kim & Co", "role": "lead"}
    response = post(client, "/desk/staff", **typed, password="short")
    assert response.status_code == 422
    assert "12 characters" in response.text
    assert 'value="kim"' in response.text and 'value="Kim &amp; Co"' in response.text
    assert 'value="lead" selected' in response.text
    assert "short" not in response.text.split("</main>")[0].split("Add somebody")[1]
    taken = post(client, "/desk/staff", name="sam", shown_name="S", role="staff", password=PASSWORD)
    assert "already" in taken.text


def test_a_role_is_changed(service: DeskService) -> None:
    client = service.client("alex")
    assert post(client, "/desk/staff/sam/role", role="lead").status_code == 303
    assert service.client("sam").get("/desk/me").text.count("Lead") == 1
    assert post(client, "/desk/staff/sam/role", role="queen").status_code == 422
    assert post(client, "/desk/staff/nobody/role", role="lead").status_code == 422


def test_whoever_is_switched_off_is_out_at_once_and_their_cases_wait(service: DeskService) -> None:
    case = service.case("one")
    sam = service.client("sam")
    post(sam, f"/desk/cases/{case.code}/take")
    assert post(service.client("alex"), "/desk/staff/sam/off").status_code == 303
    assert sam.get("/desk").status_code == 303
    assert service.file(case).taken_by is None
    assert post(service.client("alex"), "/desk/staff/sam/on").status_code == 303
    assert service.client("sam").get("/desk").status_code == 200
    assert post(service.client("alex"), "/desk/staff/sam/sideways").status_code == 404


def test_a_password_is_reset_and_a_second_factor_dropped(service: DeskService) -> None:
    accounts = service.helpline.accounts
    secret = accounts.new_totp_secret()
    accounts.turn_on_second_factor(service.accounts["sam"].id, secret, pyotp.TOTP(secret).now())
    client = service.client("alex")
    assert post(client, "/desk/staff/sam/password", password="a lantern by the river").status_code == 303
    assert accounts.sign_in("sam", "a lantern by the river", "192.0.2.9").second_factor_due
    assert post(client, "/desk/staff/sam/drop-factor").status_code == 303
    assert not accounts.sign_in("sam", "a lantern by the river", "192.0.2.9").second_factor_due


def test_an_admin_cannot_shut_themselves_out(service: DeskService) -> None:
    client = service.client("alex")
    for path, fields in (("role", {"role": "staff"}), ("off", {})):
        response = post(client, f"/desk/staff/alex/{path}", **fields)
        assert response.status_code == 422
        assert "Ask another admin" in response.text
    assert client.get("/desk/staff").status_code == 200
    assert client.cookies[COOKIE]
