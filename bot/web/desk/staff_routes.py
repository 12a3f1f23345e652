"""The accounts of the staff, for admins."""

from typing import Annotated, Any

from fastapi import Form, Request, Response
from fastapi.routing import APIRouter

from bot.web.desk.errors import DeskError, done
from bot.web.desk.pages import inside
from bot.web.desk.session import Door, Staff
from bot.web.helpline import Helpline
from helpline.accounts import ROLES, SignedIn

Short = Annotated[str, Form(max_length=400)]
OWN = "Your own role and account stay as they are: else the desk could be left without an admin. Ask another admin."


def staff_routes(helpline: Helpline, door: Door) -> APIRouter:
    """Routes for admins."""
    router = door.router("admin")
    accounts = helpline.accounts

    def show(request: Request, staff: SignedIn, status: int = 200, fault: str = "", **typed: str) -> Response:
        more = {"accounts": accounts.all(), "roles": ROLES, "fault": fault, "typed": typed}
        return inside("staff", helpline, request, staff, helpline.desk.pulse(), status, **more)

    def change(request: Request, staff: SignedIn, name: str, **changes: Any) -> Response:
        if name == staff.account.name and ("role" in changes or "active" in changes):
            return show(request, staff, 422, OWN)
        try:
            accounts.change(name, by=staff.account, **changes)
        except ValueError as error:
            return show(request, staff, 422, str(error))
        return done("/desk/staff?said=changed")

    @router.get("/desk/staff")
    def everybody(request: Request, staff: Staff) -> Response:
        return show(request, staff)

    @router.post("/desk/staff")
    def add(
        request: Request, staff: Staff, name: Short = "", shown_name: Short = "", role: Short = "", password: Short = ""
    ) -> Response:
        try:
            accounts.add(name.strip().lower(), shown_name, role, password, by=staff.account)
        except ValueError as error:
            return show(request, staff, 422, str(error), name=name, shown_name=shown_name, role=role)
        return done("/desk/staff?said=added")

    @router.post("/desk/staff/{name}/role")
    def role(request: Request, staff: Staff, name: str, role: Short = "") -> Response:
        return change(request, staff, name, role=role)

    @router.post("/desk/staff/{name}/password")
    def password(request: Request, staff: Staff, name: str, password: Short = "") -> Response:
        return change(request, staff, name, password=password)

    @router.post("/desk/staff/{name}/drop-factor")
    def drop_factor(request: Request, staff: Staff, name: str) -> Response:
        return change(request, staff, name, drop_second_factor=True)

    @router.post("/desk/staff/{name}/{switch}")
    def switch(request: Request, staff: Staff, name: str, switch: str) -> Response:
        if switch not in ("on", "off"):
            raise DeskError(404, "There is nothing at this address", "The link may be old, or have a slip in it.")
        return change(request, staff, name, active=switch == "on")

    return router
