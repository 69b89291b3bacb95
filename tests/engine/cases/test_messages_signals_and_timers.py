"""What reaches a case from outside: messages with their key, signals, timers, and what other cases throw."""

from datetime import timedelta
from typing import Any

import pytest
from approvals import Desk, bpmn, flow, item_content, service_task, user_task

from engine.cases.incidents.list import Incidents
from engine.cases.incidents.retry import RetryIncident
from engine.cases.messages import DeliverMessage
from engine.cases.queries import GetCase
from engine.cases.withdraw import ResumeCase, SuspendCase
from engine.history.queries import CaseHistory, VerifyCase
from engine.kernel.clock import FrozenClock
from engine.kernel.errors import Conflict, ExecutionFailed, InvalidInput

MESSAGES = (
    '<bpmn:message id="m" name="answer"/><bpmn:message id="n" name="news"/><bpmn:signal id="s" name="storm"/>'
)


def catch(element: str, definition: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{element}" name="{element}">{definition}</bpmn:intermediateCatchEvent>'


def throw(element: str, definition: str) -> str:
    return f'<bpmn:intermediateThrowEvent id="{element}" name="{element}">{definition}</bpmn:intermediateThrowEvent>'


def publish(desk: Desk, key: str, *nodes: str, chain: tuple[str, ...]) -> None:
    body = (
        '<bpmn:startEvent id="Start"/>'
        + "".join(nodes)
        + '<bpmn:endEvent id="End"/>'
        + flow("Start", *chain, "End")
    )
    desk.deploy({f"{key}.bpmn": bpmn(key, body, MESSAGES)})
    desk.publish(item_content(key, key))


def state(desk: Desk, case: dict[str, Any]) -> str:
    return str(desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))["state"])


def verified(desk: Desk, case: dict[str, Any]) -> None:
    told = desk.platform.ask(VerifyCase(case["id"]), desk.who("auditor"))
    assert (told["chain"], told["execution"], told["first_difference"]) == ("ok", "ok", None)


WAIT = catch("Wait", '<bpmn:messageEventDefinition messageRef="m"/>')


def test_a_message_moves_the_case_that_waits_for_it(desk: Desk) -> None:
    publish(desk, "waiting", WAIT, chain=("Wait",))
    case = desk.start("waiting")
    clerk = desk.who("clerk")
    told = desk.platform.execute(DeliverMessage(case["id"], "answer", {"text": "同意"}), clerk)
    assert told["state"] == "completed"
    verified(desk, case)


def test_a_message_nobody_awaits_is_refused_with_what_is_awaited(desk: Desk) -> None:
    publish(desk, "waiting", WAIT, chain=("Wait",))
    case = desk.start("waiting")
    with pytest.raises(Conflict, match="answer") as refused:
        desk.platform.execute(DeliverMessage(case["id"], "news"), desk.who("clerk"))
    assert (refused.value.stable_code, refused.value.details["awaited"]) == ("no-receiver", ["answer"])
    with pytest.raises(InvalidInput):
        desk.platform.execute(DeliverMessage(case["id"], " "), desk.who("clerk"))


def test_a_message_finds_its_part_of_the_case_by_its_correlation(desk: Desk) -> None:
    keyed = [
        catch(f"Wait_{key}", f'<bpmn:messageEventDefinition messageRef="m" jb:key="=&quot;{key}&quot;"/>')
        for key in ("a", "b")
    ]
    body = (
        '<bpmn:startEvent id="Start"/><bpmn:parallelGateway id="Split"/><bpmn:endEvent id="End"/>'
        + "".join(keyed)
        + flow("Start", "Split", "Wait_a", "End")
        + flow("Split", "Wait_b", "End")
    )
    desk.deploy({"keyed.bpmn": bpmn("keyed", body, MESSAGES)})
    desk.publish(item_content("keyed", "keyed"))
    case = desk.start("keyed")
    clerk = desk.who("clerk")
    with pytest.raises(Conflict) as refused:
        desk.platform.execute(DeliverMessage(case["id"], "answer"), clerk)
    assert refused.value.stable_code == "ambiguous-receiver"
    desk.platform.execute(DeliverMessage(case["id"], "answer", correlation="b"), clerk)
    with pytest.raises(Conflict):
        desk.platform.execute(DeliverMessage(case["id"], "answer", correlation="b"), clerk)
    told = desk.platform.execute(DeliverMessage(case["id"], "answer", correlation="a"), clerk)
    assert told["state"] == "completed"


