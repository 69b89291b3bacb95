"""Which event begins a process: of the chosen one the first that is told, else the first in the file; of others their timers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from engine.bpmn import Graph, Node, Program
from engine.simulation.script import Occurrence
from engine.timing import CHINA_TIME, next_due, parse_timer

MAX_STARTS = 1_000


class Begun(NamedTuple):
    """The start that occurred, the event that it was, what came with it, and when."""

    trigger: Node
    event: str | None
    payload: Mapping[str, Any]
    at: datetime


class DeployedTimers:
    """When timers start the other executable processes of the file. A cycle without an end starts one instance only."""

    def __init__(self, program: Program, now: datetime) -> None:
        self._due: list[tuple[datetime, str, str]] = []
        for graph in program.processes.values():
            if graph.id == program.root or graph.type != "process" or not graph.executable:
                continue
            for node in graph.event_starts:
                if len(self._due) > MAX_STARTS:
                    break
                if node.type == "startEvent" and not node.parallel_multiple:
                    self._due.extend((due, graph.id, node.id) for due in _occurrences(node, now))
        self._due.sort(key=lambda item: item[0])
        del self._due[MAX_STARTS:]

    def next_due(self) -> datetime | None:
        """The instant of the next start; None when there is none any more."""
        return self._due[0][0] if self._due else None

    def take(self) -> tuple[str, str]:
        """Process and start event of the next start, which is used up."""
        _, process, element = self._due.pop(0)
        return process, element


def _occurrences(node: Node, now: datetime) -> list[datetime]:
    found: list[datetime] = []
    for event in node.events:
        text = event.timer.text if event.kind == "timer" and event.timer is not None else None
        spec = None if text is None else parse_timer(text, zone=CHINA_TIME)
        if spec is None:
            continue
        times = MAX_STARTS if spec.kind == "cycle" and spec.repetitions is not None else 1
        for fired in range(times):
            due = next_due(spec, now, fired)
            if due is None:
                break
            found.append(due)
    return found


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
