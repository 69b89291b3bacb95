"""A script leaves alone what the loop around it sets before every round."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject

_COUNTERS = frozenset(
    {
        "loopCounter",
        "numberOfInstances",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
        "numberOfTerminatedInstances",
    }
)


@rule("script-reserved-name", "warning", "Use a variable of your own.")
def check(subject: Subject) -> Iterator[Spot]:
    """Scripts that assign to a loop counter or to the item of their own loop."""
    for node in subject.nodes():
        reserved = _COUNTERS | ({node.loop.item} if node.loop is not None else set())
        for assign in node.script:
            if assign.target in reserved:
                yield at(node, f"{assign.target!r} is set by the loop; what the script writes is lost")
