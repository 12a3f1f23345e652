"""One's own account: the password and the second factor."""

from typing import Annotated

import pyotp
import segno
from fastapi import Form, Request, Response
from fastapi.routing import APIRouter

from bot.web.desk.errors import done
from bot.web.desk.pages import inside
from bot.web.desk.session import COOKIE, Door, Staff, set_cookie
from bot.web.helpline import Helpline
from bot.web.limits import address_of
from helpline.accounts import SignedIn, SignInError, TooManyAttemptsError

Short = Annotated[str, Form(max_length=400)]
WRONG_PASSWORD = "That is not your present password."
WRONG_CODE = "That code is not right. Please wait for the next one and try again."


def me_routes(helpline: Helpline, door: Door) -> APIRouter:
    """Routes of one's own account."""
    router = door.router("staff")
    accounts = helpline.accounts

    def show_me(request: Request, staff: SignedIn, status: int = 200, fault: str = "", at: str = "") -> Response:
        return inside("me", helpline, request, staff, helpline.desk.pulse(), status, fault=fault, at=at)

    def show_secret(request: Request, staff: SignedIn, secret: str, status: int = 200, fault: str = "") -> Response:
        address = pyotp.TOTP(secret).provisioning_uri(name=staff.account.name, issuer_name="Common Ground")
        picture = segno.make(address).svg_data_uri(scale=5, border=3, light="white")
        more = {"secret": secret, "picture": picture, "fault": fault}
        return inside("factor", helpline, request, staff, helpline.desk.pulse(), status, **more)

    @router.get("/desk/me")
    def me(request: Request, staff: Staff) -> Response:
        return show_me(request, staff)

    @router.post("/desk/me/password")
    def password(request: Request, staff: Staff, old: Short = "", new: Short = "", again: Short = "") -> Response:
        name = staff.account.name
        if new != again:
            return show_me(request, staff, 422, "The two new passwords are not the same.", "password")
        try:
            accounts.sign_in(name, old, address_of(request))  # as slow for a guesser as the door itself
            accounts.change(name, password=new, by=staff.account)
        except SignInError:
            return show_me(request, staff, 422, WRONG_PASSWORD, "password")
        except (TooManyAttemptsError, ValueError) as error:
            return show_me(request, staff, 422, str(error), "password")
        signed_in = accounts.sign_in(name, new, address_of(request))
        response = done(
            "/desk/second-factor?next=/desk/me" if signed_in.second_factor_due else "/desk/me?said=password"
        )
        set_cookie(request, response, COOKIE, signed_in.token)
        return response

    @router.get("/desk/me/factor")
    def factor(request: Request, staff: Staff) -> Response:
        if staff.account.totp_secret:
            return done("/desk/me")
        return show_secret(request, staff, accounts.new_totp_secret())

    @router.post("/desk/me/factor")
    def turn_on(request: Request, staff: Staff, secret: Short = "", code: Short = "") -> Response:
        try:
            accounts.turn_on_second_factor(staff.account.id, secret, code)
        except SignInError:
            return show_secret(request, staff, secret, 422, WRONG_CODE)
        except (TooManyAttemptsError, ValueError) as error:
            return show_me(request, staff, 422, str(error), "factor")
        return done("/desk/me?said=factor-on")

    @router.post("/desk/me/factor-off")
    def turn_off(request: Request, staff: Staff, old: Short = "") -> Response:
        try:
            accounts.turn_off_second_factor(staff.account.id, old)
        except SignInError:
            return show_me(request, staff, 422, WRONG_PASSWORD, "factor")
        except TooManyAttemptsError as error:
            return show_me(request, staff, 422, str(error), "factor")
        return done("/desk/me?said=factor-off")

    return router
