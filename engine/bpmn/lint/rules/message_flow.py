"""A message flow connects two pools, from something that sends to something that receives (BPMN 2.0.2, 9.4)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import ACTIVITIES
from engine.bpmn.reader.context import event_definitions
from engine.bpmn.reader.source import local, reference

_SENDING = ACTIVITIES | {"participant", "process", "endEvent", "intermediateThrowEvent"}
_RECEIVING = ACTIVITIES | {
    "participant",
    "process",
    "startEvent",
    "intermediateCatchEvent",
    "boundaryEvent",
}


@rule("message-flow", "error", "Connect pools, activities or message events of two different pools.")
def check(subject: Subject) -> Iterator[Spot]:
    """Message flows with unknown ends, within one pool, or at elements that neither send nor receive."""
    pools = _pools(subject)
    for flow in subject.elements("messageFlow"):
        names = [reference(flow.get(attribute)) or "" for attribute in ("sourceRef", "targetRef")]
        ends = [subject.by_id.get(name) for name in names]
        missing = [name for name, end in zip(names, ends, strict=True) if end is None]
        if missing:
            yield at_element(flow, f"the message flow leads from or to {missing[0]!r}, which does not exist")
            continue
        source, target = (end for end in ends if end is not None)
        homes = [_home(end, pools) for end in (source, target)]
        if homes[0] is not None and homes[0] == homes[1]:
            yield at_element(flow, "a message flow must not stay within one pool")
        for end, able, verb in ((source, _SENDING, "send"), (target, _RECEIVING, "receive")):
            if local(end) not in able:
                yield at_element(flow, f"{end.get('id')!r} cannot {verb} a message")
            elif local(end).endswith("Event") and not _has_message(subject, end):
                yield at_element(flow, f"{end.get('id')!r} is no message event")


def _has_message(subject: Subject, event: etree._Element) -> bool:
    return any(local(d) == "messageEventDefinition" for d in event_definitions(subject.context, event))


def _pools(subject: Subject) -> Mapping[str, str]:
    """Process id → participant id."""
    return {
        reference(pool.get("processRef")) or "": str(pool.get("id"))
        for pool in subject.elements("participant")
        if pool.get("processRef")
    }


def _home(element: etree._Element, pools: Mapping[str, str]) -> str | None:
    """The pool in which an element lies; a process without a pool is its own."""
    current: etree._Element | None = element
    while current is not None:
        if local(current) == "participant":
            return current.get("id")
        if local(current) == "process":
            own_id = current.get("id") or ""
            return pools.get(own_id, own_id)
        current = current.getparent()
    return None
