"""A user task says to which department and role it is offered (our rule 2: nobody else can see it)."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("user-task-offer", "error", "Set jb:department and jb:role on the task or on its lane.", ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """User tasks that would be in nobody's inbox, where the process uses departments at all."""
    offered = list(subject.nodes("userTask", "manualTask"))
    uses_departments = any("department" in node.attributes or "role" in node.attributes for node in offered)
    for node in offered if uses_departments else ():
        for attribute, existing in (
            ("department", subject.known.departments),
            ("role", subject.known.roles),
        ):
            value = node.attributes.get(attribute)
            if value is None:
                yield at(node, f"the task is offered to no {attribute}")
            elif isinstance(value, str) and existing is not None and value not in existing:
                yield at(
                    node,
                    f"there is no {attribute} {value!r}",
                    help=f"Correct jb:{attribute}, or add the {attribute} to the directory.",
                )
