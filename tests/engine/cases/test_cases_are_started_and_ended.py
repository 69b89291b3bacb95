"""Starting, suspending, withdrawing, terminating: what is recorded, what is refused, and that nothing is half done."""

from datetime import date
from typing import Any

import pytest
from approvals import COMPANY, Desk, bpmn, flow, item_content, service_task, user_task

from engine.cases.queries import CaseClock, GetCase, SearchCases
from engine.cases.start import StartCase
from engine.cases.withdraw import ResumeCase, SuspendCase, TerminateCase, WithdrawCase
from engine.forms.identifiers import check_case_number
from engine.history.queries import CaseHistory, VerifyCase
from engine.kernel.errors import (
    Conflict,
    ExecutionFailed,
    Forbidden,
    InvalidInput,
    LimitExceeded,
    NotFound,
)


def history(desk: Desk, case: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.platform.ask(CaseHistory(case["id"]), desk.who("auditor"))["items"]
    return found


def verified(desk: Desk, case: dict[str, Any]) -> None:
    told = desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))
    assert (told["chain"], told["execution"], told["first_difference"]) == ("ok", "ok", None)


def test_a_case_has_a_number_and_pins_its_versions_in_the_first_event(desk: Desk) -> None:
    case = desk.start()
    assert check_case_number(case["number"]) == case["number"]
    assert case["number"].startswith("22010020260302000001")
    assert desk.start()["number"].startswith("22010020260302000002")
    first = history(desk, case)[0]
    assert (first["seq"], first["action"], first["actor"]["name"]) == (1, "case:started", "周敏")
    assert case["applicant"]["contact_phone"] == "138****5678"
    assert (case["state"], case["national_state"]["code"], case["clock"]) == ("active", 1, "not-started")


