"""A form that a task names must exist."""

from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject


@rule("form-unknown", "error", "Deploy the form together with this file, or correct jb:form.")
def check(subject: Subject) -> Iterator[Spot]:
    """Tasks with an unknown form."""
    known = subject.known.forms
    if known is None:
        return
    for node in subject.nodes():
        key = node.attributes.get("form")
        if isinstance(key, str) and key not in known:
            yield at(node, f"there is no form {key!r}")
