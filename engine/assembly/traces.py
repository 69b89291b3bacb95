"""Spans for OpenTelemetry: one for each request, command and job. Optional: `pip install 'jingban[otel]'` and JINGBAN_TRACES_URL.

Without that setting nothing of OpenTelemetry is imported and no call is made: `Platform.traces` is None. Spans carry names of
routes and verbs and ids, never contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.kernel.errors import InvalidInput, JingbanError
from engine.kernel.log import bind
from engine.kernel.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

SERVICE = "jingban"


class Traces:
    """Makes spans and sends them, by a provider of OpenTelemetry."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(SERVICE)

    @contextmanager
    def span(
        self, name: str, *, parent: Mapping[str, str] | None = None, **attributes: str
    ) -> Iterator[None]:
        """The block as one span, below the one around it, or below that which the headers `parent` name (`traceparent`)."""
        from opentelemetry.trace import Status, StatusCode
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        context = TraceContextTextMapPropagator().extract(parent) if parent else None
        with self._tracer.start_as_current_span(
            name, context, attributes=attributes, record_exception=False, set_status_on_exception=False
        ) as span:
            bind(trace=f"{span.get_span_context().trace_id:032x}")
            try:
                yield
            except JingbanError as error:
                span.set_attribute("jingban.code", error.stable_code)
                raise
            except BaseException as error:
                # the class alone: messages of drivers may hold contents
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def open_traces(settings: Settings) -> Traces | None:
    """Spans as the settings ask for; raises InvalidInput when the extra `otel` is not installed."""
    if not settings.traces_url:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise InvalidInput(
            "JINGBAN_TRACES_URL needs OpenTelemetry: pip install 'jingban[otel]', or unset it.",
            code="bad-setting",
        )
    provider = TracerProvider(resource=Resource.create({"service.name": SERVICE}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.traces_url)))
    return Traces(provider)
