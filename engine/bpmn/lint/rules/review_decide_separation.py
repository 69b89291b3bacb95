"""Who reviewed does not decide (our rule 2; 行政许可法 art. 34 and 38 and the separation of review and approval)."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import kind, names_of
from engine.bpmn.lint.paths import reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule(
    "review-decide-separation",
    "error",
    "Name the review tasks in jb:excludes of the decision task.",
    deep=True,
    ours=True,
)
def check(subject: Subject) -> Iterator[Spot]:
    """Decision tasks after reviews whose performers they do not exclude."""
    for graph in subject.graphs.values():
        reviews = [node for node in graph.nodes.values() if kind(node) == "review"]
        deciders = [node for node in graph.nodes.values() if kind(node) == "decide"]
        for decision in deciders if reviews else ():
            missing = [review.id for review in reviews if _unseparated(graph, review, decision)]
            if missing:
                yield at(decision, f"who did {', '.join(missing)} could decide here")


def _unseparated(graph: Graph, review: Node, decision: Node) -> bool:
    if review.id in names_of(decision, "excludes") or decision.id in names_of(review, "excludes"):
        return False
    return decision.id in reachable(graph, [review])