def test_a_message_thrown_by_one_case_reaches_the_one_with_its_key(desk: Desk) -> None:
    by_number = '<bpmn:messageEventDefinition messageRef="m" jb:key="=project"/>'
    publish(desk, "waiting", catch("Wait", by_number), chain=("Wait",))
    publish(
        desk,
        "speaking",
        user_task("Speak", "window", "clerk"),
        throw("Say", '<bpmn:messageEventDefinition messageRef="m" jb:key="=project"/>'),
        chain=("Speak", "Say"),
    )
    for code in ("waiting", "speaking"):
        desk.publish(item_content(code, code, form=None))
    first = desk.start("waiting", data={"project": "P-1"})
    second = desk.start("waiting", data={"project": "P-2"})
    speaker = desk.start("speaking", data={"project": "P-2"})
    desk.work("clerk", "Speak")
    assert [state(desk, case) for case in (first, second, speaker)] == ["active", "completed", "completed"]
    heard = desk.platform.ask(CaseHistory(second["id"]), desk.who("auditor"))["items"][-1]
    assert (heard["action"], heard["data"]["from_case"]) == ("case:message_received", speaker["number"])
    for case in (first, second, speaker):
        verified(desk, case)


def test_a_signal_reaches_every_case_that_listens(desk: Desk) -> None:
    publish(
        desk, "listening", catch("Listen", '<bpmn:signalEventDefinition signalRef="s"/>'), chain=("Listen",)
    )
    publish(
        desk,
        "calling",
        user_task("Call", "window", "clerk"),
        throw("Cry", '<bpmn:signalEventDefinition signalRef="s"/>'),
        chain=("Call", "Cry"),
    )
    listeners = [desk.start("listening") for _ in range(3)]
    desk.start("calling")
    desk.work("clerk", "Call")
    assert {state(desk, case) for case in listeners} == {"completed"}
    for case in listeners:
        verified(desk, case)


LATER = catch(
    "Later",
    "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>",
)


def test_a_due_timer_fires_once(desk: Desk, clock: FrozenClock) -> None:
    publish(desk, "later", LATER, chain=("Later",))
    case = desk.start("later")
    assert desk.platform.tick() == 0
    clock.advance(timedelta(hours=1))
    assert desk.platform.tick() == 1
    assert desk.platform.tick() == 0
    assert state(desk, case) == "completed"
    verified(desk, case)


def test_a_suspended_case_holds_its_timers(desk: Desk, clock: FrozenClock) -> None:
    publish(desk, "later", LATER, chain=("Later",))
    case = desk.start("later")
    chief = desk.who("housing.chief")
    desk.platform.execute(SuspendCase(case["id"], "等待"), chief)
    clock.advance(timedelta(hours=2))
    desk.platform.tick()
    assert state(desk, case) == "suspended"
    desk.platform.execute(ResumeCase(case["id"]), chief)
    clock.advance(timedelta(minutes=5))
    desk.platform.tick()
    assert state(desk, case) == "completed"


def test_a_repeating_timer_beside_a_task_offers_something_each_time(desk: Desk, clock: FrozenClock) -> None:
    body = (
        '<bpmn:startEvent id="Start"/>'
        + user_task("Work", "window", "clerk")
        + '<bpmn:boundaryEvent id="Nag" attachedToRef="Work" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeCycle>R3/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        + user_task("Urge", "window", "issuer")
        + '<bpmn:endEvent id="End"/><bpmn:endEvent id="Nagged"/>'
        + flow("Start", "Work", "End")
        + flow("Nag", "Urge", "Nagged")
    )
    desk.deploy({"nag.bpmn": bpmn("nag", body)})
    desk.publish(item_content("nag", "nag"))
    case = desk.start("nag")
    for _ in range(5):
        clock.advance(timedelta(hours=1))
        desk.platform.tick()
    urged = [item for item in desk.items("issuer") if item["element"] == "Urge"]
    assert sorted(item["round"] for item in urged) == [1, 2, 3]
    verified(desk, case)


