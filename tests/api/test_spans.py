"""With OpenTelemetry each request is a span below the caller's, and each command one below its request."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from rest import Office

from api.app import create_app
from engine.assembly.traces import Traces, open_traces
from engine.kernel.settings import Settings

CALLER = "4bf92f3577b34da6a3ce929d0e0e4736"
HEADER = {"traceparent": f"00-{CALLER}-00f067aa0ba902b7-01"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: nothing here depends on it."""
    return sqlite_url


@pytest.fixture
def spans(office: Office) -> Iterator[InMemorySpanExporter]:
    """What was sent; the office's application is made anew with spans."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    office.platform.traces = Traces(provider)
    office.app = create_app(office.platform)
    yield kept
    provider.shutdown()


def test_a_request_and_its_command_are_spans_of_the_callers_trace(
    office: Office, spans: InMemorySpanExporter
) -> None:
    clerk = office("clerk")
    spans.clear()
    clerk.post("/work-items/none/claim", expect=404, headers=HEADER)
    command, request = spans.get_finished_spans()
    assert (command.name, request.name) == ("ClaimWorkItem", "POST /api/v1/work-items/<work_item_id>/claim")
    assert command.parent is not None
    assert command.parent.span_id == request.context.span_id
    assert f"{request.context.trace_id:032x}" == CALLER
    assert command.attributes == {"jingban.code": "work-item-unknown"}
    assert command.status.status_code is StatusCode.UNSET  # a refusal is no failure of ours


def test_without_the_setting_there_are_no_spans() -> None:
    assert open_traces(Settings()) is None
