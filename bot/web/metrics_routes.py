"""The route for a program that gathers figures."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from bot.web.metrics import Metrics
from bot.web.readiness import Readiness


def metrics_routes(metrics: Metrics, readiness: Readiness) -> APIRouter:
    """`GET /metrics`; whether each process answers is looked up then."""
    router = APIRouter()

    @router.get("/metrics", include_in_schema=False)
    async def all_metrics() -> Response:
        for name, up in (await readiness.answering()).items():
            metrics.up.labels(name).set(up)
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router
