"""What the operator can count: figures about the service, never about a person or a message."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest


class Metrics:
    """The figures of one web process.

    Attributes:
        guarded: sentences of replies that the guard on wording put in other words, left out, or could not check.
        alerts: tries to tell the staff of an emergency, by channel ("email", "webhook") and result ("sent", "failed").
        cases: how many are open in each state, as of the last look.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.guarded = Counter(
            "common_ground_guarded_sentences",
            "Sentences of replies that the guard on wording changed before they left, by rule and by what was done.",
            ["rule", "done"],
            registry=self._registry,
        )
        self.alerts = Counter(
            "common_ground_alerts",
            "Tries to send an alert about an emergency, by channel and result.",
            ["channel", "result"],
            registry=self._registry,
        )
        self.cases = Gauge(
            "common_ground_open_cases", "Cases that are open, by state.", ["state"], registry=self._registry
        )

    def text(self) -> bytes:
        """All of them, in the text format of Prometheus."""
        return generate_latest(self._registry)


def metrics_routes(metrics: Metrics) -> APIRouter:
    """The route for a program that gathers figures."""
    router = APIRouter()

    @router.get("/metrics", include_in_schema=False)
    async def all_metrics() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return router
