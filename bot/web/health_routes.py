"""Whether the service lives, and whether it can answer."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from bot.web.readiness import Readiness


class ReadyView(BaseModel):
    """The service can answer."""

    ready: bool
    remarks: list[str] = Field([], description="What is wrong all the same, a sentence each.")


class NotReadyView(BaseModel):
    """The service cannot answer."""

    ready: bool
    message: str = Field(description="What is wrong, in a sentence for people.")
    processes: dict[str, str] = Field(description="The state of each process.")


def health_routes(readiness: Readiness) -> APIRouter:
    """Routes for probes, and for a page that waits."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> dict[str, bool]:
        return {"alive": True}

    @router.get(
        "/readyz",
        response_model=ReadyView,
        responses={503: {"model": NotReadyView, "description": "It cannot; `Retry-After` says when to look again."}},
    )
    async def readyz() -> JSONResponse:
        found = await readiness.check()
        if found.ready:
            return JSONResponse({"ready": True, **({"remarks": list(found.remarks)} if found.remarks else {})})
        body = {"ready": False, "message": found.message, "processes": dict(found.processes)}
        return JSONResponse(body, 503, {"Retry-After": str(found.retry_after)})

    return router
