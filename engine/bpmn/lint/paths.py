"""Where a token may go next, and what can be reached: the questions that rules ask about the shape of a graph."""

from collections.abc import Callable, Iterable, Iterator

from engine.bpmn.model import Flow, Graph, Node

SYNCHRONISING = frozenset({"parallelGateway", "inclusiveGateway", "complexGateway"})


def successors(graph: Graph, node: Node, *, boundary: bool = True) -> Iterator[Node]:
    """Nodes that a token at `node` may reach in one move: by flow, by link, by an event on the boundary."""
    for flow in node.outgoing:
        yield graph.nodes[flow.target]
    if node.type == "intermediateThrowEvent":
        for event in node.events:
            if event.kind == "link" and (event.name or "") in graph.links:
                yield graph.links[event.name or ""]
    if boundary:
        yield from node.boundary


def reachable(
    graph: Graph,
    sources: Iterable[Node],
    stop: Callable[[Node], bool] = lambda node: False,
    *,
    boundary: bool = True,
) -> dict[str, Node]:
    """Nodes reachable from the sources, these included; at a node where `stop` is true the search ends (it is included)."""
    found: dict[str, Node] = {}
    stack = list(sources)
    while stack:
        node = stack.pop()
        if node.id in found:
            continue
        found[node.id] = node
        if not stop(node):
            stack.extend(successors(graph, node, boundary=boundary))
    return found


def flows_from(graph: Graph, first: Iterable[Flow], stop: Callable[[Node], bool]) -> set[str]:
    """Ids of the sequence flows that a token may take after it left by one of `first`, these included."""
    flows = list(first)
    nodes = reachable(graph, (graph.nodes[flow.target] for flow in flows), stop)
    return {flow.id for flow in flows} | {
        flow.id for node in nodes.values() if not stop(node) for flow in node.outgoing
    }


def branches(node: Node) -> list[tuple[Flow, ...]]:
    """The branches that run at the same time after a node: groups of flows that different tokens take; [] without a split."""
    if node.type in ("exclusiveGateway", "eventBasedGateway"):
        found: list[tuple[Flow, ...]] = []
    elif len(node.outgoing) > 1:
        found = [(flow,) for flow in node.outgoing]
    else:
        found = [node.outgoing] if node.outgoing else []
    found += [event.outgoing for event in node.boundary if not event.interrupting and event.outgoing]
    return found if len(found) > 1 else []


def joins(node: Node) -> bool:
    """A gateway that waits for several branches."""
    return node.type in SYNCHRONISING and len(node.incoming) > 1
