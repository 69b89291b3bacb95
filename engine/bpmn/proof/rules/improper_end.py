"""Improper completion: the process ends, or comes to an end event, while work is still under way."""

from collections.abc import Iterator

from engine.bpmn.lint.paths import reachable
from engine.bpmn.model import Node
from engine.bpmn.proof.explore import Edge
from engine.bpmn.proof.rule import Explored, Spot, rule, said

_WORK = frozenset({"userTask", "manualTask", "serviceTask", "businessRuleTask", "callActivity"})
# what the law wants finished: a decision that ends the process over an open review would decide without it
_DUTIES = frozenset({"review", "consolidate", "decide"})


@rule(
    "proof-improper-end",
    "warning",
    "Join the branches before the end, or say in jb:lintReason why the rest may be given up.",
    partial=True,
)
def check(explored: Explored) -> Iterator[Spot]:
    """Terminate events that give up open work (an error where it is a review or a decision), and ends reached twice."""
    ahead: dict[str, set[str]] = {}
    for here, edge in explored.found.edges():
        steps = (*(here.path() if here is not None else ()), edge.step)
        for element, lost in _given_up(explored, edge):
            names = ", ".join(dict.fromkeys(said(node, node.id) for node in lost))
            duty = any(node.attributes.get("kind") in _DUTIES for node in lost)
            yield Spot(
                f"this ends the process while {names} is still open",
                element,
                steps,
                "error" if duty else "warning",
            )
        for element, act in _reached_again(explored, edge, ahead):
            yield Spot(
                f"this end is reached while {act!r}, which leads here as well, is still open", element, steps
            )


def _given_up(explored: Explored, edge: Edge) -> Iterator[tuple[str, list[Node]]]:
    """Each terminate event of a step with the open work that it cancelled."""
    ending: str | None = None
    lost: list[Node] = []
    for fact in edge.facts:
        if fact.kind == "thrown" and (fact.data or {}).get("kind") == "terminate":
            ending = fact.element
        node = explored.node(fact.element)
        if fact.kind == "cancelled" and ending is not None and node is not None and node.type in _WORK:
            lost.append(node)
    if ending is not None and lost:
        yield ending, lost


def _reached_again(explored: Explored, edge: Edge, ahead: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Plain end events of a step that a token which is still in the same scope will come to too."""
    if not edge.to.active:
        return
    for fact in edge.facts:
        node = explored.node(fact.element) if fact.kind == "completed" else None
        if node is None or node.type != "endEvent":
            continue
        graph = explored.program.graphs[node.graph]
        for place in _others(edge, fact.scope):
            if place not in ahead:
                ahead[place] = set(reachable(graph, [graph.nodes[place]], _takes_the_first, boundary=False))
            if node.id in ahead[place]:
                yield node.id, place
                break


def _others(edge: Edge, scope: str) -> Iterator[str]:
    """Where the other tokens of a scope are; who throws compensation without waiting has passed its token on."""
    state = edge.to.state
    yield from (act.node for act in state.acts.values() if act.scope == scope and act.phase != "plan")
    yield from (node for sid, node in state.joins if sid == scope)


def _takes_the_first(node: Node) -> bool:
    """A complex gateway may be meant to go on with the first and keep the rest."""
    return node.type == "complexGateway"
