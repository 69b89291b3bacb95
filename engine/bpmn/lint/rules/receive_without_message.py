"""A receive task or message catch event says which message it waits for."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Receive tasks without a message."""
    for node in graph.nodes.values():
        if node.type == "receiveTask" and node.message is None:
            yield Finding(
                "receive-without-message",
                "warning",
                "the receive task names no message; only an answer from outside can complete it",
                node.id,
                node.line,
                help="Set messageRef.",
            )
