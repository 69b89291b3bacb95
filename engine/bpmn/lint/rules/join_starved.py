"""A parallel join that alternatives lead into waits for tokens that never come (BPMN 2.0.2, 10.6.4)."""

from collections.abc import Iterator

from engine.bpmn.lint.paths import joins
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node

_DECIDING = ("exclusiveGateway", "eventBasedGateway")


@rule("join-starved", "warning", "Merge alternatives with an exclusive gateway before the join.", deep=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Parallel joins of which one exclusive decision fills this or that incoming flow, but never all it could."""
    for graph, join in subject.placed("parallelGateway"):
        if len(join.incoming) < 2:
            continue
        fills = _fills(graph, join)
        for split in graph.nodes.values():
            if split.id in fills and _decides(split) and _starves(split, fills):
                yield at(join, f"the alternatives of {split.id!r} lead into it; it would wait for both")
                break


def _decides(split: Node) -> bool:
    return split.type in _DECIDING and not split.parallel_events


def _fills(graph: Graph, join: Node) -> dict[str, set[str]]:
    """Node id, or id of an incoming flow of the join → ids of its incoming flows to which a token there may lead."""
    fills: dict[str, set[str]] = {flow.id: {flow.id} for flow in join.incoming}
    for flow in join.incoming:
        stack = [graph.nodes[flow.source]]
        while stack:
            node = stack.pop()
            reached = fills.setdefault(node.id, set())
            if node is join or flow.id in reached:
                continue
            reached.add(flow.id)
            # what was decided before another join makes no difference behind it
            if joins(node):
                continue
            stack.extend(graph.nodes[incoming.source] for incoming in node.incoming)
            if node.attached_to in graph.nodes:
                stack.append(graph.nodes[node.attached_to or ""])
    return fills


def _starves(split: Node, fills: dict[str, set[str]]) -> bool:
    filled = [fills.get(flow.id) or fills.get(flow.target, set()) for flow in split.outgoing]
    total = set[str]().union(*filled)
    return len(total) > 1 and all(flows != total for flows in filled)
