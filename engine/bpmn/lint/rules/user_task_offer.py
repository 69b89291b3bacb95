"""A user task says to which department and role it is offered (our rule 2: nobody else can see it)."""

from collections.abc import Iterator, Mapping

from engine.bpmn.lint.known import Known
from engine.bpmn.model import Graph
from engine.kernel.errors import Finding


def check(graph: Graph, graphs: Mapping[str, Graph], known: Known) -> Iterator[Finding]:
    """User tasks that would be in nobody's inbox, where the process uses departments at all."""
    offered = [node for node in graph.nodes.values() if node.type in ("userTask", "manualTask")]
    uses_departments = any("department" in node.attributes or "role" in node.attributes for node in offered)
    for node in offered if uses_departments else ():
        for attribute, what, existing in (
            ("department", "department", known.departments),
            ("role", "role", known.roles),
        ):
            value = node.attributes.get(attribute)
            if value is None:
                yield Finding(
                    "user-task-offer",
                    "error",
                    f"the task is offered to no {what}",
                    node.id,
                    node.line,
                    help=f"Set jb:{attribute} on the task or on its lane.",
                )
            elif isinstance(value, str) and existing is not None and value not in existing:
                yield Finding(
                    "user-task-offer",
                    "error",
                    f"there is no {what} {value!r}",
                    node.id,
                    node.line,
                    help=f"Correct jb:{attribute}, or add the {what} to the directory.",
                )
