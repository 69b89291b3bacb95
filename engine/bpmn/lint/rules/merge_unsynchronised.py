"""Branches that run at the same time meet in a gateway that waits; anywhere else each token goes on for itself (BPMN 2.0.2, 13.3.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.paths import branches, flows_from, joins
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule(
    "merge-unsynchronised",
    "warning",
    "Join the branches with a parallel or inclusive gateway before it.",
    deep=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Nodes that tokens of several branches of one split reach, each starting them again."""
    for graph in subject.graphs.values():
        if graph.type == "adHocSubProcess":
            continue
        merges = [node for node in graph.nodes.values() if _merges(node)]
        told: set[str] = set()
        for split in graph.nodes.values() if merges else ():
            for node in _met(graph, split, merges):
                if node.id not in told:
                    told.add(node.id)
                    yield at(
                        node, f"branches that start at {split.id!r} meet here; each token starts it again"
                    )


def _merges(node: Node) -> bool:
    if len(node.incoming) < 2 or node.type == "endEvent" or node.start_quantity > 1:
        return False
    return not joins(node)


def _met(graph: Graph, split: Node, merges: list[Node]) -> Iterator[Node]:
    groups = branches(split)
    if not groups:
        return
    reached = [flows_from(graph, group, lambda node: joins(node) or node is split) for group in groups]
    for node in merges:
        incoming = [[flow.id for flow in node.incoming if flow.id in flows] for flows in reached]
        if any(
            one != other
            for position, first in enumerate(incoming)
            for second in incoming[position + 1 :]
            for one in first
            for other in second
        ):
            yield node