def test_a_later_deployment_changes_nothing_under_a_running_case(desk: Desk) -> None:
    case = desk.start()
    shorter = (
        '<bpmn:startEvent id="Start"/>'
        + user_task("Accept", "window", "clerk")
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", "Accept", "End")
    )
    desk.deploy({"joint.bpmn": bpmn("joint_review", shorter)})
    told = desk.work("clerk", "Accept", case=case)
    assert len(told["opened"]) == 4
    new = desk.start()
    assert (new["definition"]["version"], case["definition"]["version"]) == (2, 1)
    assert desk.work("clerk", "Accept", case=new)["case"]["state"] == "completed"
    verified(desk, case)


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"applicant": {**COMPANY, "id_number": "91220101MA0TE5T08A"}}, "applicant.id_number"),
        ({"applicant": {**COMPANY, "kind": "club"}}, "applicant.kind"),
        ({"applicant": {**COMPANY, "name": " "}}, "applicant.name"),
        ({"applicant": {**COMPANY, "age": 7}}, "applicant.age"),
        (
            {"applicant": {**COMPANY, "agent": {"name": "钱悦", "id_number": "1"}}},
            "applicant.agent.id_number",
        ),
        ({"data": {}}, "data.address"),
        ({"data": {"address": "长春市", "area": -1}}, "data.area"),
        ({"data": {"address": "长春市", "unheard_of": 1}}, "data.unheard_of"),
        ({"channel": "pigeon"}, "channel"),
        ({"item": None}, "item"),
        ({"bundle": "both"}, "item"),
        ({"materials": [{"key": "drawing"}]}, "materials.0.content_base64"),
        ({"materials": [{"key": "a", "content": b"x"}, {"key": "a", "content": b"y"}]}, "materials"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_application_is_refused_with_its_place(
    desk: Desk, changed: dict[str, Any], path: str
) -> None:
    given = {
        "applicant": COMPANY,
        "item": "joint",
        "data": {"address": "长春市"},
        "channel": "web",
        **changed,
    }
    with pytest.raises(InvalidInput) as refused:
        desk.platform.execute(StartCase(**given), desk.who("clerk"))
    assert path in {error.path for error in refused.value.errors}
    assert desk.platform.ask(SearchCases(), desk.who("auditor"))["items"] == []


def test_what_is_not_published_cannot_be_applied_for(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.start("nothing")
    with pytest.raises(NotFound):
        desk.start(item=None, bundle="nothing")
    with pytest.raises(NotFound):
        desk.start(item=None, definition="nothing")


def test_only_window_and_public_apply(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        desk.start(by="housing.review")
    assert desk.start(by="applicant")["state"] == "active"


@pytest.mark.parametrize(
    ("verb", "by", "status"),
    [(WithdrawCase, "clerk", "withdrawn"), (TerminateCase, "housing.chief", "terminated")],
    ids=["withdraw", "terminate"],
)
@pytest.mark.parametrize(("accepted", "state"), [(False, 2), (True, 14)], ids=["before", "after acceptance"])
def test_a_case_ends_before_its_decision(
    desk: Desk, verb: Any, by: str, status: str, accepted: bool, state: int
) -> None:
    case = desk.start()
    if accepted:
        desk.work("clerk", "Accept")
    told = desk.platform.execute(verb(case["id"], "项目取消"), desk.who(by))
    assert (told["state"], told["national_state"]["code"]) == (status, state)
    page = desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))
    assert (page["work_items"], page["clock"], page["allowed_actions"]) == ([], "ended", [])
    assert page["members"][0]["reason"] == "项目取消"
    assert desk.items("housing.review") == []
    with pytest.raises(Conflict):
        desk.platform.execute(verb(case["id"], "再来一次"), desk.who(by))
    verified(desk, case)


def test_after_the_decision_there_is_nothing_to_withdraw(desk: Desk) -> None:
    waiting = (
        '<bpmn:startEvent id="Start"/>'
        + service_task("Accepted", "case.accept")
        + service_task("Granted", "case.state", {"code": "=11"})
        + user_task("Deliver", "window", "issuer")
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", "Accepted", "Granted", "Deliver", "End")
    )
    desk.deploy({"waiting.bpmn": bpmn("waiting", waiting)})
    desk.publish(item_content("waiting", "waiting"))
    case = desk.start("waiting")
    assert case["national_state"]["code"] == 11
    with pytest.raises(Conflict) as refused:
        desk.platform.execute(WithdrawCase(case["id"], "不要了"), desk.who("clerk"))
    assert refused.value.stable_code == "already-decided"
    assert "withdraw" not in case["allowed_actions"]


@pytest.mark.parametrize("reason", ["", "   ", "长" * 501], ids=["empty", "blank", "too long"])
def test_an_end_needs_a_reason(desk: Desk, reason: str) -> None:
    case = desk.start()
    with pytest.raises(InvalidInput):
        desk.platform.execute(WithdrawCase(case["id"], reason), desk.who("clerk"))


def test_a_suspended_case_can_be_resumed_or_withdrawn(desk: Desk) -> None:
    case = desk.start()
    chief = desk.who("housing.chief")
    told = desk.platform.execute(SuspendCase(case["id"], "等待法院裁定"), chief)
    assert (told["state"], told["stop_reason"]) == ("suspended", "等待法院裁定")
    with pytest.raises(Conflict):
        desk.platform.execute(SuspendCase(case["id"], "再次"), chief)
    told = desk.platform.execute(ResumeCase(case["id"]), chief)
    assert (told["state"], told["stop_reason"]) == ("active", None)
    with pytest.raises(Conflict):
        desk.platform.execute(ResumeCase(case["id"]), chief)
    desk.platform.execute(SuspendCase(case["id"], "又一次"), chief)
    desk.platform.execute(WithdrawCase(case["id"], "不办了"), desk.who("clerk"))
    verified(desk, case)


def test_a_failing_operation_refuses_the_act_and_changes_nothing(desk: Desk) -> None:
    broken = (
        '<bpmn:startEvent id="Start"/>'
        + user_task("Accept", "window", "clerk")
        + service_task("Skip", "case.state", {"code": "=12"})
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", "Accept", "Skip", "End")
    )
    desk.deploy({"broken.bpmn": bpmn("broken", broken)})
    desk.publish(item_content("broken", "broken"))
    case = desk.start("broken")
    item = desk.item("clerk", "Accept")
    desk.claim("clerk", item)
    before = history(desk, case)
    with pytest.raises(Conflict) as refused:
        desk.complete("clerk", item)
    assert refused.value.stable_code == "illegal-state-move"
    assert refused.value.details["element"] == "Skip"
    assert history(desk, case) == before
    assert desk.item("clerk", "Accept")["state"] == "claimed"


def test_an_unknown_operation_is_named_with_its_element(desk: Desk) -> None:
    body = (
        '<bpmn:startEvent id="Start"/>'
        + service_task("Magic", "=&quot;case.&quot; + &quot;magic&quot;")
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", "Magic", "End")
    )
    desk.deploy({"magic.bpmn": bpmn("magic", body)})
    desk.publish(item_content("magic", "magic"))
    with pytest.raises(ExecutionFailed, match=r"case\.magic") as refused:
        desk.start("magic")
    assert refused.value.element == "Magic"
    assert desk.platform.ask(SearchCases(), desk.who("auditor"))["items"] == []


def test_a_loop_of_service_tasks_ends_with_an_error(desk: Desk) -> None:
    body = (
        '<bpmn:startEvent id="Start"/><bpmn:exclusiveGateway id="Again"/><bpmn:endEvent id="End"/>'
        '<bpmn:exclusiveGateway id="Enough" default="f_Enough_Again"/>'
        + service_task("Receipt", "document.receipt")
        + flow("Start", "Again", "Receipt", "Enough", "Again")
        + '<bpmn:sequenceFlow id="out" sourceRef="Enough" targetRef="End">'
        # never true, but the proof before deployment need not know
        "<bpmn:conditionExpression>sum([1, 2]) = 5</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    desk.deploy({"loop.bpmn": bpmn("loop", body)})
    desk.publish(item_content("loop", "loop"))
    with pytest.raises(LimitExceeded):
        desk.start("loop")


def test_departments_see_only_the_cases_they_work_on(desk: Desk) -> None:
    case, other = desk.start(), desk.start(by="applicant")
    desk.work("clerk", "Accept", case=case)
    expected = {
        "fire.review": [case],
        "housing.review": [case, other],
        "clerk": [case, other],
        "auditor": [case, other],
        "applicant": [other],
        "tax.review": [],
    }
    for username, known in expected.items():
        actor = desk.who(username)
        listed = desk.platform.ask(SearchCases(), actor)["items"]
        assert [each["id"] for each in listed] == [each["id"] for each in reversed(known)], username
        for each in (case, other):
            if each in known:
                assert desk.platform.ask(GetCase(each["id"]), actor)["number"] == each["number"]
            else:
                with pytest.raises(NotFound):
                    desk.platform.ask(GetCase(each["id"]), actor)


def test_the_clock_explains_both_limits(desk: Desk) -> None:
    case = desk.start()
    clock = desk.platform.ask(CaseClock(case["id"]), desk.who("clerk"))
    assert (clock["accepted_on"], clock["promise"], clock["clock"]) == (None, None, "not-started")
    told = desk.work("clerk", "Accept")["case"]
    clock = desk.platform.ask(CaseClock(case["id"]), desk.who("clerk"))
    assert clock["accepted_on"] == date(2026, 3, 2)
    assert (clock["promise"]["due"], clock["legal"]["due"]) == (told["due_promise"], told["due_legal"])
    assert [step["kind"] for step in clock["legal"]["explanation"]] == [
        "accepted",
        "counted",
        "weekend",
        "counted",
        "due",
    ]
    assert told["next_event"]["kind"] == "promise"


def test_a_bare_process_can_be_started_by_its_key(desk: Desk) -> None:
    case = desk.start(item=None, definition="joint_review", data={"anything": 1})
    assert (case["definition"]["key"], case["item"], case["department"]) == ("joint_review", None, None)
    assert desk.item("clerk", "Accept", case)["stage"] == "受理"
