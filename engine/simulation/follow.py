"""Replay a counter-example of the proof as a trace, so that it can be read and animated like any simulation.

Data play no part: conditions answer as they did in the proof, and awaited events occur when the example says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.bpmn import Program, State, read_program
from engine.bpmn.facts import TRACE_KINDS
from engine.bpmn.proof.abstract import without_data
from engine.bpmn.proof.moves import follow
from engine.kernel.errors import InvalidInput, JingbanError, Step
from engine.simulation.simulate import START, Trace, split_files

MAX_STEPS = 10_000


def follow_path(
    xml: bytes | Mapping[str, bytes], path: Sequence[Step], *, process: str | None = None
) -> Trace:
    """Run the process along the `steps` of a finding; `process` is the one that these begin in, unless it is named.

    The events are those of `simulate`; the end has state waiting where the process is stuck, with what waits. Raises
    `ExecutionFailed` (`path-broken`) when the path does not belong to this model.
    """
    files, _ = split_files(xml)
    program = read_program(files, process, linked=False)
    if process is None and path:
        program = replace(program, root=_begun(program, path[0].element))
    program = without_data(program)
    types = {(node.process, node.id): (node.type, node.name) for node in program.nodes()}
    events: list[dict[str, Any]] = []
    state: State | None = None
    for position, move in enumerate(path, 1):
        try:
            state, facts = follow(program, state, move)
        except JingbanError as error:
            if position < len(path) or error.stable_code == "path-broken":
                raise
            return Trace(events, _failed(error))
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


def read_steps(told: Any) -> tuple[Step, ...]:
    """The steps of a finding as `jingban lint --format json` tells it, of the first of several that has some, or of a list.

    `InvalidInput` (`follow-steps`) for anything else.
    """
    found = told
    if isinstance(found, list) and any(isinstance(one, Mapping) and one.get("steps") for one in found):
        found = next(one for one in found if isinstance(one, Mapping) and one.get("steps"))
    if isinstance(found, Mapping):
        found = found.get("steps")
    if not isinstance(found, list) or not found or len(found) > MAX_STEPS:
        raise _not_steps()
    return tuple(_step(one) for one in found)


def _step(told: Any) -> Step:
    if not isinstance(told, Mapping):
        raise _not_steps()
    what, element, code = told.get("what"), told.get("element"), told.get("code")
    choices = told.get("choices", [])
    if not isinstance(what, str) or not isinstance(element, str) or not isinstance(choices, list):
        raise _not_steps()
    return Step(what, element, (), tuple(choice is True for choice in choices), code)


def _not_steps() -> InvalidInput:
    return InvalidInput(
        "Give a finding with steps, as jingban lint --format json tells it", code="follow-steps"
    )


def _begun(program: Program, element: str) -> str:
    """The process that a first step begins: itself, or the one whose start event it is."""
    if element in program.processes:
        return element
    return next((node.process for node in program.nodes() if node.id == element), program.root)


def _failed(error: JingbanError) -> dict[str, Any]:
    """The machine cannot make the last step: that is what the example shows."""
    told = {"code": error.stable_code, "message": error.message}
    return {
        "event": "end",
        "at": START.isoformat(),
        "state": "failed",
        "waiting": [],
        "data": {},
        "error": told,
    }


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
