"""The description of the API is complete: what is served is described, with every refusal."""

from typing import Any

import pytest
from rest import Office


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: a description needs no database."""
    return sqlite_url


CONTRACT = (
    "POST /session",
    "DELETE /session",
    "GET /me",
    "GET /departments",
    "GET /users",
    "GET /roles",
    "GET /substitutions",
    "POST /deployments",
    "POST /lint",
    "POST /simulations",
    "GET /definitions",
    "GET /definitions/{definition_id}",
    "GET /definitions/{definition_id}/xml",
    "POST /decisions/{key}/evaluation",
    "GET /items",
    "GET /items/{code}",
    "GET /bundles",
    "GET /bundles/{key}",
    "POST /cases",
    "GET /cases",
    "GET /cases/{case_id}",
    "GET /cases/{case_id}/history",
    "GET /cases/{case_id}/replay",
    "GET /cases/{case_id}/verification",
    "GET /cases/{case_id}/diagram",
    "GET /cases/{case_id}/clock",
    "GET /cases/{case_id}/materials",
    "POST /cases/{case_id}/materials",
    "GET /cases/{case_id}/materials/{key}",
    "GET /cases/{case_id}/documents",
    "GET /cases/{case_id}/progress",
    "POST /cases/{case_id}/messages",
    "POST /cases/{case_id}/withdrawal",
    "POST /cases/{case_id}/suspension",
    "POST /cases/{case_id}/resumption",
    "POST /cases/{case_id}/termination",
    "POST /messages",
    "POST /hooks/{source}",
    "GET /incidents",
    "POST /incidents/{incident_id}/retry",
    "POST /incidents/{incident_id}/answer",
    "GET /departments/{code}/inbox",
    "GET /inbox",
    "GET /inbox/counts",
    "GET /work-items/{work_item_id}",
    "POST /work-items/{work_item_id}/claim",
    "POST /work-items/{work_item_id}/release",
    "POST /work-items/{work_item_id}/completion",
    "POST /work-items/{work_item_id}/draft",
    "PUT /work-items/{work_item_id}/draft",
    "GET /verification/{code}",
)
PUBLIC = {
    ("post", "/api/v1/session"),
    ("post", "/api/v1/hooks/{source}"),
    ("get", "/api/v1/verification/{code}"),
}
PROBLEM = {"$ref": "#/components/schemas/Problem"}


@pytest.fixture
def document(office: Office) -> dict[str, Any]:
    read: dict[str, Any] = office.app.test_client().get("/openapi.json").get_json()
    return read


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    ]


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"


def test_every_path_of_the_contract_is_described(document: dict[str, Any]) -> None:
    described = {
        f"{method.upper()} {path.removeprefix('/api/v1')}" for method, path, _ in operations(document)
    }
    assert set(CONTRACT) == described


def test_every_operation_describes_its_problems(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        refusals = {
            status: answer for status, answer in operation["responses"].items() if not status.startswith("2")
        }
        wanted = {"400", "422", "default"} | (set() if (method, path) in PUBLIC else {"401", "403"})
        assert refusals.keys() >= wanted, (method, path)
        for status, answer in refusals.items():
            assert answer["content"] == {"application/problem+json": {"schema": PROBLEM}}, (
                method,
                path,
                status,
            )


def test_every_operation_explains_itself(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        assert operation.get("summary"), (method, path)


def test_only_public_operations_need_no_log_in(document: dict[str, Any]) -> None:
    open_to_all = {
        (method, path) for method, path, operation in operations(document) if operation.get("security") == []
    }
    assert open_to_all == PUBLIC
    assert document["security"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in references(document):
        here: Any = document
        for step in reference.removeprefix("#/").split("/"):
            here = here[step]


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in references(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in references(inner)]
    return []
