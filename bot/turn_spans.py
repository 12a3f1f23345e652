"""Spans of turns, with OpenTelemetry.

A trace has the id of its turn, so that a line of the log leads to it, and the action server adds to it without being
told more than the turn. Spans have names of the program and times, and nothing else: no text, no conversation, no
address; of what failed, not even the error's words, which may hold what a person wrote.
"""

import threading
from contextlib import AbstractContextManager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, TraceFlags

from bot.log_lines import turn

BEGINS = "web"  # the process in which every turn begins


class TurnSpans:
    """Makes the spans of a process.

    Args:
        process: its name.
        processor: takes the spans.
    """

    def __init__(self, process: str, processor: SpanProcessor) -> None:
        resource = Resource({"service.name": f"common-ground-{process}"})
        provider = TracerProvider(resource=resource, id_generator=_TurnIds())
        provider.add_span_processor(processor)
        self._tracer = provider.get_tracer("common-ground")
        self._begins = process == BEGINS

    def span(self, name: str) -> AbstractContextManager[Span]:
        """A span within the one that is open here, else the first of the turn, or within that of the web process."""
        is_within = trace.get_current_span().get_span_context().is_valid
        around = None if is_within or self._begins else _first_elsewhere(turn())
        return self._tracer.start_as_current_span(name, around, record_exception=False, set_status_on_exception=False)


def sending(endpoint: str) -> SpanProcessor:
    """Sends spans in the background; one that cannot be sent is lost, and no turn waits for it."""
    return BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces"))


class _TurnIds(RandomIdGenerator):
    """Gives a trace the id of its turn, and its first span the one that other processes know it by."""

    def __init__(self) -> None:
        self._next = threading.local()

    def generate_trace_id(self) -> int:
        self._next.span = _first_span(turn())
        return int(turn(), 16)

    def generate_span_id(self) -> int:
        first: int = self._next.__dict__.pop("span", 0)
        return first or super().generate_span_id()


def _first_span(turn_id: str) -> int:
    return int(turn_id[16:], 16)


def _first_elsewhere(turn_id: str) -> Context:
    """A context in which new spans belong to the first span of the turn, which another process has made."""
    flags = TraceFlags(TraceFlags.SAMPLED)
    first = SpanContext(int(turn_id, 16), _first_span(turn_id), is_remote=True, trace_flags=flags)
    return trace.set_span_in_context(NonRecordingSpan(first))
