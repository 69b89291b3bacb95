"""A form that a task names must exist."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Tasks with an unknown form."""
    if known.forms is None:
        return
    for node in graph.nodes.values():
        key = node.attributes.get("form")
        if isinstance(key, str) and key not in known.forms:
            yield Finding(
                "form-unknown",
                "error",
                f"there is no form {key!r}",
                node.id,
                node.line,
                help="Deploy the form together with this file, or correct jb:form.",
            )
