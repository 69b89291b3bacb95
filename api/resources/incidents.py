"""What the platform could not do by itself: look, retry, answer by hand."""

from typing import Any

from api.http.exchange import ask, execute
from api.http.pages import opened, paged
from api.http.routes import Resource
from api.schemas.base import page_of
from api.schemas.case import CaseBriefSchema
from api.schemas.incident import IncidentAnswerSchema, IncidentIdSchema, IncidentSchema, IncidentsQuery
from engine.cases.incidents.answer import AnswerIncident
from engine.cases.incidents.list import Incidents
from engine.cases.incidents.retry import RetryIncident

resource = Resource("incidents", "Calls and timers that failed")


@resource.get("/incidents", query=IncidentsQuery, answers=page_of(IncidentSchema))
def incidents(query: dict[str, Any]) -> Any:
    """Incidents of my region, the longest standing first."""
    return paged(ask(Incidents(**opened(query))))


@resource.post("/incidents/<incident_id>/retry", answers=IncidentIdSchema, idempotent=True)
def retry_incident(incident_id: str) -> Any:
    """Try again at once; the cause was mended."""
    return execute(RetryIncident(incident_id))


@resource.post(
    "/incidents/<incident_id>/answer", body=IncidentAnswerSchema, answers=CaseBriefSchema, idempotent=True
)
def answer_incident(body: dict[str, Any], incident_id: str) -> Any:
    """Answer in the place of the service; the history says who did and why."""
    return execute(AnswerIncident(incident_id, **body))
