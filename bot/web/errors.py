"""Errors of the API: one JSON shape, a code for machines and a plain sentence for people."""

import logging
import traceback
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

logger = logging.getLogger(__name__)

HTTP_ERRORS = {
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that kind of request."),
}


class ErrorView(BaseModel):
    """What went wrong."""

    code: str = Field(description="A short name that a program can act on.")
    message: str = Field(description="One plain sentence for people.")
    retry_after: int | None = Field(None, description="Seconds after which trying again makes sense.")


class ErrorReply(BaseModel):
    """Every answer that is no success."""

    error: ErrorView


# What each status means, as the description of the API says it.
MEANINGS = {
    400: "The request cannot be read.",
    404: "There is nothing of that name.",
    408: "The request came too slowly.",
    409: "The button was not offered in this conversation.",
    413: "The request, or a text in it, is too long.",
    422: "The request is not right; the message names the field.",
    429: "Too many requests; `Retry-After` says how long to wait.",
    500: "Something went wrong on our side.",
    503: "The service cannot answer just now; `Retry-After` says when to try again.",
    504: "No answer came in time.",
}
ANYWHERE = (400, 408, 413, 422, 500)  # what stands before all routes may answer these


def answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors that a route may answer with, for the description of the API."""
    return {status: {"model": ErrorReply, "description": MEANINGS[status]} for status in statuses}


def gives(description: str, *media_types: str) -> dict[int | str, dict[str, Any]]:
    """What a route gives that is no JSON, for the description of the API; goes with `response_class=Response`."""
    text = {"schema": {"type": "string"}}
    return {200: {"description": description, "content": dict.fromkeys(media_types, text)}}


class ApiError(Exception):
    """An answer with an error.

    Args:
        status: HTTP status.
        code: short name that a client can act on.
        message: one plain sentence.
        retry_after: seconds after which trying again makes sense, if any.
    """

    def __init__(self, status: int, code: str, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after

    def response(self, headers: Mapping[str, str] | None = None) -> JSONResponse:
        """The error as it goes over the wire."""
        error: dict[str, str | int] = {"code": self.code, "message": self.message}
        sent = dict(headers or {})
        if self.retry_after is not None:
            error["retry_after"] = self.retry_after
            sent["Retry-After"] = str(self.retry_after)
        return JSONResponse({"error": error}, self.status, sent)


def handle_errors(app: FastAPI) -> None:
    """Has `app` answer every error that it foresees in the one shape; for the rest see `unforeseen`."""
    app.add_exception_handler(ApiError, _api_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


def unforeseen(error: Exception) -> JSONResponse:
    """The answer to a fault of ours. It is logged by kind and place: its text may hold what a person wrote."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("A request failed with %s in %s, line %s", type(error).__name__, place.filename, place.lineno)
    return ApiError(500, "internal", "Something went wrong on our side. Please try again.").response()


async def _api_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return error.response()


async def _validation_error(_: Request, error: Exception) -> JSONResponse:
    """For bodies of the wrong shape: names the field, never repeats what was sent."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
    return ApiError(422, "bad_request", f"The request is not right at '{field}': {first['msg']}.").response()


async def _http_error(_: Request, error: Exception) -> JSONResponse:
    """For what the framework refuses by itself."""
    assert isinstance(error, HTTPException)
    code, message = HTTP_ERRORS.get(error.status_code, ("bad_request", "The request is not right."))
    return ApiError(error.status_code, code, message).response(error.headers)
