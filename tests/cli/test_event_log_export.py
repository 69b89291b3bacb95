"""The exported logs have the shape that process mining reads, and nothing personal."""

import io
import json
from typing import Any

import pytest
from lxml import etree

from engine.cli.export.ocel import write_ocel
from engine.cli.export.recorded import RecordedCase
from engine.cli.export.xes import write_xes

XES = {"x": "http://www.xes-standard.org/"}


def an_event(seq: int, action: str, **more: Any) -> dict[str, Any]:
    return {
        "seq": seq,
        "at": f"2026-03-02T0{seq}:00:00+00:00",
        "actor": {"id": f"user-{seq}", "name": "王建国"},
        "capacity": {"department": "housing", "role": "reviewer"},
        "action": action,
        "element": None,
        **more,
    }


@pytest.fixture
def recorded() -> list[RecordedCase]:
    case = {
        "id": "c1",
        "number": "220100-1",
        "state": "active",
        "region": "jingkai",
        "project_code": "2403-220100-04-01-000001",
        "definition": {"key": "item", "version": 1},
        "received_at": "2026-03-02T01:00:00+00:00",
        "applicant": {"name": "长春某某有限公司"},
    }
    events = (
        an_event(1, "case:started", capacity=None),
        an_event(
            2, "work:completed", element="Review", element_name={"zh-CN": '审查 & <意见>"', "en": "Review"}
        ),
    )
    return [RecordedCase(case, events)]


def xes_of(recorded: list[RecordedCase]) -> tuple[etree._Element, int]:
    out = io.BytesIO()
    written = write_xes(recorded, out)
    return etree.fromstring(out.getvalue()), written


def test_xes_has_a_trace_for_each_case_and_an_event_for_each_event(recorded: list[RecordedCase]) -> None:
    log, written = xes_of(recorded)
    assert written == 2
    assert [len(trace) for trace in (log.findall("x:trace/x:event", XES),)] == [2]
    assert log.find("x:trace/x:string[@key='concept:name']", XES).get("value") == "220100-1"


def test_xes_events_say_what_when_and_who(recorded: list[RecordedCase]) -> None:
    log, _ = xes_of(recorded)
    event = log.findall("x:trace/x:event", XES)[1]
    said = {entry.get("key"): entry.get("value") for entry in event}
    assert said == {
        "concept:name": 'work:completed 审查 & <意见>"',
        "time:timestamp": "2026-03-02T02:00:00+00:00",
        "org:resource": "user-2",
        "org:role": "reviewer",
        "org:group": "housing",
        "action": "work:completed",
        "element": "Review",
        "seq": "2",
    }


def test_xes_declares_every_extension_whose_keys_it_uses(recorded: list[RecordedCase]) -> None:
    log, _ = xes_of(recorded)
    declared = {extension.get("prefix") for extension in log.findall("x:extension", XES)}
    used = {key.partition(":")[0] for key in log.xpath("//@key") if ":" in key}
    assert used <= declared


def ocel_of(recorded: list[RecordedCase]) -> dict[str, Any]:
    out = io.BytesIO()
    write_ocel(recorded, out)
    read: dict[str, Any] = json.loads(out.getvalue())
    return read


def test_ocel_relations_lead_to_objects_that_exist(recorded: list[RecordedCase]) -> None:
    log = ocel_of(recorded)
    known = {made["id"] for made in log["objects"]}
    related = {r["objectId"] for thing in log["events"] + log["objects"] for r in thing["relationships"]}
    assert related == known - {"case:c1"} | {"case:c1"}
    assert {made["type"] for made in log["objects"]} == {"case", "project", "person", "department"}


def test_ocel_types_declare_the_attributes_that_are_used(recorded: list[RecordedCase]) -> None:
    log = ocel_of(recorded)
    for things, types in (("objects", "objectTypes"), ("events", "eventTypes")):
        declared = {
            kind["name"]: {attribute["name"] for attribute in kind["attributes"]} for kind in log[types]
        }
        for thing in log[things]:
            assert {attribute["name"] for attribute in thing["attributes"]} <= declared[thing["type"]]


def test_no_name_of_a_person_or_applicant_leaves(recorded: list[RecordedCase]) -> None:
    out = io.BytesIO()
    write_xes(recorded, out)
    write_ocel(recorded, out)
    assert "王建国" not in out.getvalue().decode()
    assert "长春某某" not in out.getvalue().decode()


def test_an_empty_log_is_a_log() -> None:
    log, written = xes_of([])
    assert written == 0
    assert log.findall("x:trace", XES) == []
    assert ocel_of([])["events"] == []
