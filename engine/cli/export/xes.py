"""Writes XES (IEEE 1849-2016): one trace a case, one event an event of the history, streamed so that size does not matter."""

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from engine.cli.export.recorded import RecordedCase

EXTENSIONS: Final = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)


def write_xes(cases: Iterable[RecordedCase], out: BinaryIO) -> int:
    """Write the log; returns the number of events written."""
    xml = XMLGenerator(out, encoding="utf-8", short_empty_elements=True)
    xml.startDocument()
    _start(
        xml, "log", {"xes.version": "1849-2016", "xes.features": "", "xmlns": "http://www.xes-standard.org/"}
    )
    for name, prefix, uri in EXTENSIONS:
        _empty(xml, "extension", {"name": name, "prefix": prefix, "uri": uri})
    _globals(xml)
    _empty(xml, "classifier", {"name": "Activity", "keys": "concept:name"})
    written = sum(_trace(xml, recorded) for recorded in cases)
    xml.endElement("log")
    xml.endDocument()
    return written


def _globals(xml: XMLGenerator) -> None:
    _start(xml, "global", {"scope": "trace"})
    _string(xml, "concept:name", "-")
    xml.endElement("global")
    _start(xml, "global", {"scope": "event"})
    _string(xml, "concept:name", "-")
    _empty(xml, "date", {"key": "time:timestamp", "value": "1970-01-01T00:00:00+00:00"})
    xml.endElement("global")


def _trace(xml: XMLGenerator, recorded: RecordedCase) -> int:
    case = recorded.case
    _start(xml, "trace", {})
    _string(xml, "concept:name", case["number"])
    _string(xml, "definition", case["definition"]["key"])
    _string(xml, "state", case["state"])
    _string(xml, "region", case.get("region"))
    for event in recorded.events:
        _event(xml, event)
    xml.endElement("trace")
    return len(recorded.events)


def _event(xml: XMLGenerator, event: dict[str, Any]) -> None:
    capacity = event.get("capacity") or {}
    _start(xml, "event", {})
    _string(xml, "concept:name", activity_of(event))
    _empty(xml, "date", {"key": "time:timestamp", "value": instant_of(event)})
    _string(xml, "org:resource", event["actor"]["id"])
    _string(xml, "org:role", capacity.get("role"))
    _string(xml, "org:group", capacity.get("department"))
    _string(xml, "action", event["action"])
    _string(xml, "element", event.get("element"))
    _empty(xml, "int", {"key": "seq", "value": str(event["seq"])})
    xml.endElement("event")


def activity_of(event: dict[str, Any]) -> str:
    """What a miner calls the activity: the action, with the element where there is one."""
    name = event.get("element_name")
    named = name.get("zh-CN") if isinstance(name, Mapping) else name
    element = named or event.get("element")
    return f"{event['action']} {element}" if element else str(event["action"])


def instant_of(event: dict[str, Any]) -> str:
    """The event's time as ISO 8601 with offset."""
    at = event["at"]
    return at if isinstance(at, str) else str(at.isoformat())


def _string(xml: XMLGenerator, key: str, value: str | None) -> None:
    if value:
        _empty(xml, "string", {"key": key, "value": value})


def _start(xml: XMLGenerator, name: str, attributes: dict[str, str]) -> None:
    xml.startElement(name, AttributesImpl(attributes))


def _empty(xml: XMLGenerator, name: str, attributes: dict[str, str]) -> None:
    _start(xml, name, attributes)
    xml.endElement(name)
