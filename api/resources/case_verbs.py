"""Acting on a whole case: send it a message, withdraw, suspend, resume, terminate."""

from typing import Any

from api.http.etag import expected_version
from api.http.exchange import execute
from api.http.routes import Resource
from api.schemas.case import CaseSchema, MessageSchema, ReasonSchema
from engine.cases.deliver_message import DeliverMessage
from engine.cases.suspend import ResumeCase, SuspendCase
from engine.cases.terminate import TerminateCase
from engine.cases.withdraw import WithdrawCase

resource = Resource("case-verbs", "Acting on a case")
_SHAPE: dict[str, Any] = {"answers": CaseSchema, "versioned": True, "idempotent": True, "guarded": True}


@resource.post("/cases/<case_id>/messages", body=MessageSchema, **_SHAPE)
def deliver_message(body: dict[str, Any], case_id: str) -> Any:
    """Deliver a message that the case waits for; 409 when nothing waits for it."""
    return execute(DeliverMessage(case_id=case_id, if_version=expected_version(), **body))


@resource.post("/cases/<case_id>/withdrawal", body=ReasonSchema, **_SHAPE)
def withdraw(body: dict[str, Any], case_id: str) -> Any:
    """Withdraw the application, possible until the decision."""
    return execute(WithdrawCase(case_id=case_id, if_version=expected_version(), **body))


@resource.post("/cases/<case_id>/suspension", body=ReasonSchema, **_SHAPE)
def suspend(body: dict[str, Any], case_id: str) -> Any:
    """Suspend: nothing moves until it is resumed."""
    return execute(SuspendCase(case_id=case_id, if_version=expected_version(), **body))


@resource.post("/cases/<case_id>/resumption", **_SHAPE)
def resume(case_id: str) -> Any:
    """Go on where it was suspended."""
    return execute(ResumeCase(case_id=case_id, if_version=expected_version()))


@resource.post("/cases/<case_id>/termination", body=ReasonSchema, **_SHAPE)
def terminate(body: dict[str, Any], case_id: str) -> Any:
    """End the case without a decision."""
    return execute(TerminateCase(case_id=case_id, if_version=expected_version(), **body))
