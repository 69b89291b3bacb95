"""Work items at the door: who may, who may not, and what is kept when it goes wrong."""

from typing import Any

import pytest
from rest import Office

CORRECT = {"identity_checked": True, "project_code_checked": True, "materials_counted": 9}
Item = dict[str, Any]


@pytest.fixture
def item(office: Office, application: dict[str, Any]) -> Item:
    """The clerks' first work item of a new application."""
    case = office("clerk").post("/cases", application, expect=201)
    return office("clerk").item(case, "Intake_Stage")


def path(item: Item, verb: str = "") -> str:
    return f"/work-items/{item['id']}{verb}"


def test_a_second_claim_conflicts_and_names_the_first(office: Office, item: Item) -> None:
    claimed = office("clerk").post(path(item, "/claim"))
    assert (claimed["state"], claimed["assignee_name"]) == ("claimed", "周敏")
    refused = office("clerk2").post(path(item, "/claim"), expect=409)
    assert refused["code"] == "already-claimed"
    assert "周敏" in refused["detail"]


def test_a_completion_by_somebody_else_is_forbidden(office: Office, item: Item) -> None:
    office("clerk").post(path(item, "/claim"))
    refused = office("clerk2").post(path(item, "/completion"), {"data": CORRECT}, expect=403)
    assert refused["code"] == "not-claimed-by-you"


@pytest.mark.parametrize("verb", ["", "/claim", "/release", "/completion", "/draft"])
def test_another_departments_item_does_not_exist(office: Office, item: Item, verb: str) -> None:
    fire = office("fire.review")
    if verb:
        fire.post(path(item, verb), {} if verb in ("/completion", "/draft") else None, expect=404)
    else:
        fire.get(path(item), expect=404)


def test_another_departments_inbox_does_not_exist(office: Office) -> None:
    office("fire.review").get("/departments/window/inbox", expect=404)


def test_invalid_form_data_is_located_and_the_draft_is_kept(office: Office, item: Item) -> None:
    clerk = office("clerk")
    clerk.post(path(item, "/claim"))
    clerk.post(path(item, "/draft"), {"data": {"materials_counted": 7}, "opinion": "待核"})
    refused = clerk.post(path(item, "/completion"), {"data": {"materials_counted": 501}}, expect=422)
    assert {error["path"] for error in refused["errors"]} >= {
        "data.materials_counted",
        "data.identity_checked",
    }
    page = clerk.get(path(item))
    assert page["state"] == "claimed"
    assert page["draft"]["data"] == {"materials_counted": 7}
    assert page["draft"]["opinion"] == "待核"


def test_the_same_key_twice_has_one_effect_and_the_same_answer(office: Office, item: Item) -> None:
    clerk = office("clerk")
    clerk.post(path(item, "/claim"))
    key = {"Idempotency-Key": "completion-1"}
    answers = [clerk.post(path(item, "/completion"), {"data": CORRECT}, headers=key) for _ in range(2)]
    assert answers[0] == answers[1]
    history = office("auditor").get(f"/cases/{item['case_id']}/history", limit=1000)["items"]
    assert [event["action"] for event in history].count("work:completed") == 1


def test_the_same_key_with_another_body_conflicts(office: Office, item: Item) -> None:
    clerk = office("clerk")
    clerk.post(path(item, "/claim"))
    key = {"Idempotency-Key": "completion-1"}
    clerk.post(path(item, "/completion"), {"data": CORRECT}, headers=key)
    refused = clerk.post(
        path(item, "/completion"), {"data": {**CORRECT, "materials_counted": 8}}, headers=key, expect=409
    )
    assert refused["code"] == "idempotency-key-reused"


def test_the_same_application_twice_under_one_key_is_one_case(
    office: Office, application: dict[str, Any]
) -> None:
    key = {"Idempotency-Key": "application-1"}
    numbers = {
        office("clerk").post("/cases", application, headers=key, expect=201)["number"] for _ in range(2)
    }
    assert len(numbers) == 1
    assert len(office("clerk").get("/cases")["items"]) == 1


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"], ids=["empty", "too long", "not printable"])
def test_an_unusable_key_is_refused(office: Office, item: Item, key: str) -> None:
    office("clerk").post(path(item, "/claim"), headers={"Idempotency-Key": key}, expect=400)


def test_unknown_fields_are_refused(office: Office, item: Item) -> None:
    clerk = office("clerk")
    clerk.post(path(item, "/claim"))
    refused = clerk.post(path(item, "/completion"), {"data": CORRECT, "verdict": "yes"}, expect=422)
    assert refused["errors"] == [{"path": "verdict", "message": "没有这个字段", "code": "unknown"}]
    inside = clerk.post(path(item, "/completion"), {"data": {**CORRECT, "verdict": "yes"}}, expect=422)
    assert [error["path"] for error in inside["errors"]] == ["data.verdict"]


def test_what_is_released_can_be_claimed_by_a_colleague(office: Office, item: Item) -> None:
    office("clerk").post(path(item, "/claim"))
    assert office("clerk").post(path(item, "/release"))["assignee"] is None
    assert office("clerk2").post(path(item, "/claim"))["assignee_name"] == "孙丽"


def test_a_completed_item_cannot_be_completed_again(office: Office, item: Item) -> None:
    office("clerk").do(item, **CORRECT)
    assert (
        office("clerk").post(path(item, "/completion"), {"data": CORRECT}, expect=409)["code"]
        == "already-completed"
    )


def test_the_page_says_what_may_be_done_and_why_not_the_rest(office: Office, item: Item) -> None:
    before = office("clerk").get(path(item))
    assert before["allowed_actions"] == ["claim"]
    assert set(before["refused_actions"]) == {"release", "complete", "draft"}
    office("clerk").post(path(item, "/claim"))
    after = office("clerk").get(path(item))
    assert set(after["allowed_actions"]) == {"release", "complete", "draft"}
    assert "周敏" in office("clerk2").get(path(item))["refused_actions"]["complete"]


def test_the_page_has_the_form_in_the_readers_language(office: Office, item: Item) -> None:
    chinese = office("clerk").get(path(item))["form"]
    english = office("clerk").ask("GET", path(item), headers={"Accept-Language": "en"}).get_json()["form"]
    assert [field["key"] for field in chinese["fields"]] == [field["key"] for field in english["fields"]]
    assert chinese["title"] != english["title"]


def test_a_work_item_has_every_field_of_the_contract(item: Item) -> None:
    promised = (
        "id case_id case_number element name department role assignee state item_code project_code stage applicant channel "
        "round opened_at due_promise due_legal remaining_workdays light clock stop_reason flags form version"
    )
    assert set(promised.split()) <= item.keys()


def test_the_applicant_is_masked(item: Item) -> None:
    assert "91220101MA1234567P" not in str(item)
    assert "赵启明" not in str(item)
