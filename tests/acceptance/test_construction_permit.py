"""The construction-permit stage through REST: five departments review side by side, one decides, a licence is issued."""

from itertools import permutations

import pytest
from rest import Office
from stories import (
    REVIEWS,
    TODAY,
    accept,
    apply_for_permit,
    assert_true_record,
    decide_and_deliver,
    receive,
    reload,
    review_all,
)


@pytest.fixture
def under_review(office: Office) -> dict[str, object]:
    case = apply_for_permit(office)
    receive(office, case)
    accept(office, case)
    return case


def test_from_application_to_licence(office: Office) -> None:
    case = apply_for_permit(office)
    assert case["state"] == "active"
    assert case["accepted_on"] is None
    receive(office, case)
    accept(office, case)
    accepted = reload(office, case)
    assert accepted["accepted_on"] == "2026-03-02"
    assert accepted["due_promise"] == "2026-03-05"  # three working days after acceptance
    assert accepted["remaining_workdays"] == 3
    review_all(office, case)
    office("housing.chief").work(case, "Consolidate", "consistent", "各部门意见一致，同意许可")
    decide_and_deliver(office, case)

    done = reload(office, case)
    assert done["state"] == "completed"
    assert done["result"] == "granted"
    assert done["work_items"] == []
    [licence] = done["licences"]
    genuine = office("applicant").get(f"/verification/{licence['verification_code']}")
    assert genuine["genuine"]
    assert genuine["in_force"]
    assert genuine["licence"]["number"] == licence["number"]
    assert_true_record(office, case)


def test_the_parallel_review_opens_all_its_items_at_once(
    office: Office, under_review: dict[str, object]
) -> None:
    opened = reload(office, under_review)["work_items"]
    assert {item["element"] for item in opened} == set(REVIEWS.values())
    for username, element in REVIEWS.items():
        assert office(username).item(under_review, element)["state"] == "ready"


@pytest.mark.parametrize("last", REVIEWS, ids=lambda username: username.partition(".")[0])
def test_the_join_waits_for_whoever_is_last(
    office: Office, under_review: dict[str, object], last: str
) -> None:
    others = [username for username in REVIEWS if username != last]
    for username in others:
        office(username).work(under_review, REVIEWS[username], "agree", "符合规定")
        assert office("housing.chief").items(under_review, "Consolidate") == []
    office(last).work(under_review, REVIEWS[last], "agree", "符合规定")
    assert len(office("housing.chief").items(under_review, "Consolidate")) == 1


@pytest.mark.parametrize(
    "order", list(permutations(list(REVIEWS)))[::40], ids=lambda order: "-".join(o[:2] for o in order)
)
def test_the_order_of_the_departments_does_not_matter(
    office: Office, under_review: dict[str, object], order: tuple[str, ...]
) -> None:
    for username in order:
        office(username).work(under_review, REVIEWS[username], "agree", "符合规定")
    assert [item["element"] for item in reload(office, under_review)["work_items"]] == ["Consolidate"]


def test_a_conflict_goes_through_coordination_and_correction_to_a_second_round(
    office: Office, under_review: dict[str, object]
) -> None:
    for username, element in REVIEWS.items():
        if username == "fire.review":
            issue = {"drawing": "建施-03", "clause": "GB 50016 第5.5条", "problem": "疏散宽度不足"}
            office(username).work(under_review, element, "disagree", "疏散宽度不足", issues=[issue])
        else:
            office(username).work(under_review, element, "agree", "符合规定")
    chief = office("housing.chief")
    chief.work(under_review, "Consolidate", "conflict", "消防意见不一致")
    chief.work(under_review, "Coordinate", "return", "退回整改", met_on=TODAY, attendees=["fire", "housing"])
    office("clerk").work(
        under_review, "Receive_Correction", correction_list="修改建施-03", correction_received_on=TODAY
    )

    second = reload(office, under_review)["work_items"]
    assert {item["element"] for item in second} == set(REVIEWS.values())
    assert {item["round"] for item in second} == {2}
    review_all(office, under_review)
    chief.work(under_review, "Consolidate", "consistent", "意见一致")
    decide_and_deliver(office, under_review)
    assert reload(office, under_review)["result"] == "granted"
    assert_true_record(office, under_review)


def test_a_refusal_gives_reasons_and_no_licence(office: Office, under_review: dict[str, object]) -> None:
    review_all(office, under_review)
    office("housing.chief").work(under_review, "Consolidate", "consistent", "不符合条件")
    decide_and_deliver(office, under_review, "refuse", opinion="不符合法定条件", legal_basis="建筑法第八条")
    done = reload(office, under_review)
    assert (done["state"], done["result"], done["licences"]) == ("completed", "refused", [])
    documents = office("clerk").get(f"/cases/{under_review['id']}/documents")["items"]
    assert any("不符合法定条件" in (document["text"] or "") for document in documents)
    assert_true_record(office, under_review)


def test_a_supplement_is_told_once_and_taken_up_again(office: Office) -> None:
    case = apply_for_permit(office)
    receive(office, case)
    defect = {"material": "施工合同", "problem": "缺少签章页", "remedy": "补交签章页"}
    office("housing.review").work(case, "Accept_Stage", "supplement", "材料不齐", defects=[defect])
    waiting = reload(office, case)
    assert waiting["work_items"] == []
    assert waiting["national_state"]["code"] == 6
    office("clerk").post(f"/cases/{case['id']}/messages", {"name": "supplement", "payload": {}})
    accept(office, case)
    assert reload(office, case)["accepted_on"] == TODAY
    assert_true_record(office, case)


def test_a_withdrawal_ends_all_five_reviews(office: Office, under_review: dict[str, object]) -> None:
    withdrawn = office("clerk").post(f"/cases/{under_review['id']}/withdrawal", {"reason": "建设方案调整"})
    assert withdrawn["state"] == "withdrawn"
    for username in REVIEWS:
        assert office(username).items(under_review) == []
    assert_true_record(office, under_review)
