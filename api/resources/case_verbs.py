"""Acting on a whole case: send it a message, withdraw, suspend, resume, terminate."""

from typing import Any

from api.http.etag import expected_version, require_version
from api.http.exchange import ask, execute
from api.http.routes import Resource
from api.schemas.case import CaseSchema, MessageSchema, ReasonSchema
from engine.cases.messages import DeliverMessage
from engine.cases.queries import GetCase
from engine.cases.withdraw import ResumeCase, SuspendCase, TerminateCase, WithdrawCase

resource = Resource("case-verbs", "Acting on a case")
_SHAPE: dict[str, Any] = {"answers": CaseSchema, "versioned": True, "idempotent": True, "guarded": True}


@resource.post("/cases/<case_id>/messages", body=MessageSchema, **_SHAPE)
def deliver_message(body: dict[str, Any], case_id: str) -> Any:
    """Deliver a message that the case waits for; 409 when nothing waits for it."""
    _refuse_stale(case_id)
    return execute(DeliverMessage(case_id=case_id, **body))


@resource.post("/cases/<case_id>/withdrawal", body=ReasonSchema, **_SHAPE)
def withdraw(body: dict[str, Any], case_id: str) -> Any:
    """Withdraw the application, possible until the decision."""
    _refuse_stale(case_id)
    return execute(WithdrawCase(case_id=case_id, **body))


@resource.post("/cases/<case_id>/suspension", body=ReasonSchema, **_SHAPE)
def suspend(body: dict[str, Any], case_id: str) -> Any:
    """Suspend: nothing moves until it is resumed."""
    _refuse_stale(case_id)
    return execute(SuspendCase(case_id=case_id, **body))


@resource.post("/cases/<case_id>/resumption", **_SHAPE)
def resume(case_id: str) -> Any:
    """Go on where it was suspended."""
    _refuse_stale(case_id)
    return execute(ResumeCase(case_id=case_id))


@resource.post("/cases/<case_id>/termination", body=ReasonSchema, **_SHAPE)
def terminate(body: dict[str, Any], case_id: str) -> Any:
    """End the case without a decision."""
    _refuse_stale(case_id)
    return execute(TerminateCase(case_id=case_id, **body))


def _refuse_stale(case_id: str) -> None:
    # The commands take no version: the engine's own check makes racing writers wait for each other, and each of these verbs
    # is refused by the state it finds. The header only has to catch the reader whose page is old.
    if expected_version() is not None:
        require_version(ask(GetCase(case_id))["version"])
