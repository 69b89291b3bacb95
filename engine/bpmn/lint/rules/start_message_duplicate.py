"""A message starts one process at one place: two start events that wait for it cannot both have it."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("start-message-duplicate", "warning", "Give the messages different names, or use a signal.")
def check(subject: Subject) -> Iterator[Spot]:
    """Second start events for a message of the same name."""
    seen: dict[str, str] = {}
    for graph in subject.graphs.values():
        for node in graph.event_starts if graph.parent is None else ():
            for event in (*node.events, *((node.message,) if node.message else ())):
                if event.kind == "message" and event.name:
                    first = seen.setdefault(event.name, node.id)
                    if first != node.id:
                        yield at(node, f"the message {event.name!r} already starts {first!r}")
