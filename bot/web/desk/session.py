"""Who is at the desk: the cookie, the token that goes with every form, and which role may come in."""

import re
import secrets
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from bot.web.desk.errors import DeskError, DeskRoute, LeadTo
from bot.web.desk.words import may
from helpline.accounts import Accounts, SignedIn

COOKIE = "desk"
FORM_COOKIE = "desk_form"  # before anybody signed in
# Letters, digits and few signs: no way out of /desk by "..", "//", a backslash or what a browser makes of "%".
_PATH = re.compile(r"/desk(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*(\?[A-Za-z0-9=&_-]*)?")
_NO_WAY_BACK = re.compile(r"/desk/(sign-|second-factor|live|here)")
_CASE = re.compile(r"/desk/cases/[A-Za-z0-9-]+")


def way_back(path: str) -> str:
    """A path to lead to after signing in: the one given if it is one of the desk's pages, else the queue."""
    return path if _PATH.fullmatch(path) and not _NO_WAY_BACK.match(path) else "/desk"


def by_itself(request: Request) -> bool:
    """Whether a page asks by itself, which proves nobody there."""
    asks = request.url.path == "/desk/live" or "again" in request.query_params
    return asks or "x-renew" in request.headers


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Sets a cookie that no script can read, no other site can use, and that ends with the browser."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, path="/desk", httponly=True, samesite="strict", secure=secure)


def drop_cookie(response: Response, name: str) -> None:
    """Takes a cookie away."""
    response.delete_cookie(name, path="/desk", httponly=True, samesite="strict")


async def check_form(request: Request, expected: str) -> None:
    """Makes sure that a form came from a page of ours.

    Raises:
        DeskError: if its token is missing or another.
    """
    form = await request.form()
    given = form.get("csrf")
    if not expected or not isinstance(given, str) or not secrets.compare_digest(given.encode(), expected.encode()):
        way = ("/desk", "Open the desk anew")
        raise DeskError(
            403, "This form is too old", "Nothing was changed. Please open the page anew.", way, kept(request, form)
        )


def kept(request: Request, form: Any) -> str:
    """What somebody wrote in a form of ours, to show it again."""
    text = form.get("text")
    ours = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    return text if isinstance(text, str) and ours else ""


class Door:
    """Lets in whoever has signed in. With every form it checks the token.

    Args:
        accounts: of the staff.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def router(self, least: str) -> APIRouter:
        """A router for pages of the role `least` and those above it."""
        return desk_router(self._let_in(least))

    def _let_in(self, least: str) -> Callable[[Request], Coroutine[Any, Any, None]]:
        async def let_in(request: Request) -> None:
            token = request.cookies.get(COOKIE, "")
            seen = not by_itself(request)
            staff = await run_in_threadpool(self._accounts.session, token, seen) if token else None
            if staff is None or staff.second_factor_due:
                await _lead_to_sign_in(request)
                return
            if request.method == "POST":
                await check_form(request, staff.csrf)
            if not may(staff.account, least):
                raise DeskError(403, "This page is not for your role", "If you need it, ask one of your admins.")
            request.state.staff = staff

        return let_in


def desk_router(*guards: Callable[..., Any]) -> APIRouter:
    """A router whose errors are pages. Its guards come before anything else of a request is looked at."""
    dependencies = [Depends(guard) for guard in guards]
    return APIRouter(route_class=DeskRoute, include_in_schema=False, dependencies=dependencies)


async def _lead_to_sign_in(request: Request) -> None:
    if request.method != "POST":
        query = f"?{request.url.query}" if request.url.query else ""
        raise LeadTo("/desk/sign-in?" + urlencode({"next": way_back(request.url.path + query)}))
    case = _CASE.match(request.url.path)
    way = "/desk/sign-in?" + urlencode({"next": way_back(case[0] if case else "/desk")})
    words = "Nothing was sent or changed. Sign in again, then go on from there."
    raise DeskError(401, "You are signed out", words, (way, "Sign in"), kept(request, await request.form()))


def _staff(request: Request) -> SignedIn:
    found: SignedIn = request.state.staff
    return found


Staff = Annotated[SignedIn, Depends(_staff)]  # who asks; the door has checked them
