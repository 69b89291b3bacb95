"""Two flows between the same nodes start the second one twice."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Flow

_DECIDING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})


@rule("flow-duplicate", "warning", "Remove one of them.")
def check(subject: Subject) -> Iterator[Spot]:
    """Second flows with the same source and target that do not depend on a condition."""
    for graph in subject.graphs.values():
        seen: dict[tuple[str, str], Flow] = {}
        for flow in graph.flows.values():
            first = seen.setdefault((flow.source, flow.target), flow)
            if first is flow or graph.nodes[flow.source].type in _DECIDING:
                continue
            if first.condition is None and flow.condition is None:
                yield at(flow, f"it leads the same way as {first.id!r}")
