"""Replay a counter-example of the proof as a trace, so that it can be read and animated like any simulation."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.bpmn import State, read_program
from engine.bpmn.facts import TRACE_KINDS
from engine.bpmn.proof.abstract import without_data
from engine.bpmn.proof.explore import Move, follow
from engine.simulation.simulate import START, Trace, split_files


def follow_path(
    xml: bytes | Mapping[str, bytes], path: Sequence[Move], *, process: str | None = None
) -> Trace:
    """Run the process along `path`, data aside: conditions answer as they did in the proof, awaited events occur.

    The events are those of `simulate`; the end has state waiting where the process is stuck, with what waits. Raises
    `ExecutionFailed` (`path-broken`) when the path does not belong to this model.
    """
    files, _ = split_files(xml)
    program = without_data(read_program(files, process))
    types = {(node.process, node.id): (node.type, node.name) for node in program.nodes()}
    events: list[dict[str, Any]] = []
    state: State | None = None
    for move in path:
        state, facts = follow(program, state, move)
        for fact in facts:
            if fact.kind in TRACE_KINDS:
                kind, name = types.get((fact.process, fact.element), ("process", ""))
                events.append(
                    {
                        "seq": len(events) + 1,
                        "at": START.isoformat(),
                        "event": fact.kind,
                        "instance": "i1",
                        "element": fact.element,
                        "type": kind,
                        "name": name,
                    }
                )
    return Trace(events, _end(state))


def _end(state: State | None) -> dict[str, Any]:
    if state is None:
        return {"event": "end", "at": START.isoformat(), "state": "waiting", "waiting": [], "data": {}}
    places = dict.fromkeys([*(act.node for act in state.acts.values()), *(node for _, node in state.joins)])
    return {
        "event": "end",
        "at": START.isoformat(),
        "state": "waiting" if state.status == "active" else state.status,
        "waiting": [{"instance": "i1", "element": element} for element in places],
        "data": {},
        **({"error": state.error} if state.error else {}),
    }
