"""Lack of synchronisation: two tokens where one is meant, so that work is done twice (BPMN 2.0.2, 13.3.1)."""

from collections.abc import Iterator

from engine.bpmn.lint.paths import joins, reachable
from engine.bpmn.model import Graph, Node
from engine.bpmn.proof.explore import Edge, Situation, multiplied
from engine.bpmn.proof.rule import Explored, Spot, rule

_AT_ONCE = frozenset({"task", "scriptTask", "sendTask"})


@rule(
    "proof-multiplied",
    "error",
    "Join the branches with a parallel or inclusive gateway first.",
    partial=True,
)
def check(explored: Explored) -> Iterator[Spot]:
    """Elements that hold two tokens, and elements that are done in a moment but once for each of several branches."""
    for here in explored.found.situations:
        place = multiplied(here.state) if here.active else None
        if place is not None:
            yield Spot(
                "two tokens can be here at the same time: what was split is not joined before this element",
                place[1],
                here.path(),
            )
    ahead: dict[str, set[str]] = {}
    for before, edge in explored.found.edges():
        if before is not None and edge.to.active:
            yield from _again(explored, before, edge, ahead)


def _again(explored: Explored, here: Situation, edge: Edge, ahead: dict[str, set[str]]) -> Iterator[Spot]:
    """Elements done in this step that another token, which was there before, comes to without a join between."""
    for fact in edge.facts:
        node = explored.node(fact.element) if fact.kind == "completed" else None
        if node is None or node.type not in _AT_ONCE:
            continue
        graph = explored.program.graphs[node.graph]
        for act in edge.to.state.acts.values():
            if act.scope != fact.scope or act.id not in here.state.acts or graph.type == "adHocSubProcess":
                continue
            if node.id in _ahead(graph, graph.nodes[act.node], ahead):
                yield Spot(
                    f"it is done once for each of several branches; {act.node!r} leads here as well",
                    node.id,
                    (*here.path(), edge.step),
                )


def _ahead(graph: Graph, node: Node, ahead: dict[str, set[str]]) -> set[str]:
    if node.id not in ahead:
        ahead[node.id] = set(reachable(graph, [node], joins, boundary=False)) - {node.id}
    return ahead[node.id]
