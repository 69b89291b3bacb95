"""ETag on what is read, If-Match on what is written."""

from typing import Any

import pytest
from rest import Office


@pytest.fixture
def case(office: Office, application: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = office("clerk").post("/cases", application, expect=201)
    return made


def test_a_new_case_has_a_place_and_a_tag(office: Office, application: dict[str, Any]) -> None:
    response = office("clerk").ask("POST", "/cases", json=application)
    assert response.status_code == 201
    assert response.headers["Location"] == f"/api/v1/cases/{response.get_json()['id']}"
    assert response.headers["ETag"]


def test_an_unchanged_case_is_not_sent_again(office: Office, case: dict[str, Any]) -> None:
    clerk = office("clerk")
    first = clerk.ask("GET", f"/cases/{case['id']}")
    again = clerk.ask("GET", f"/cases/{case['id']}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_write_based_on_an_old_page_is_refused(office: Office, case: dict[str, Any]) -> None:
    item = office("clerk").item(case, "Intake_Stage")
    url = f"/work-items/{item['id']}"
    old = office("clerk").ask("GET", url).headers["ETag"]
    office("clerk").post(url + "/claim", headers={"If-Match": old})
    refused = office("clerk").post(url + "/release", headers={"If-Match": old}, expect=412)
    assert refused["code"] == "stale-version"
    new = office("clerk").ask("GET", url).headers["ETag"]
    office("clerk").post(url + "/release", headers={"If-Match": new})


def test_a_completion_based_on_an_old_page_is_refused(office: Office, case: dict[str, Any]) -> None:
    item = office("clerk").item(case, "Intake_Stage")
    url = f"/work-items/{item['id']}"
    old = office("clerk").ask("GET", url).headers["ETag"]
    office("clerk").post(url + "/claim")
    office("clerk").post(url + "/completion", {"data": {}}, headers={"If-Match": old}, expect=412)


@pytest.mark.parametrize("verb", ["withdrawal", "suspension", "termination"])
def test_acting_on_a_case_honours_if_match(office: Office, case: dict[str, Any], verb: str) -> None:
    username = "clerk" if verb == "withdrawal" else "housing.chief"
    person = office(username)
    body = {"reason": "建设方案调整"}
    person.post(f"/cases/{case['id']}/{verb}", body, headers={"If-Match": '"999"'}, expect=412)
    person.post(f"/cases/{case['id']}/{verb}", body, headers={"If-Match": "*"})
