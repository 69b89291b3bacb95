"""The words of a trace: one line for each fact, and what the instances of a simulation wait for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.bpmn import Fact, Program, State


def line(program: Program, seq: int, now: datetime, instance: str, fact: Fact) -> dict[str, Any]:
    """seq, at, event, instance, element, type, name; index where the fact has one; then the data of the fact."""
    graph = program.graphs.get(fact.element)
    whole = graph is not None and graph.process == fact.element and graph.type != "globalTask"
    node = None if whole else program.node(fact.element, fact.process)
    told: dict[str, Any] = {
        "seq": seq,
        "at": now.isoformat(),
        "event": fact.kind,
        "instance": instance,
        "element": fact.element,
        "type": node.type if node is not None else "process",
        "name": node.name if node is not None else (graph.name if graph is not None else ""),
    }
    if fact.index is not None:
        told["index"] = fact.index
    for name, value in (fact.data or {}).items():
        told.setdefault(name, value)
    return told


def waiting(program: Program, states: Mapping[str, State], broken: str | None) -> list[dict[str, Any]]:
    """Instance, element, type and name of every open activity, awaited event and starved join; not of a broken instance."""
    found: list[dict[str, Any]] = []
    for instance, state in states.items():
        if state.status == "active" and instance != broken:
            found.extend(
                {"instance": instance, "element": element, "type": kind, "name": program.node(element).name}
                for element, kind in _places(program, state).items()
            )
    return found


def _places(program: Program, state: State) -> dict[str, str]:
    places: dict[str, str] = {}
    for act in state.acts.values():
        if act.phase in ("open", "event"):
            graph = program.graphs[state.scopes[act.scope].graph]
            places.setdefault(act.node, graph.nodes[act.node].type)
    for sid, node in state.joins:
        graph = program.graphs[state.scopes[sid].graph]
        if node in graph.nodes:
            places.setdefault(node, graph.nodes[node].type)
        elif not any(act.scope == sid for act in state.acts.values()):
            # an ad-hoc sub-process with nothing to do but to wait for its condition
            places.setdefault(graph.id.rsplit("/", 1)[-1], graph.type)
    return places
