"""A licence or a refusal of it is delivered (our rule 6; 行政许可法 art. 44)."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import DELIVERY, LICENCE, operation
from engine.bpmn.lint.paths import reachable
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "delivery-missing", "warning", "Add a service task with the operation case.deliver.", deep=True, ours=True
)
def check(subject: Subject) -> Iterator[Spot]:
    """Licences from which an end of the process is reached without a delivery."""
    for graph, node in subject.placed("serviceTask"):
        if operation(node) != LICENCE:
            continue
        found = reachable(
            graph,
            [node],
            lambda part: operation(part) == DELIVERY or part.type == "callActivity",
            boundary=False,
        )
        if any(part.type == "endEvent" for part in found.values()):
            yield at(node, "a path from here ends without a delivery")
