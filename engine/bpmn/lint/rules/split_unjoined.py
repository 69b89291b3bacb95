"""Branches that a parallel gateway starts are joined again, or the model says why not (our rule 4)."""

from collections.abc import Iterator

from engine.bpmn.lint.paths import joins, reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule(
    "split-unjoined",
    "warning",
    "Join the branches, or say in jb:lintReason which milestone stands for the join.",
    deep=True,
    ours=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Parallel splits after which no two branches meet in a gateway that waits."""
    for graph, node in subject.placed("parallelGateway"):
        if len(node.outgoing) > 1 and not _joined(graph, node):
            yield at(node, "the branches that start here are never joined")


def _joined(graph: Graph, split: Node) -> bool:
    """Whether two of the branches reach the same join."""
    met: set[str] = set()
    for flow in split.outgoing:
        found = reachable(graph, [graph.nodes[flow.target]], lambda node: node is split)
        here = {own_id for own_id, node in found.items() if joins(node) and node is not split}
        if met & here:
            return True
        met |= here
    return False
