"""Which event begins a process that has no none start: the first one that is told, else the first in the file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from engine.bpmn import Graph, Node
from engine.simulation.script import Occurrence
from engine.timing import CHINA_TIME, next_due, parse_timer


class Begun(NamedTuple):
    """The start that occurred, the event that it was, what came with it, and when."""

    trigger: Node
    event: str | None
    payload: Mapping[str, Any]
    at: datetime


def begun_by(graph: Graph, messages: list[Occurrence], signals: list[Occurrence], now: datetime) -> Begun:
    """Take the first told message or signal that a start awaits out of its list; else start as if one had occurred.

    A timer start that is not told begins when it is due.
    """
    starts = list(_starts(graph))
    for kind, told in (("message", messages), ("signal", signals)):
        for occurrence in list(told):
            for place in starts:
                if any(event.kind == kind and event.name == occurrence.name for event in _awaited(place)):
                    told.remove(occurrence)
                    return Begun(place, occurrence.name, occurrence.payload, now)
    first = starts[0]
    for event in first.events:
        if event.kind == "timer" and event.timer is not None and event.timer.text is not None:
            spec = parse_timer(event.timer.text, zone=CHINA_TIME)
            due = None if spec is None else next_due(spec, now)
            return Begun(first, None, {}, now if due is None else max(now, due))
    return Begun(first, None, {}, now)


def _starts(graph: Graph) -> list[Node]:
    places: list[Node] = []
    for start in graph.event_starts:
        if start.type == "eventBasedGateway":
            places.extend(graph.nodes[flow.target] for flow in start.outgoing)
        else:
            places.append(start)
    return places


def _awaited(place: Node) -> tuple[Any, ...]:
    return (*place.events, *((place.message,) if place.message is not None else ()))
