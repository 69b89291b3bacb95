"""A parallel join that alternatives lead into waits for tokens that never come (BPMN 2.0.2, 10.6.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.paths import flows_from
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule("join-starved", "warning", "Merge alternatives with an exclusive gateway before the join.")
def check(subject: Subject) -> Iterator[Spot]:
    """Parallel joins of which one exclusive decision fills this or that incoming flow, but never all it could."""
    for graph, join in subject.placed("parallelGateway"):
        if len(join.incoming) < 2:
            continue
        for split in graph.nodes.values():
            if split.type in ("exclusiveGateway", "eventBasedGateway") and _starves(graph, split, join):
                yield at(join, f"the alternatives of {split.id!r} lead into it; it would wait for both")
                break


def _starves(graph: Graph, split: Node, join: Node) -> bool:
    wanted = {flow.id for flow in join.incoming}
    filled = [
        flows_from(graph, [flow], lambda node: node is split or node is join) & wanted
        for flow in split.outgoing
    ]
    total = set().union(*filled)
    return len(total) > 1 and all(flows != total for flows in filled)
