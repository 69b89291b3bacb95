"""Opening a business through REST: one application, the licence first, then the rest side by side, granted parts kept."""

from typing import Any

import pytest
from rest import Office
from stories import TODAY, application, assert_true_record, reload

REVIEWERS = {
    "business-licence": "market.review",
    "tax-registration": "tax.review",
    "social-registration": "social.review",
    "seal": "police.review",
}
SOCIAL = ("insurances", "social_officer_name", "social_officer_phone", "social_bank")
SEAL = ("seal_kinds", "seal_maker", "electronic_seal", "seal_collector_name", "seal_collector_phone")
Case = dict[str, Any]


def apply(office: Office, without: tuple[str, ...] = (), **changes: Any) -> Case:
    body = application("open_business", **changes)
    for field in without:
        del body["data"][field]
    case: Case = office("clerk").post("/cases", body, expect=201)
    office("clerk").work(case, "Intake_Bundle", identity_checked=True, materials_counted=3)
    return case


def handle(office: Office, case: Case, item: str, decision: str = "grant") -> None:
    reviewer = office(REVIEWERS[item])
    reviewer.work(case, "Material_Review", "accept", review_plan=["written"])
    given = {"legal_basis": "印章治安管理办法"} if decision == "refuse" else {}
    opinion = "申请材料与登记不符" if decision == "refuse" else None
    reviewer.work(case, "Decide_On_Spot", decision, opinion, **given)


def deliver(office: Office, case: Case, *certificates: str) -> None:
    office("issuer").work(
        case,
        "Deliver_Bundle",
        delivery_method="window",
        recipient_name="钱一鸣",
        delivered_on=TODAY,
        delivered_certificates=list(certificates),
    )


def members(office: Office, case: Case) -> dict[str, str | None]:
    return {member["item_code"]: member["result"] for member in reload(office, case)["members"]}


def test_the_merged_form_asks_each_field_once(office: Office) -> None:
    bundle = office("clerk").get("/bundles/open-business")
    keys = [field["key"] for field in bundle["form"]["fields"]]
    assert len(keys) == len(set(keys))
    assert {"company_name", "taxpayer_kind", "insurances", "seal_kinds"} <= set(keys)


def test_all_four_are_granted(office: Office) -> None:
    case = apply(office)
    for item in REVIEWERS:
        handle(office, case, item)
    deliver(office, case, *REVIEWERS)
    done = reload(office, case)
    assert (done["state"], done["result"]) == ("completed", "granted")
    assert members(office, case) == dict.fromkeys(REVIEWERS, "granted")
    assert_true_record(office, case)


def test_nothing_else_is_offered_before_the_licence_is_granted(office: Office) -> None:
    case = apply(office)
    for username in ("tax.review", "social.review", "police.review"):
        assert office(username).items(case) == []
    handle(office, case, "business-licence")
    for username in ("tax.review", "social.review", "police.review"):
        assert len(office(username).items(case)) == 1


def test_a_granted_licence_is_kept_when_the_seal_is_refused(office: Office) -> None:
    case = apply(office)
    handle(office, case, "business-licence")
    handle(office, case, "seal", "refuse")
    handle(office, case, "tax-registration")
    handle(office, case, "social-registration")
    deliver(office, case, "business-licence", "tax-registration", "social-registration")

    done = reload(office, case)
    assert done["state"] == "completed"
    assert members(office, case) == {
        "business-licence": "granted",
        "tax-registration": "granted",
        "social-registration": "granted",
        "seal": "refused",
    }
    codes = [licence["verification_code"] for licence in done["licences"]]
    assert codes
    for code in codes:
        assert office("applicant").get(f"/verification/{code}")["in_force"]
    assert_true_record(office, case)


def test_what_is_not_ticked_is_never_offered(office: Office) -> None:
    case = apply(office, without=(*SOCIAL, *SEAL), with_social=False, with_seal=False)
    handle(office, case, "business-licence")
    assert office("social.review").items(case) == []
    assert office("police.review").items(case) == []
    handle(office, case, "tax-registration")
    deliver(office, case, "business-licence", "tax-registration")
    assert reload(office, case)["state"] == "completed"
    assert_true_record(office, case)


def test_without_the_licence_nothing_follows(office: Office) -> None:
    case = apply(office)
    handle(office, case, "business-licence", "refuse")
    for username in ("tax.review", "social.review", "police.review"):
        assert office(username).items(case) == []
    deliver(office, case)
    done = reload(office, case)
    assert (done["state"], done["result"], done["licences"]) == ("completed", "not_granted", [])
    assert members(office, case)["business-licence"] == "refused"
    assert_true_record(office, case)


@pytest.mark.parametrize("field", ["company_name", "legal_rep_id", "tax_clerk_phone"])
def test_a_missing_field_of_any_member_is_located(office: Office, field: str) -> None:
    body = application("open_business")
    del body["data"][field]
    problem = office("clerk").post("/cases", body, expect=422)
    assert f"data.{field}" in [error["path"] for error in problem["errors"]]
