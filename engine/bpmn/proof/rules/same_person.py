"""Separation of duties: on no path may the same role of the same department both review and decide (our rule 2)."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.bpmn.lint.offices import names_of
from engine.bpmn.model import Attribute, Node
from engine.bpmn.proof.explore import Edge
from engine.bpmn.proof.rule import Explored, Spot, completes, rule, said


class _Duty(NamedTuple):
    """A review or decision, and the element of this process that stands for it: itself, or the call that it is done in."""

    node: Node
    at: str


@rule(
    "proof-same-person",
    "error",
    "List the review in jb:excludes of the decision.",
    partial=True,
)
def check(explored: Explored) -> Iterator[Spot]:
    """Decisions after a review by the same role that they do not exclude, with the way from one to the other."""
    reviews = list(_duties(explored, "review"))
    for decision in _duties(explored, "decide"):
        told = set()
        for review in reviews:
            if review.node.id in told or not _may_be_one(explored, review, decision):
                continue
            steps = explored.way_past([completes(review.at), _begins(decision.at)])
            if steps is not None:
                told.add(review.node.id)
                yield Spot(
                    f"one person may complete both {said(review.node, review.node.id)} and this decision",
                    decision.at,
                    steps,
                )


def _duties(explored: Explored, kind: str) -> Iterator[_Duty]:
    for node in explored.nodes():
        if node.attributes.get("kind") == kind:
            yield _Duty(node, node.id)
        if node.called is not None:
            for inner in _called(explored, node.called, frozenset()):
                if inner.attributes.get("kind") == kind:
                    yield _Duty(inner, node.id)


def _called(explored: Explored, process: str, seen: frozenset[str]) -> Iterator[Node]:
    if process in seen:
        return
    for node in explored.program.nodes():
        if node.process == process:
            yield node
            if node.called is not None:
                yield from _called(explored, node.called, seen | {process})


def _may_be_one(explored: Explored, review: _Duty, decision: _Duty) -> bool:
    """The same department and role, and neither task excludes the other's performer.

    What is computed is the same only within one process: a caller may give its processes different values. Duties that
    are both within calls are not compared: one call is judged where its process is proved, two are two matters.
    """
    here = (review.at == review.node.id, decision.at == decision.node.id)
    if not any(here):
        return False
    if review.node.id in names_of(decision.node, "excludes") or decision.node.id in names_of(
        review.node, "excludes"
    ):
        return False
    return all(
        _same(review.node.attributes.get(name), decision.node.attributes.get(name), all(here))
        for name in ("department", "role")
    )


def _same(one: Attribute | None, other: Attribute | None, computed: bool) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    if one is None or other is None or isinstance(one, str) or isinstance(other, str):
        return one is None and other is None and computed
    return computed and one.text == other.text


def _begins(element: str) -> Callable[[Edge], bool]:
    return lambda edge: element in edge.step.elements
