"""Incidents and messages at the REST door: list, retry, answer by hand; correlated messages, signed and unsigned."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from rest import PREFIX, Office

from api.app import create_app
from engine.assembly import Platform, build
from engine.assembly.jobs import handlers
from engine.catalogue.publish import PublishItem
from engine.connectors.signature import sign
from engine.definitions.deploy import Deploy
from engine.dispatch import SYSTEM
from engine.kernel.clock import FrozenClock
from engine.kernel.settings import Settings, Source

PROCESS = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:jb="http://jingban.dev/schema/bpmn" id="d" targetNamespace="t"><bpmn:message id="m" name="paid"/>
 <bpmn:process id="asking" isExecutable="true"><bpmn:startEvent id="S"/>
 <bpmn:serviceTask id="Ask" jb:connector="stub" jb:attempts="1"><bpmn:extensionElements>
 <jb:input name="unavailable" value="=1"/><jb:output name="n" value="=registered"/></bpmn:extensionElements></bpmn:serviceTask>
 <bpmn:intermediateCatchEvent id="Paid"><bpmn:messageEventDefinition messageRef="m" jb:key="=&quot;k&quot;"/>
 </bpmn:intermediateCatchEvent><bpmn:endEvent id="E"/>
 <bpmn:sequenceFlow id="f1" sourceRef="S" targetRef="Ask"/><bpmn:sequenceFlow id="f2" sourceRef="Ask" targetRef="Paid"/>
 <bpmn:sequenceFlow id="f3" sourceRef="Paid" targetRef="E"/></bpmn:process></bpmn:definitions>"""
PERSON = {"kind": "person", "name": "王小明", "id_type": "citizen_id", "id_number": "11010519491231002X"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: what happens below is tested on both."""
    return sqlite_url


@pytest.fixture
def platform(settings: Settings, clock: FrozenClock) -> Iterator[Platform]:
    inbound = (Source("bank", "jingkai", "BANK"),)
    opened = build(replace(settings, inbound=inbound, credentials={"BANK": "s3cret"}), clock)
    yield opened
    opened.close()


@pytest.fixture
def office(platform: Platform) -> Office:
    platform.execute(Deploy({"asking.bpmn": PROCESS.encode()}, "test"), SYSTEM)
    content = {"code": "asking", "name": {"zh-CN": "问", "en": "Ask"}, "department": "housing"}
    platform.execute(PublishItem({**content, "definition": "asking", "form": None}), SYSTEM)
    return Office(create_app(platform), platform)


def run_calls(platform: Platform) -> None:
    for job in platform.jobs.list(["waiting"]):
        platform.jobs.cancel(job.id)
        handlers(platform)[job.name](*job.id.split(":")[1:])


def failed(office: Office) -> dict[str, Any]:
    office("clerk").post("/cases", {"item": "asking", "applicant": PERSON}, expect=201)
    run_calls(office.platform)
    (incident,) = office("supervisor").get("/incidents")["items"]
    return dict(incident)


def test_an_incident_tells_cause_and_remedy_in_the_readers_language(office: Office) -> None:
    incident = failed(office)
    assert (incident["kind"], incident["code"], incident["attempts"]) == ("call", "service-unreachable", 1)
    assert incident["cause"] == "连不上对方系统。"
    told = office("admin").ask("GET", "/incidents?count=true", headers={"Accept-Language": "en"}).get_json()
    assert (told["total"], told["items"][0]["remedy"]) == (
        1,
        "Retry once the other system is back, or answer by hand.",
    )


def test_an_incident_is_retried_and_the_case_goes_on(office: Office) -> None:
    incident = failed(office)
    office("supervisor").post(f"/incidents/{incident['id']}/retry", expect=403)
    assert office("admin").post(f"/incidents/{incident['id']}/retry") == {"id": incident["id"]}
    assert office("admin").get("/incidents")["items"] == []
    office("admin").post(f"/incidents/{incident['id']}/retry", expect=404)
    run_calls(office.platform)  # the stub is away once in each round of attempts
    assert len(office("admin").get("/incidents")["items"]) == 1


def test_an_incident_is_answered_by_hand_and_the_history_says_who(office: Office) -> None:
    incident = failed(office)
    path = f"/incidents/{incident['id']}/answer"
    office("supervisor").post(path, {"reason": "x"}, expect=403)
    office("admin").post(path, {"data": {}}, expect=422)
    body = {"data": {"registered": 5}, "reason": "电话确认"}
    key = {"Idempotency-Key": "once"}
    first = office("admin").post(path, body, headers=key)
    assert office("admin").post(path, body, headers=key) == first
    events = office("auditor").get(f"/cases/{incident['case_id']}/history")["items"]
    assert (events[-1]["action"], events[-1]["data"]["reason"]) == ("case:call_answered_by_hand", "电话确认")
    assert events[-1]["actor"]["name"]
    assert office("auditor").get(f"/cases/{incident['case_id']}/verification")["execution"] == "ok"


def answered(office: Office) -> str:
    incident = failed(office)
    office("admin").post(f"/incidents/{incident['id']}/answer", {"reason": "电话确认"})
    return str(incident["case_id"])


def test_a_message_is_correlated_or_kept(office: Office) -> None:
    case_id = answered(office)
    admin = office("admin")
    admin.post("/messages", {"name": "paid", "correlation": "other"}, expect=409)
    kept = admin.post("/messages", {"name": "paid", "correlation": "other", "keep": "P3D"})
    assert (kept["delivered"], bool(kept["kept_until"])) == (False, True)
    admin.post("/messages", {"name": "paid", "keep": "P3Y"}, expect=422)
    assert admin.post("/messages", {"name": "paid", "correlation": "k"})["delivered"]
    assert office("auditor").get(f"/cases/{case_id}")["state"] == "completed"


def hook(
    office: Office,
    body: Any,
    *,
    secret: str = "s3cret",
    delivery: str = "d-1",
    age: int = 0,
    source: str = "bank",
) -> Any:
    raw = json.dumps(body).encode()
    now = office.platform.clock.now() - timedelta(seconds=age)
    headers = {"X-Jingban-Signature": sign(secret, raw, now), "X-Jingban-Delivery": delivery}
    return office.app.test_client().post(
        f"{PREFIX}/hooks/{source}", data=raw, headers=headers, content_type="application/json"
    )


def test_a_signed_message_counts_once(office: Office) -> None:
    case_id = answered(office)
    body = {"name": "paid", "correlation": "k", "payload": {"sum": 5}, "keep": "P1D"}
    first, second = hook(office, body), hook(office, body)
    assert (first.status_code, first.get_json(), second.get_json()) == (
        200,
        {"delivered": True, "kept_until": None},
        first.get_json(),
    )
    assert hook(office, {**body, "payload": {"sum": 6}}).status_code == 409
    events = office("auditor").get(f"/cases/{case_id}/history")["items"]
    assert [e["actor"]["id"] for e in events if e["action"] == "case:message_received"] == ["hook:bank"]


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "other"}, {"age": 301}, {"age": -301}, {"source": "nobody"}],
    ids=["secret", "old", "future", "source"],
)
def test_a_message_that_is_not_rightly_signed_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    answer = hook(office, {"name": "paid", "keep": "P1D"}, **wrong)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "bad-signature")


def test_a_signed_message_needs_its_delivery(office: Office) -> None:
    assert hook(office, {"name": "paid", "keep": "P1D"}, delivery="").status_code == 422
