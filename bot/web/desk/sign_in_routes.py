"""Signing in with name and password, then with a code where the account asks for one; and signing out."""

import secrets
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Form, Request, Response
from fastapi.routing import APIRouter
from starlette.concurrency import run_in_threadpool

from bot.web.desk.errors import LeadTo, done
from bot.web.desk.pages import page
from bot.web.desk.session import (
    COOKIE,
    FORM_COOKIE,
    Door,
    Staff,
    check_form,
    desk_router,
    drop_cookie,
    set_cookie,
    way_back,
)
from bot.web.desk.words import said
from bot.web.limits import address_of
from helpline.accounts import Accounts, SignInError, TooManyAttemptsError

Short = Annotated[str, Form(max_length=400)]


def sign_in_routes(accounts: Accounts, door: Door) -> list[APIRouter]:
    """Routes for whoever has not signed in yet, and the way out."""
    return [_password_routes(accounts), _code_routes(accounts), _way_out(accounts, door)]


def _password_routes(accounts: Accounts) -> APIRouter:
    async def check(request: Request) -> None:
        if request.method == "POST":  # nobody has a session yet, so the token lies in a cookie of its own
            await check_form(request, request.cookies.get(FORM_COOKIE, ""))

    router = desk_router(check)

    def form(request: Request, status: int = 200, **more: str) -> Response:
        token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
        shown: dict[str, Any] = {"name": "", "fault": "", "say": "", **more}
        made = page("sign_in", status=status, csrf=token, anybody=accounts.anybody(), **shown)
        set_cookie(request, made, FORM_COOKIE, token)
        return made

    @router.get("/desk/sign-in")
    def show(request: Request, next: str = "/desk") -> Response:
        staff = accounts.session(request.cookies.get(COOKIE, ""))
        if staff is not None and not staff.second_factor_due:
            return done(way_back(next))
        return form(request, next=way_back(next), say=said(request.query_params.get("said")))

    @router.post("/desk/sign-in")
    def sign_in(request: Request, name: Short = "", password: Short = "", next: Short = "/desk") -> Response:
        next = way_back(next)
        try:
            signed_in = accounts.sign_in(name, password, address_of(request))
        except SignInError:
            fault = "That name and password do not belong together. Please check both and try again."
            return form(request, 401, next=next, name=name, fault=fault)
        except TooManyAttemptsError as error:
            return _wait(form(request, 429, next=next, name=name, fault=str(error)), error)
        if before := request.cookies.get(COOKIE):
            accounts.sign_out(before)
        due = "/desk/second-factor?" + urlencode({"next": next})
        response = done(due if signed_in.second_factor_due else next)
        set_cookie(request, response, COOKIE, signed_in.token)
        drop_cookie(response, FORM_COOKIE)
        return response

    return router


def _code_routes(accounts: Accounts) -> APIRouter:
    router = desk_router(_half_way(accounts))

    @router.get("/desk/second-factor")
    def ask(staff: Staff, next: str = "/desk") -> Response:
        return page("second_factor", csrf=staff.csrf, next=way_back(next), fault="")

    @router.post("/desk/second-factor")
    def check(staff: Staff, code: Short = "", next: Short = "/desk") -> Response:
        shown: dict[str, Any] = {"csrf": staff.csrf, "next": way_back(next)}
        try:
            accounts.second_factor(staff.token, code)
        except SignInError:
            fault = "That code is not right, or it was used already. Please wait for the next one."
            return page("second_factor", status=401, fault=fault, **shown)
        except TooManyAttemptsError as error:
            return _wait(page("second_factor", status=429, fault=str(error), **shown), error)
        return done(way_back(next))

    return router


def _half_way(accounts: Accounts) -> Callable[[Request], Coroutine[Any, Any, None]]:
    """Lets in whoever gave the password and has the code still to give."""

    async def let_in(request: Request) -> None:
        staff = await run_in_threadpool(accounts.session, request.cookies.get(COOKIE, ""))
        if staff is None or not staff.second_factor_due:
            raise LeadTo("/desk")  # which leads on to signing in
        if request.method == "POST":
            await check_form(request, staff.csrf)
        request.state.staff = staff

    return let_in


def _way_out(accounts: Accounts, door: Door) -> APIRouter:
    router = door.router("staff")

    @router.post("/desk/sign-out")
    def sign_out(staff: Staff) -> Response:
        accounts.sign_out(staff.token)
        response = done("/desk/sign-in?said=signed-out")
        drop_cookie(response, COOKIE)
        return response

    return router


def _wait(response: Response, error: TooManyAttemptsError) -> Response:
    response.headers["Retry-After"] = str(error.retry_after)
    return response
