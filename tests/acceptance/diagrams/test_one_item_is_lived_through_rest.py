"""One item through REST, with everything that the other stories do not touch: every kind of review, silence, withdrawal."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rest import Office
from stories import TODAY, application, assert_true_record, reload

from engine.assembly import Platform
from engine.kernel.clock import FrozenClock

Case = dict[str, Any]
FINDING = {"subject": "施工现场出入口", "conforms": True}


@pytest.fixture
def case(office: Office) -> Case:
    """A received application for a construction permit on its own."""
    applied: Case = office("clerk").post(
        "/cases", {**application("construction_permit"), "item": "construction-permit"}, expect=201
    )
    office("clerk").work(
        applied, "Intake", identity_checked=True, materials_counted=9, contact_preference="sms"
    )
    return applied


def visit(office: Office, case: Case, username: str) -> None:
    person = office(username)
    item = person.items(case, "Site_Visit")[0]
    given = {"visited_on": TODAY, "visit_method": "on_site", "findings": [FINDING]}
    person.do(item, "qualified", "现场与图纸一致", **given)


def test_an_item_reviewed_in_every_way_is_granted_and_delivered(
    office: Office, case: Case, platform: Platform, clock: FrozenClock
) -> None:
    reviewer, chief = office("housing.review"), office("housing.chief")
    plan = ["written", "site_visit", "special", "publicity", "consultation"]
    reviewer.work(case, "Material_Review", "accept", review_plan=plan, consulted=["fire", "planning"])
    opened = [item["element"] for item in reload(office, case)["work_items"]]
    assert sorted(opened) == [
        *("Consult", "Consult", "Publish", "Run_Special", "Site_Visit", "Site_Visit", "Written_Review")
    ]
    reviewer.work(case, "Written_Review", "agree", "材料齐全")
    visit(office, case, "housing.review")
    assert "somebody else" in refused_claim(office, case, "housing.review")
    visit(office, case, "housing.deputy")
    for consulted in ("fire.review", "planning.review"):
        office(consulted).work(case, "Consult", "no_objection")
    special = {"special_kind": "expert_review", "special_from": TODAY, "special_until": TODAY}
    reviewer.work(case, "Run_Special", special_conclusion="同意", applicant_told=True, **special)
    notice = {"publicity_url": "https://example.org/gs/1", "publicity_from": TODAY, "publicity_days": 5}
    reviewer.work(case, "Publish", objection_channel="0431-12345", **notice)
    assert reviewer.items(case, "Review_Opinion") == []

    clock.set(datetime(2026, 3, 9, 16, 0, tzinfo=UTC))  # 24:00 in China on the fifth working day
    assert platform.tick() == 1
    reviewer.work(case, "Review_Opinion", "agree", "建议准予")
    chief.work(case, "Decide", "grant")
    office("issuer").work(
        case, "Deliver", delivery_method="electronic", electronic_consent=True, delivered_on=TODAY
    )

    done = reload(office, case)
    assert (done["state"], done["result"]) == ("completed", "granted")
    assert len(done["licences"]) == 1
    assert_true_record(office, case)


def test_silence_for_five_working_days_accepts_as_of_receipt_and_grants_nothing(
    office: Office, case: Case, platform: Platform, clock: FrozenClock
) -> None:
    clock.set(datetime(2026, 3, 9, 16, 0, tzinfo=UTC))
    assert platform.tick() == 1

    silent = reload(office, case)
    assert silent["accepted_on"] == "2026-03-02"
    assert [item["element"] for item in silent["work_items"]] == ["Written_Review"]
    assert silent["licences"] == []
    assert_true_record(office, case)


def test_an_application_that_nobody_supplements_is_sent_back(
    office: Office, case: Case, platform: Platform, clock: FrozenClock
) -> None:
    defect = {"material": "施工合同", "problem": "缺签章页", "remedy": "补交签章页"}
    office("housing.review").work(case, "Material_Review", "supplement", defects=[defect])
    clock.set(datetime(2026, 3, 23, 16, 0, tzinfo=UTC))  # fifteen working days after 2 March
    assert platform.tick() == 1
    office("issuer").work(
        case, "Deliver", delivery_method="window", recipient_name="赵启明", delivered_on="2026-03-24"
    )

    lapsed = reload(office, case)
    assert (lapsed["national_state"]["code"], lapsed["work_items"], lapsed["licences"]) == (2, [], [])
    assert_true_record(office, case)


def test_a_message_withdraws_the_item_before_the_decision(office: Office, case: Case) -> None:
    office("housing.review").work(case, "Material_Review", "accept")
    office("clerk").post(f"/cases/{case['id']}/messages", {"name": "withdraw", "payload": {}})

    withdrawn = reload(office, case)
    assert withdrawn["national_state"]["code"] == 14
    assert withdrawn["work_items"] == []
    assert_true_record(office, case)


def test_the_reviewer_cannot_decide_what_he_reviewed(office: Office, case: Case) -> None:
    reviewer = office("housing.review")
    reviewer.work(case, "Material_Review", "accept")
    reviewer.work(case, "Written_Review", "agree", "材料齐全")
    reviewer.work(case, "Review_Opinion", "agree", "建议准予")

    assert reviewer.items(case, "Decide") == []
    office("housing.chief").work(case, "Decide", "return", "补充说明资金安排")
    reviewer.work(case, "Review_Opinion", "agree", "已补充")
    office("housing.chief").work(case, "Decide", "refuse", "资金安排不落实", legal_basis="建筑法第八条")
    assert reload(office, case)["national_state"]["code"] == 13


def refused_claim(office: Office, case: Case, username: str) -> str:
    [item] = office(username).items(case, "Site_Visit")
    refusal = office(username).post(f"/work-items/{item['id']}/claim", expect=403)
    detail: str = refusal["detail"]
    return detail
