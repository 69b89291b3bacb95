"""Branches that a parallel gateway starts are joined again, or the model says why not (our rule 4)."""

from collections.abc import Iterator

from engine.bpmn.lint.paths import joins, reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


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
        if len(node.outgoing) < 2:
            continue
        met: set[str] = set()
        joined = False
        for flow in node.outgoing:
            found = reachable(graph, [graph.nodes[flow.target]], lambda stop, split=node: stop is split)  # type: ignore[misc]
            here = {own_id for own_id, part in found.items() if joins(part) and part is not node}
            joined = joined or bool(met & here)
            met |= here
        if not joined:
            yield at(node, "the branches that start here are never joined")
