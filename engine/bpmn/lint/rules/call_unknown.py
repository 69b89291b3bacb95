"""A call activity must name a process or global task that exists (BPMN 2.0.2, 10.3.6)."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Calls of processes that are neither in the file nor known."""
    if known.processes is None:
        return
    for node in graph.nodes.values():
        if node.called and node.called not in graphs and node.called not in known.processes:
            yield Finding(
                "call-unknown",
                "error",
                f"the called process {node.called!r} does not exist",
                node.id,
                node.line,
                help="Deploy it together with this file, or correct calledElement.",
            )
