"""One item from application to delivery through REST: written review and a visit by two people, then a decision by a third."""

from datetime import timedelta
from typing import Any

import pytest
from rest import Office
from stories import TODAY, application, assert_true_record, reload

from engine.kernel.clock import FrozenClock

FINDING = {"subject": "施工现场围挡", "conforms": True}
VISITED = {"visited_on": TODAY, "visit_method": "on_site", "findings": [FINDING]}
Case = dict[str, Any]


@pytest.fixture
def received(office: Office) -> Case:
    body = {**application("construction_permit"), "item": "construction-permit"}
    case: Case = office("clerk").post("/cases", body, expect=201)
    office("clerk").work(case, "Intake", identity_checked=True, materials_counted=9)
    return case


def accept(office: Office, case: Case, *plan: str) -> None:
    office("housing.review").work(case, "Material_Review", "accept", review_plan=list(plan))


def deliver(office: Office, case: Case) -> None:
    given = {"delivery_method": "window", "recipient_name": "赵启明", "delivered_on": TODAY}
    office("issuer").work(case, "Deliver", **given)


def test_from_application_to_delivery(office: Office, received: Case) -> None:
    accept(office, received, "written", "site_visit")
    office("housing.review").work(received, "Written_Review", "agree", "材料符合要求")
    for username in ("housing.review", "housing.deputy"):
        visit = office(username).items(received, "Site_Visit")[0]
        office(username).do(visit, "qualified", "现场符合要求", **VISITED)
    office("housing.review").work(received, "Review_Opinion", "agree", "建议准予")
    office("housing.chief").work(received, "Decide", "grant")
    deliver(office, received)
    done = reload(office, received)
    assert (done["state"], done["result"]) == ("completed", "granted")
    assert len(done["licences"]) == 1
    assert_true_record(office, received)


def test_one_person_cannot_be_both_visitors(office: Office, received: Case) -> None:
    accept(office, received, "site_visit")
    reviewer = office("housing.review")
    first, second = reviewer.items(received, "Site_Visit")
    reviewer.do(first, "qualified", "现场符合要求", **VISITED)
    refused = reviewer.post(f"/work-items/{second['id']}/claim", expect=403)
    assert refused["code"] == "separation-of-duties"
    office("housing.deputy").post(f"/work-items/{second['id']}/claim")


def test_the_opinion_waits_for_every_branch_of_the_plan(office: Office, received: Case) -> None:
    plan = {"review_plan": ["written", "consultation"], "consulted": ["fire", "planning"]}
    office("housing.review").work(received, "Material_Review", "accept", **plan)
    office("housing.review").work(received, "Written_Review", "agree", "材料符合要求")
    office("fire.review").work(received, "Consult", "no_objection")
    assert office("housing.review").items(received, "Review_Opinion") == []
    office("planning.review").work(received, "Consult", "no_objection")
    assert len(office("housing.review").items(received, "Review_Opinion")) == 1


def test_silence_for_five_working_days_is_acceptance_as_of_receipt(
    office: Office, received: Case, clock: FrozenClock
) -> None:
    clock.advance(timedelta(days=8))
    assert office.platform.tick() == 1
    accepted = reload(office, received)
    assert accepted["accepted_on"] == TODAY
    assert [item["element"] for item in accepted["work_items"]] == ["Written_Review"]
    assert_true_record(office, received)


def test_a_correction_on_the_spot_goes_back_to_the_review(office: Office, received: Case) -> None:
    office("housing.review").work(received, "Material_Review", "correct", "法人姓名有误")
    office("clerk").work(
        received, "Correct_On_Site", corrected_fields="法人姓名", confirmed_by_applicant=True
    )
    accept(office, received, "written")
    assert [item["element"] for item in reload(office, received)["work_items"]] == ["Written_Review"]


def test_what_is_not_ours_is_refused_with_the_competent_authority(office: Office, received: Case) -> None:
    given = {"competent_authority": "长春市城乡建设委员会"}
    office("housing.review").work(received, "Material_Review", "not_ours", "不属于本机关职权", **given)
    deliver(office, received)
    done = reload(office, received)
    assert (done["state"], done["result"], done["licences"]) == ("completed", "not_ours", [])
    assert_true_record(office, received)
