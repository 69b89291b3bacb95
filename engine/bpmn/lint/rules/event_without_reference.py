"""A message or signal event says which message or signal (BPMN 2.0.2, 10.5.5)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at_element, rule
from engine.bpmn.lint.subject import Subject

_REFERENCES = {"messageEventDefinition": "messageRef", "signalEventDefinition": "signalRef"}


@rule("event-without-reference", "warning", "Refer to a message or signal among the root elements.")
def check(subject: Subject) -> Iterator[Spot]:
    """Message and signal definitions that name neither, and no message flow pairs them; the event's own name stands in."""
    for element in subject.elements(*_REFERENCES):
        kind = element.tag.rsplit("}", 1)[-1]
        event = element.getparent()
        paired = event is not None and event.get("id") in subject.context.message_flows
        if not element.get(_REFERENCES[kind]) and not paired:
            place = element if event is None or not event.get("id") else event
            yield at_element(place, f"the event has no {_REFERENCES[kind]}; its own name stands in")
