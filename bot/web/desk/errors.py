"""Whatever goes wrong at the desk is a page in words, with the way out."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from bot.web.desk.pages import NO_STORE, page
from bot.web.errors import unforeseen
from helpline.desk import NotYoursError
from helpline.states import MoveError
from helpline.trail import UnknownCaseError


@dataclass
class DeskError(Exception):
    """Something that the desk does not do.

    Attributes:
        status: HTTP status.
        title: what is the matter, in a few words.
        words: a sentence or two, with what to do.
        way: address and name of the way out.
        kept: what the person wrote and would lose otherwise.
        headers: further ones of the response.
    """

    status: int
    title: str
    words: str
    way: tuple[str, str] = ("/desk", "Go to the queue")
    kept: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The error as a page."""
        made = page("error", status=self.status, error=self)
        made.headers.update(self.headers)
        return made


class LeadTo(Exception):
    """Leads to another page instead of the one that was asked for."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def done(address: str) -> RedirectResponse:
    """Leads on after a form was sent, so that a reload does not send it again."""
    return RedirectResponse(address, 303, NO_STORE)


class DeskRoute(APIRoute):
    """A route of the desk. No browser keeps what it answers."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with errors put in words."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                response = await handle(request)
            except Exception as error:
                response = _response(error)
            response.headers.update(NO_STORE)
            return response

        return answer


def _response(error: Exception) -> Response:
    if isinstance(error, LeadTo):
        return done(error.address)
    return _in_words(error).response()


def _in_words(error: Exception) -> DeskError:
    match error:
        case DeskError():
            return error
        case UnknownCaseError():
            return DeskError(404, "There is no such case", "The code may have a slip in it, or the case was deleted.")
        case NotYoursError():
            return DeskError(409, "This case is not yours to change", str(error))
        case MoveError():
            return DeskError(
                409, "Somebody was quicker", "Somebody else has taken it, or it has changed since you opened the page."
            )
        case RequestValidationError() | HTTPException():
            return DeskError(400, "That did not work", "Something in the form is missing or too long. Please go back.")
    unforeseen(error)  # logs it by kind and place
    return DeskError(500, "Something went wrong on our side", "Nothing was changed. Please try again in a moment.")
