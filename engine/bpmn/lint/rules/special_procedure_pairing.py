"""A clock that a special procedure stops is started again on every path (our rule 3; 行政许可法 art. 45)."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import REFUSAL, RESUMED, STOPPED, TERMINAL, operation, state_code
from engine.bpmn.lint.paths import reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Node


@rule(
    "special-procedure-pairing",
    "error",
    "Set the state 10 on every path after state 9, or end the case there.",
    deep=True,
    ours=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Tasks that set state 9 and from which an end is reached without state 10 or a state that ends the case."""
    for graph, node in subject.placed("serviceTask"):
        if state_code(node) != STOPPED:
            continue
        found = reachable(graph, [node], _settles)
        ends = [
            part for part in found.values() if not part.outgoing and not _settles(part) and not _link(part)
        ]
        if ends:
            yield at(node, f"the clock stops here and a path to {ends[0].id!r} never starts it again")


def _settles(node: Node) -> bool:
    code = state_code(node)
    return operation(node) == REFUSAL or code == RESUMED or (code is not None and code in TERMINAL)


def _link(node: Node) -> bool:
    return any(event.kind == "link" for event in node.events) or node.type == "boundaryEvent"
