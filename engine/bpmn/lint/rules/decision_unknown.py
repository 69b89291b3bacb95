"""A business rule task must name a decision that exists."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """Business rule tasks without a decision, or with an unknown one."""
    for node in graph.nodes.values():
        if node.type != "businessRuleTask":
            continue
        key = node.attributes.get("decision")
        if key is None:
            yield Finding(
                "decision-unknown",
                "warning",
                "the business rule task names no decision",
                node.id,
                node.line,
                help="Set jb:decision to the key of a decision.",
            )
        elif isinstance(key, str) and known.decisions is not None and key not in known.decisions:
            yield Finding(
                "decision-unknown",
                "error",
                f"there is no decision {key!r}",
                node.id,
                node.line,
                help="Deploy the DMN file that holds it, or correct jb:decision.",
            )
