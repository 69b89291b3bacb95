"""Writes OCEL 2.0 (JSON): events of the history related to their case, project, person and department."""

from collections.abc import Iterable
from typing import Any, BinaryIO, Final

import orjson

from engine.cli.export.recorded import RecordedCase
from engine.cli.export.xes import activity_of, instant_of

_OBJECT_TYPES: Final = {
    "case": ("number", "definition", "state", "region"),
    "project": (),
    "person": (),
    "department": (),
}
_EVENT_ATTRIBUTES: Final = (("action", "string"), ("element", "string"), ("seq", "integer"))


def write_ocel(cases: Iterable[RecordedCase], out: BinaryIO) -> int:
    """Write the log; returns the number of events written."""
    objects: dict[str, dict[str, Any]] = {}
    events: list[dict[str, Any]] = []
    for recorded in cases:
        case_object = _case_object(recorded, objects)
        events += [_event(event, case_object, objects) for event in recorded.events]
    log = {
        "objectTypes": [
            {"name": name, "attributes": [{"name": attribute, "type": "string"} for attribute in attributes]}
            for name, attributes in _OBJECT_TYPES.items()
        ],
        "eventTypes": [
            {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in _EVENT_ATTRIBUTES]}
            for name in sorted({event["type"] for event in events})
        ],
        "objects": list(objects.values()),
        "events": events,
    }
    out.write(orjson.dumps(log))
    return len(events)


def _case_object(recorded: RecordedCase, objects: dict[str, dict[str, Any]]) -> str:
    case = recorded.case
    values = {
        "number": case["number"],
        "definition": case["definition"]["key"],
        "state": case["state"],
        "region": case.get("region") or "",
    }
    since = instant_of(recorded.events[0]) if recorded.events else instant_of({"at": case["received_at"]})
    related = (
        [_related(objects, "project", case["project_code"], "part of")] if case.get("project_code") else []
    )
    made_id = f"case:{case['id']}"
    objects[made_id] = {
        "id": made_id,
        "type": "case",
        "attributes": [{"name": name, "value": value, "time": since} for name, value in values.items()],
        "relationships": related,
    }
    return made_id


def _event(event: dict[str, Any], case_object: str, objects: dict[str, dict[str, Any]]) -> dict[str, Any]:
    related = [{"objectId": case_object, "qualifier": "in"}]
    if event["actor"]["id"]:
        related.append(_related(objects, "person", event["actor"]["id"], "by"))
    department = (event.get("capacity") or {}).get("department")
    if department:
        related.append(_related(objects, "department", department, "for"))
    values = {"action": event["action"], "element": event.get("element") or "", "seq": event["seq"]}
    return {
        "id": f"{case_object}:{event['seq']}",
        "type": activity_of(event),
        "time": instant_of(event),
        "attributes": [{"name": name, "value": value} for name, value in values.items()],
        "relationships": related,
    }


def _related(objects: dict[str, dict[str, Any]], kind: str, name: str, qualifier: str) -> dict[str, str]:
    made = f"{kind}:{name}"
    objects.setdefault(made, {"id": made, "type": kind, "attributes": [], "relationships": []})
    return {"objectId": made, "qualifier": qualifier}
