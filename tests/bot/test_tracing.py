"""Traces: off by default; if on, a turn is one trace through both processes, and holds nothing that anybody wrote."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.testclient import TestClient

from actions.server import CarefulExecutor
from bot import tracing
from bot.log_lines import begin_turn
from bot.settings import ROOT
from bot.turn_spans import TurnSpans
from tests.bot.test_log_turns import Says, called, plain_door
from tests.bot.web.test_app import FakeRasa, client, door, rasa, say

__all__ = ["client", "rasa", "plain_door"]  # fixtures
WORDS = "quincebramble"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """What would be sent; web is the process until a test says otherwise."""
    exporter = InMemorySpanExporter()
    monkeypatch.setattr(tracing, "_spans", TurnSpans("web", SimpleSpanProcessor(exporter)))
    yield exporter
    begin_turn(None)


def by_name(spans: tuple[ReadableSpan, ...]) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans}


@pytest.mark.anyio
@pytest.mark.parametrize("text", ["hello", "fail"])
async def test_a_turn_is_one_trace_through_both_processes(
    client: TestClient, rasa: FakeRasa, sent: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    say(client, f"{text} {WORDS}", conversation=WORDS)
    monkeypatch.setattr(tracing, "_spans", TurnSpans("actions", SimpleSpanProcessor(sent)))
    executor = CarefulExecutor()
    executor.register_action(Says())
    await executor.run(called(rasa.got[0]))
    spans = by_name(sent.get_finished_spans())
    assert set(spans) == {"whole", "redaction", "rasa", "guard", "action_says"}
    whole = spans.pop("whole")
    assert whole.context is not None and whole.parent is None
    assert f"{whole.context.trace_id:032x}" == rasa.got[0]["metadata"]["turn"]
    for span in spans.values():
        assert span.context is not None and span.parent is not None
        assert span.context.trace_id == whole.context.trace_id and span.parent.span_id == whole.context.span_id


def test_nothing_that_somebody_wrote_or_chose_is_in_a_span(
    client: TestClient, rasa: FakeRasa, sent: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(text: str) -> str:
        raise RuntimeError(text)

    say(client, WORDS, conversation=WORDS, country="GB")
    monkeypatch.setattr("bot.web.chat.as_words", broken)
    say(client, WORDS, conversation=WORDS)
    spans = sent.get_finished_spans()
    assert len(spans) == 6
    for span in spans:
        assert not span.attributes and not span.events and WORDS not in span.to_json()


def test_two_turns_are_two_traces(client: TestClient, rasa: FakeRasa, sent: InMemorySpanExporter) -> None:
    say(client, "one")
    say(client, "two")
    traces = {span.context.trace_id for span in sent.get_finished_spans() if span.context}
    assert len(traces) == 2


def test_outside_of_a_turn_nothing_is_traced(sent: InMemorySpanExporter) -> None:
    begin_turn(None)
    with tracing.span("whole"):
        pass
    assert sent.get_finished_spans() == ()


def test_an_error_goes_on_its_way(sent: InMemorySpanExporter) -> None:
    begin_turn("1" * 32)
    with suppress(KeyError), tracing.span("whole"):
        raise KeyError(WORDS)
    (span,) = sent.get_finished_spans()
    assert span.status.description is None and not span.events


def test_without_an_endpoint_nothing_that_could_send_is_imported() -> None:
    code = (
        "import sys; import bot.web.app, bot.tracing; bot.tracing.set_up('', 'web');"
        "could_send = ('opentelemetry.sdk.trace', 'opentelemetry.exporter');"
        "print([name for name in sys.modules if name.startswith(could_send)])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_no_environment_variable_switches_the_frameworks_own_traces_on(
    rasa: FakeRasa, sent: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    with door() as client:
        header = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
        client.post("/api/chat", json={"conversation": "c1", "text": "hello"}, headers=header)
        assert not isinstance(trace.get_tracer_provider(), TracerProvider)
    whole = by_name(sent.get_finished_spans())["whole"]
    assert whole.parent is None and whole.context is not None
    assert f"{whole.context.trace_id:032x}" == rasa.got[0]["metadata"]["turn"]


def test_with_an_endpoint_spans_are_sent_there(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def exporter(endpoint: str) -> InMemorySpanExporter:
        asked.append(endpoint)
        return InMemorySpanExporter()

    monkeypatch.setattr("bot.turn_spans.OTLPSpanExporter", exporter)
    monkeypatch.setattr(tracing, "_spans", None)
    tracing.set_up("http://collector.example.org:4318/", "web")
    assert asked == ["http://collector.example.org:4318/v1/traces"]
    assert isinstance(tracing._spans, TurnSpans)
