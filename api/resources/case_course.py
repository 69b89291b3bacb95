"""What happened in a case, what was the state then, and is the record true."""

from typing import Any

from api.http.exchange import ask
from api.http.pages import whole
from api.http.routes import Resource
from api.schemas.base import page_of
from api.schemas.history import (
    ClockSchema,
    DiagramSchema,
    HistoryPageSchema,
    HistoryQuery,
    ProgressSchema,
    ReplayQuery,
    ReplaySchema,
    VerificationSchema,
)
from engine.cases.queries import CaseClock, CaseDiagram, CaseProgress
from engine.history.queries import CaseHistory, ReplayCase, VerifyCase

resource = Resource("course", "History, replay, verification, diagram and clock of a case")


@resource.get("/cases/<case_id>/history", query=HistoryQuery, answers=HistoryPageSchema)
def history(query: dict[str, Any], case_id: str) -> Any:
    """The events in order; `next` is the `after` of the next page."""
    return ask(CaseHistory(case_id, **query))


@resource.get("/cases/<case_id>/replay", query=ReplayQuery, answers=ReplaySchema)
def replay(query: dict[str, Any], case_id: str) -> Any:
    """Elements, work items, data and clock as of one event."""
    return ask(ReplayCase(case_id, **query))


@resource.get("/cases/<case_id>/verification", answers=VerificationSchema)
def verification(case_id: str) -> Any:
    """Check the hash chain and execute the history again."""
    return ask(VerifyCase(case_id))


@resource.get("/cases/<case_id>/diagram", answers=DiagramSchema)
def diagram(case_id: str) -> Any:
    """The diagram and the state of each of its elements."""
    return ask(CaseDiagram(case_id))


@resource.get("/cases/<case_id>/clock", answers=ClockSchema)
def clock(case_id: str) -> Any:
    """Promised and legal limit side by side, each day explained."""
    return ask(CaseClock(case_id))


@resource.get("/cases/<case_id>/progress", answers=page_of(ProgressSchema))
def progress(case_id: str) -> Any:
    """Who holds the case and until when, in the applicant's words."""
    return whole(ask(CaseProgress(case_id)))
