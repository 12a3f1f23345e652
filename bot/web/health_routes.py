"""Whether the service lives, and whether it can answer."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from bot.web.readiness import Readiness


def health_routes(readiness: Readiness) -> APIRouter:
    """Routes for probes, and for a page that waits."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> dict[str, bool]:
        return {"alive": True}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        found = await readiness.check()
        if found.ready:
            return JSONResponse({"ready": True, **({"remarks": list(found.remarks)} if found.remarks else {})})
        body = {"ready": False, "message": found.message, "processes": dict(found.processes)}
        return JSONResponse(body, 503, {"Retry-After": str(found.retry_after)})

    return router
