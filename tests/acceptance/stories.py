"""What the stories share: the applications, and how everybody involved does their part when nothing is wrong."""

import json
from pathlib import Path
from typing import Any

from rest import Office

APPLICATIONS = Path(__file__).parent / "applications"
REVIEWS = {
    "planning.review": "Review_Planning",
    "fire.review": "Review_Fire",
    "housing.review": "Review_Housing",
    "defence.review": "Review_Defence",
    "landscape.review": "Review_Landscape",
}
TODAY = "2026-03-02"
Case = dict[str, Any]


def application(name: str, **changes: Any) -> dict[str, Any]:
    """An application that is complete and right, with some fields of its form changed."""
    body: dict[str, Any] = json.loads((APPLICATIONS / f"{name}.json").read_text(encoding="utf-8"))
    return {**body, "data": {**body["data"], **changes}}


def apply_for_permit(office: Office, **changes: Any) -> Case:
    """The window registers an application for the construction-permit stage."""
    case: Case = office("clerk").post("/cases", application("construction_permit", **changes), expect=201)
    return case


def receive(office: Office, case: Case) -> None:
    """The window counts and takes the materials."""
    checked = {"identity_checked": True, "project_code_checked": True, "materials_counted": 9}
    office("clerk").work(case, "Intake_Stage", **checked)


def accept(office: Office, case: Case) -> None:
    """The lead department accepts."""
    office("housing.review").work(case, "Accept_Stage", "accept", low_risk_confirmed=True)


def review_all(office: Office, case: Case, decision: str = "agree") -> None:
    """All five departments agree, one after the other."""
    for username, element in REVIEWS.items():
        office(username).work(case, element, decision, "符合规定")


def decide_and_deliver(office: Office, case: Case, decision: str = "grant", **given: Any) -> None:
    """The chief decides, the issuing window hands out."""
    scope = {} if decision == "refuse" else {"permit_scope": "全部施工内容"}
    office("housing.chief").work(
        case, "Decide_Permit", decision, given.pop("opinion", None), **scope, **given
    )
    office("issuer").work(
        case, "Deliver_Permit", delivery_method="window", recipient_name="赵启明", delivered_on=TODAY
    )


def reload(office: Office, case: Case, username: str = "clerk") -> Case:
    """The case as it stands now."""
    read: Case = office(username).get(f"/cases/{case['id']}")
    return read


def assert_true_record(office: Office, case: Case) -> int:
    """The auditor verifies; returns the number of events."""
    found = office("auditor").get(f"/cases/{case['id']}/verification")
    assert found["first_difference"] is None
    assert (found["chain"], found["execution"]) == ("ok", "ok")
    return int(found["events"])
