"""Cases: apply, find, look at one."""

from typing import Any

from flask import url_for

from api.http.exchange import ask, execute
from api.http.pages import opened, paged
from api.http.routes import MIB, Resource
from api.schemas.base import page_of
from api.schemas.case import CaseBriefSchema, CaseSchema, CasesQuery, StartCaseSchema
from engine.cases.queries import GetCase, SearchCases
from engine.cases.start import StartCase

resource = Resource("cases", "Applications and their course")


@resource.post(
    "/cases",
    body=StartCaseSchema,
    answers=CaseSchema,
    status=201,
    versioned=True,
    idempotent=True,
    largest=64 * MIB,
)
def start_case(body: dict[str, Any]) -> Any:
    """Register an application of an item, a bundle or a definition."""
    case = execute(StartCase(**body))
    return case, 201, {"Location": url_for("cases.case", case_id=case["id"])}


@resource.get("/cases", query=CasesQuery, answers=page_of(CaseBriefSchema))
def cases(query: dict[str, Any]) -> Any:
    """Cases that I may see."""
    return paged(ask(SearchCases(**opened(query))))


@resource.get("/cases/<case_id>", answers=CaseSchema, versioned=True)
def case(case_id: str) -> Any:
    """One case with its open work items, members, clock and next legal event."""
    return ask(GetCase(case_id))
