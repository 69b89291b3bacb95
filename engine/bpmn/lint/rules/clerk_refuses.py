"""The window receives and never refuses: a refusal needs somebody who may decide (our rule 2)."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import REFUSAL, operation
from engine.bpmn.lint.paths import reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Node

_CLERK = "clerk"


@rule(
    "clerk-refuses",
    "error",
    "Lead the path through a task of the reviewing department.",
    deep=True,
    ours=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Tasks of the role clerk after which a case is refused before anybody else had it."""
    for graph, node in subject.placed("userTask", "manualTask"):
        if node.attributes.get("role") != _CLERK:
            continue
        targets = [graph.nodes[flow.target] for flow in node.outgoing]
        for part in reachable(graph, targets, _other_hands).values():
            if operation(part) == REFUSAL:
                yield at(node, f"the window task leads straight to the refusal {part.id!r}")
                break


def _other_hands(node: Node) -> bool:
    if node.type in ("callActivity", "subProcess", "receiveTask", "eventBasedGateway"):
        return True
    return node.type in ("userTask", "manualTask") and node.attributes.get("role") != _CLERK
