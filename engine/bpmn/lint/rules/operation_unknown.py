"""A service task says which operation of the platform it asks for."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule(
    "operation-unknown", "error", "Correct jb:operation; the operations are listed in the designers' guide."
)
def check(subject: Subject) -> Iterator[Spot]:
    """Service tasks without an operation, or with an unknown one."""
    known = subject.known.operations
    for node in subject.nodes("serviceTask"):
        name = node.attributes.get("operation")
        if name is None and "connector" in node.attributes:
            continue  # it reaches another system instead
        if name is None:
            yield at(
                node,
                "the service task names no operation; it only runs in simulations",
                help="Set jb:operation.",
                severity="warning",
            )
        elif isinstance(name, str) and known is not None and name not in known:
            yield at(node, f"there is no operation {name!r}")
