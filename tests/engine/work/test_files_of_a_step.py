"""A step's file field names a material of the same case, handed in before; the stored facts go into the history."""

import hashlib
from typing import Any

import pytest
from approvals import Desk, bpmn, flow, item_content, user_task
from statements import every_statement

from engine.documents.add_material import AddMaterial
from engine.history.queries import CaseHistory
from engine.kernel.errors import InvalidInput
from engine.work.complete import CompleteWorkItem
from engine.work.page import GetWorkItem

FORM = """{"key": "test_visit", "title": "勘验", "fields": [
 {"key": "record", "type": "file", "title": "勘验记录", "required": true, "accept": ["application/pdf"], "max_mb": 1}]}"""
CONTENT = b"%PDF-1.4 record of the visit"
SETTLED = {
    "id": "Visit.record",
    "name": "记录.pdf",
    "type": "application/pdf",
    "size": len(CONTENT),
    "sha256": hashlib.sha256(CONTENT).hexdigest(),
}
Row = dict[str, Any]


@pytest.fixture
def visit(desk: Desk) -> Row:
    """A claimed visit whose form asks for a file."""
    task = user_task("Visit", "housing", "reviewer", form="test_visit")
    body = '<bpmn:startEvent id="S"/>' + task + '<bpmn:endEvent id="E"/>' + flow("S", "Visit", "E")
    desk.deploy({"visit.bpmn": bpmn("visit", body), "visit.json": FORM.encode()})
    desk.publish(item_content("visit", "visit"))
    desk.start("visit")
    item: Row = desk.claim("housing.review", desk.item("housing.review", "Visit"))
    return item


def hand_in(desk: Desk, case_id: str, key: str = "Visit.record", **more: Any) -> Any:
    given = {"file_name": "记录.pdf", "media_type": "application/pdf", "content": CONTENT, **more}
    return desk.platform.execute(AddMaterial(case_id, key, **given), desk.who("housing.review"))


def refusals(desk: Desk, item: Row, record: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        desk.complete("housing.review", item, data={"record": record})
    assert refused.value.stable_code == "form-invalid"
    return [(error.path, error.code) for error in refused.value.errors]


def test_the_stored_facts_of_the_file_are_recorded(desk: Desk, visit: Row) -> None:
    hand_in(desk, visit["case_id"], title="勘验记录")
    desk.complete("housing.review", visit, data={"record": {"id": "Visit.record", "name": "x"}})
    page = desk.platform.ask(GetWorkItem(visit["id"]), desk.who("housing.review"))
    assert page["data"]["record"] == SETTLED
    events = desk.platform.ask(CaseHistory(visit["case_id"]), desk.who("auditor"))["items"]
    [added] = [event for event in events if event["action"] == "case:material_added"]
    assert added["data"]["title"] == "勘验记录"


def test_a_file_that_nobody_handed_in_is_refused(desk: Desk, visit: Row) -> None:
    assert refusals(desk, visit, "Visit.record") == [("data.record", "file-unknown")]


def test_a_file_of_another_case_is_refused(desk: Desk, visit: Row) -> None:
    hand_in(desk, desk.start("visit")["id"])
    assert refusals(desk, visit, {"id": "Visit.record"}) == [("data.record", "file-unknown")]


def test_a_promise_is_no_file(desk: Desk, visit: Row) -> None:
    promised = AddMaterial(visit["case_id"], "Visit.record", promise=True)
    desk.platform.execute(promised, desk.who("housing.review"))
    assert refusals(desk, visit, {"id": "Visit.record"}) == [("data.record", "file-unknown")]


def test_a_file_that_was_replaced_since_is_refused(desk: Desk, visit: Row) -> None:
    hand_in(desk, visit["case_id"])
    hand_in(desk, visit["case_id"], content=b"%PDF-1.4 another")
    assert refusals(desk, visit, SETTLED) == [("data.record", "file-changed")]


def test_the_stored_type_and_size_are_held_to_the_field_whatever_was_said(desk: Desk, visit: Row) -> None:
    hand_in(desk, visit["case_id"], media_type="text/html")
    assert refusals(desk, visit, {"id": "Visit.record"}) == [("data.record", "file-type")]
    hand_in(desk, visit["case_id"], content=b"x" * 1_048_577)
    assert refusals(desk, visit, {"id": "Visit.record"}) == [("data.record", "file-too-large")]


def test_what_is_missing_and_what_is_refused_are_told_together(desk: Desk, visit: Row) -> None:
    assert refusals(desk, visit, None) == [("data.record", "required")]


def test_a_file_costs_one_statement(desk: Desk, visit: Row) -> None:
    hand_in(desk, visit["case_id"])
    act, reviewer = CompleteWorkItem(visit["id"], {"record": "Visit.record"}), desk.who("housing.review")
    with every_statement() as statements:
        desk.platform.execute(act, reviewer)
    assert len([each for each in statements if "materials" in each.text]) == 1


def test_an_application_may_name_only_what_it_brings(desk: Desk) -> None:
    form = FORM.replace("test_visit", "test_plan")
    task = user_task("Accept", "window", "clerk")
    body = '<bpmn:startEvent id="S"/>' + task + '<bpmn:endEvent id="E"/>' + flow("S", "Accept", "E")
    desk.deploy({"plan.bpmn": bpmn("plan", body), "plan.json": form.encode()})
    desk.publish(item_content("plan", "plan", form="test_plan"))
    file = {"key": "record", "file_name": "记录.pdf", "media_type": "application/pdf", "content": CONTENT}
    with pytest.raises(InvalidInput) as refused:
        desk.start("plan", data={"record": {"id": "record"}})
    assert [(error.path, error.code) for error in refused.value.errors] == [("data.record", "file-unknown")]
    case = desk.start("plan", data={"record": {"id": "record"}}, materials=[{**file, "title": "勘验记录"}])
    applied = desk.platform.ask(CaseHistory(case["id"]), desk.who("auditor"))["items"][0]
    assert applied["data"]["data"]["record"] == {**SETTLED, "id": "record"}