def test_a_timer_that_fails_becomes_an_incident_that_can_be_retried(desk: Desk, clock: FrozenClock) -> None:
    publish(
        desk, "failing", LATER, service_task("Skip", "case.state", {"code": "=12"}), chain=("Later", "Skip")
    )
    case = desk.start("failing")
    clock.advance(timedelta(hours=1))
    desk.platform.tick()
    admin = desk.who("admin")
    (incident,) = desk.platform.ask(Incidents(), admin)["items"]
    assert (incident["case_number"], incident["element"], incident["attempts"]) == (
        case["number"],
        "Later",
        1,
    )
    assert "12" in incident["error"]
    assert state(desk, case) == "active"
    desk.platform.execute(RetryIncident(incident["id"]), admin)
    desk.platform.tick()
    assert desk.platform.ask(Incidents(), admin)["items"][0]["attempts"] == 2


def test_silence_for_five_working_days_accepts_as_of_receipt(desk: Desk, clock: FrozenClock) -> None:
    body = (
        '<bpmn:startEvent id="Start"/>'
        + user_task("Check", "housing", "reviewer")
        + '<bpmn:boundaryEvent id="Silence" attachedToRef="Check">'
        '<bpmn:timerEventDefinition jb:workdays="5" jb:after="=received_on"/></bpmn:boundaryEvent>'
        + service_task("Deem", "case.deem_accept")
        + user_task("Review", "housing", "reviewer")
        + '<bpmn:endEvent id="End"/><bpmn:endEvent id="Checked"/>'
        + flow("Start", "Check", "Checked")
        + flow("Silence", "Deem", "Review", "End")
    )
    desk.deploy({"silence.bpmn": bpmn("silence", body)})
    desk.publish(item_content("silence", "silence"))
    case = desk.start("silence")
    clock.advance(timedelta(days=7))
    assert desk.platform.tick() == 0, "Monday 9 March is the fifth working day and counts until 24:00"
    clock.advance(timedelta(hours=15))
    assert desk.platform.tick() == 1
    page = desk.platform.ask(GetCase(case["id"]), desk.who("auditor"))
    assert page["accepted_on"].isoformat() == "2026-03-02"
    assert page["due_legal"].isoformat() == "2026-03-11"
    assert [item["element"] for item in page["work_items"]] == ["Review"]
    assert page["work_items"][0]["light"] == "red"
    verified(desk, case)


def test_a_message_that_nobody_awaits_begins_the_case_it_starts(desk: Desk) -> None:
    started = (
        '<bpmn:startEvent id="Asked"><bpmn:messageEventDefinition messageRef="n"/></bpmn:startEvent>'
        + user_task("Answer", "fire", "reviewer")
        + '<bpmn:endEvent id="End"/>'
        + flow("Asked", "Answer", "End")
    )
    desk.deploy({"started.bpmn": bpmn("started", started, MESSAGES)})
    publish(
        desk,
        "speaking",
        user_task("Speak", "window", "clerk"),
        throw("Say", '<bpmn:messageEventDefinition messageRef="n"/>'),
        chain=("Speak", "Say"),
    )
    speaker = desk.start("speaking", project_code="2603-220101-04-01-123456")
    desk.work("clerk", "Speak")
    item = desk.item("fire.review", "Answer")
    assert item["case_id"] != speaker["id"]
    assert item["project_code"] == "2603-220101-04-01-123456"
    begun = desk.platform.ask(GetCase(item["case_id"]), desk.who("auditor"))
    assert begun["applicant"]["name"] == speaker["applicant"]["name"]
    desk.work("fire.review", "Answer")
    for case in (speaker, begun):
        verified(desk, case)


def test_an_error_that_nothing_catches_refuses_the_act(desk: Desk) -> None:
    body = (
        '<bpmn:startEvent id="Start"/>'
        + user_task("Go", "window", "clerk")
        + '<bpmn:endEvent id="Bad"><bpmn:errorEventDefinition errorRef="e"/></bpmn:endEvent>'
        + flow("Start", "Go", "Bad")
    )
    desk.deploy({"bad.bpmn": bpmn("bad", body, '<bpmn:error id="e" name="bad" errorCode="bad"/>')})
    desk.publish(item_content("bad", "bad"))
    case = desk.start("bad")
    item = desk.item("clerk", "Go")
    desk.claim("clerk", item)
    with pytest.raises(ExecutionFailed) as refused:
        desk.complete("clerk", item)
    assert (refused.value.stable_code, refused.value.element) == ("uncaught-error", "Bad")
    assert state(desk, case) == "active"
    assert desk.item("clerk", "Go")["state"] == "claimed"
