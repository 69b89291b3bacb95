"""Who may reach what at the door: one table, every kind of person."""

import pytest
from rest import Office


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: permissions do not depend on the database."""
    return sqlite_url


USERS = (
    "clerk",
    "fire.review",
    "housing.chief",
    "supervisor",
    "auditor",
    "designer",
    "publisher",
    "admin",
    "applicant",
)
CASE_WORKERS = {"clerk", "fire.review", "housing.chief"}
CHECKERS = {"supervisor", "auditor"}
MODELLERS = {"designer", "publisher", "admin"}

TABLE = [
    pytest.param("GET", "/me", set(USERS), id="oneself"),
    pytest.param("GET", "/departments", set(USERS), id="directory"),
    pytest.param("GET", "/items", set(USERS), id="catalogue"),
    pytest.param("GET", "/cases", set(USERS) - MODELLERS, id="cases"),
    pytest.param("GET", "/inbox", CASE_WORKERS | CHECKERS, id="my inbox"),
    pytest.param("GET", "/definitions", CASE_WORKERS | CHECKERS | MODELLERS, id="definitions"),
    pytest.param("POST", "/cases", {"clerk", "applicant"}, id="apply"),
    pytest.param("POST", "/deployments", {"publisher"}, id="deploy"),
    pytest.param("POST", "/lint", MODELLERS, id="lint"),
    pytest.param("POST", "/work-items/x/claim", CASE_WORKERS, id="claim"),
    pytest.param("POST", "/work-items/x/completion", CASE_WORKERS, id="complete"),
    pytest.param("POST", "/cases/x/suspension", {"housing.chief"}, id="suspend"),
    pytest.param("POST", "/cases/x/withdrawal", {"clerk", "applicant"}, id="withdraw"),
    pytest.param("GET", "/cases/x/verification", CHECKERS, id="verify"),
    pytest.param("GET", "/incidents", {"supervisor", "admin"}, id="incidents"),
    pytest.param("POST", "/incidents/x/retry", {"admin"}, id="retry an incident"),
    pytest.param("POST", "/incidents/x/answer", {"admin"}, id="answer an incident"),
    pytest.param("POST", "/messages", {"admin"}, id="send a message"),
]
BODIES = {
    "/cases": {"applicant": {"kind": "person", "name": "某", "id_type": "citizen_id", "id_number": "1"}},
    "/cases/x/suspension": {"reason": "r"},
    "/incidents/x/answer": {"reason": "r"},
    "/messages": {"name": "m"},
    "/cases/x/withdrawal": {"reason": "r"},
}


@pytest.mark.parametrize(("method", "path", "allowed"), TABLE)
def test_only_those_who_may_get_past_the_permission(
    office: Office, method: str, path: str, allowed: set[str]
) -> None:
    for username in USERS:
        if path in ("/deployments", "/lint"):
            body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.bpmn"\r\n\r\n<x/>\r\n--x--\r\n'
            sent = {"data": body, "content_type": "multipart/form-data; boundary=x"}
        else:
            sent = {"json": BODIES.get(path, {})} if method == "POST" else {}
        status = office(username).ask(method, path, **sent).status_code
        assert (status == 403) == (username not in allowed), f"{username}: {status}"


def test_an_applicant_sees_only_own_cases(office: Office, application: dict[str, object]) -> None:
    office("clerk").post("/cases", application, expect=201)
    own = office("applicant").post("/cases", {**application, "channel": "web"}, expect=201)
    assert [case["id"] for case in office("applicant").get("/cases")["items"]] == [own["id"]]
    other = next(case for case in office("clerk").get("/cases")["items"] if case["id"] != own["id"])
    office("applicant").get(f"/cases/{other['id']}", expect=404)
    office("agent").get(f"/cases/{own['id']}", expect=404)


def test_a_department_without_part_in_a_case_does_not_see_it(
    office: Office, application: dict[str, object]
) -> None:
    case = office("clerk").post("/cases", application, expect=201)
    office("tax.review").get(f"/cases/{case['id']}", expect=404)
    office("tax.review").get(f"/cases/{case['id']}/history", expect=404)
    assert office("tax.review").get("/cases")["items"] == []


def test_a_system_channel_cannot_be_claimed(office: Office) -> None:
    body = {"username": "clerk", "password": "jingban-demo", "channel": "system"}
    assert office.app.test_client().post("/api/v1/session", json=body).status_code == 422
