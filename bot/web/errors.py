"""Errors of the API: one JSON shape, a code for machines and a plain sentence for people."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse


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

    def response(self) -> JSONResponse:
        """The error as it goes over the wire."""
        error: dict[str, str | int] = {"code": self.code, "message": self.message}
        headers = {}
        if self.retry_after is not None:
            error["retry_after"] = self.retry_after
            headers["Retry-After"] = str(self.retry_after)
        return JSONResponse({"error": error}, self.status, headers)


async def api_error(_: Request, error: Exception) -> JSONResponse:
    """Handler for `ApiError`."""
    assert isinstance(error, ApiError)
    return error.response()


async def validation_error(_: Request, error: Exception) -> JSONResponse:
    """Handler for bodies of the wrong shape: names the field, never repeats what was sent."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
    return ApiError(422, "bad_request", f"The request is not right at '{field}': {first['msg']}.").response()
