"""What the operator can count: figures about the service, never about a person or a message.

The values of a label come from closed lists: what is in none of them is counted as "other", so that no text, id or
address can become one, whatever a reply or a client holds.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from bot.web.limits import refused

NONE, OTHER = "none", "other"
# `custom.type` of replies (tests/actions/test_contract.py has the contract).
REPLIES = (
    "about", "chitchat", "clarify", "guidance", "handoff", "item", "out_of_scope", "refusal", "safety", "training",
    "triage", "wording",
)  # fmt: skip
# "failed": an action failed, and the person was told so. After "person" come the codes of errors.
OUTCOMES = (
    "answered", "failed", "person", "bad_request", "internal", "message_too_long", "not_offered", "rate_limited",
    "timeout", "unavailable",
)  # fmt: skip
PARTS = ("whole", "redaction", "rasa", "guard")
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 20)


class Metrics:
    """The figures of one web process.

    Attributes:
        guarded: sentences of replies that the guard on wording put in other words, left out, or could not check.
        alerts: tries to tell the staff of an emergency, by channel ("email", "webhook") and result ("sent", "failed").
        cases: how many are open in each state, as of the last look.
        waits: seconds that the oldest case of each urgency has waited for somebody, as of the last look.
        turns: messages of people, by the type of the reply and by what came of them.
        seconds: of a turn (`PARTS`).
        emergencies: replies that named the number to call at once.
        training: answers and turns of trainees that got feedback, by mode ("quiz", "practice").
        errors: responses with a status of 400 or above.
        up: whether each process answers, 1 or 0, as of this look.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        def counter(name: str, says: str, *labels: str) -> Counter:
            return Counter(f"common_ground_{name}", says, labels, registry=self.registry)

        def gauge(name: str, says: str, *labels: str) -> Gauge:
            return Gauge(f"common_ground_{name}", says, labels, registry=self.registry)

        self.guarded = counter(
            "guarded_sentences",
            "Sentences of replies that the guard on wording changed before they left, by rule and by what was done.",
            "rule", "done",
        )  # fmt: skip
        self.alerts = counter(
            "alerts", "Tries to send an alert about an emergency, by channel and result.", "channel", "result"
        )
        self.cases = gauge("open_cases", "Cases that are open, by state.", "state")
        self.waits = gauge(
            "longest_wait_seconds", "How long the oldest case of each urgency has waited for somebody.", "urgency"
        )
        self.turns = counter("turns", "Messages of people, by type of reply and by outcome.", "reply", "outcome")
        self.seconds = Histogram(
            "common_ground_turn_seconds", "Time of a turn, and of its parts.", ["part"], buckets=SECONDS,
            registry=self.registry,
        )  # fmt: skip
        self.emergencies = counter("emergencies", "Replies that named the number to call at once.")
        self.training = counter("training_answers", "Answers of trainees that got feedback, by mode.", "mode")
        self.errors = counter("errors", "Responses with an error, by HTTP status.", "status")
        self.up = gauge("process_up", "Whether a process answers.", "process")
        self.registry.register(_Refused())
        for part in PARTS:  # shown as 0 from the start
            self.seconds.labels(part)

    def answered(self, messages: Iterable[Mapping[str, Any]]) -> None:
        """Counts a turn that the bot answered with `messages`."""
        customs = [message["custom"] for message in messages if message.get("custom")]
        custom: Mapping[str, Any] = customs[0] if customs else {}
        kind = _known(custom.get("type", NONE), (*REPLIES, NONE))
        self.turns.labels(kind, "failed" if custom.get("failed") else "answered").inc()
        if kind == "safety" and custom.get("urgency") == "emergency":
            self.emergencies.inc()
        if kind == "training" and (custom.get("step") == "feedback" or custom.get("turn")):
            self.training.labels(_known(custom.get("mode"), ("quiz", "practice"))).inc()

    def not_answered(self, outcome: str) -> None:
        """Counts a turn without an answer of the bot: "person", or the code of an error."""
        self.turns.labels(NONE, _known(outcome, OUTCOMES)).inc()

    def responded(self, status: int) -> None:
        """Counts a response, if it is an error."""
        if status >= 400:
            self.errors.labels(str(status)).inc()

    def text(self) -> bytes:
        """All of them, in the text format of Prometheus."""
        return generate_latest(self.registry)


class _Refused(Collector):
    """What the limits count of themselves."""

    def collect(self) -> Iterable[CounterMetricFamily]:
        family = CounterMetricFamily(
            "common_ground_limits_hit", "Requests that a limit refused, by limit.", labels=["limit"]
        )
        for limit, times in refused.items():
            family.add_metric([limit], times)
        yield family


def _known(value: Any, known: Collection[str]) -> str:
    return value if value in known else OTHER
