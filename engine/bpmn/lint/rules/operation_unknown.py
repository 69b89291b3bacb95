"""A service task says which operation of the platform it asks for."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Service tasks without an operation, or with an unknown one."""
    for node in graph.nodes.values():
        if node.type != "serviceTask":
            continue
        name = node.attributes.get("operation")
        if name is None:
            yield Finding(
                "operation-unknown",
                "warning",
                "the service task names no operation; it only runs in simulations",
                node.id,
                node.line,
                help="Set jb:operation.",
            )
        elif isinstance(name, str) and known.operations is not None and name not in known.operations:
            yield Finding(
                "operation-unknown",
                "error",
                f"there is no operation {name!r}",
                node.id,
                node.line,
                help="Correct jb:operation; the operations are listed in the designers' guide.",
            )
