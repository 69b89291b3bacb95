"""jb:outputs takes over answers of the task's form."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import names_of
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.spelling import nearest


@rule("outputs-unknown", "warning", "Name fields of the form, separated by commas.", ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Names in jb:outputs that the form does not ask for, where the form is known."""
    for node in subject.nodes("userTask", "manualTask"):
        form = node.attributes.get("form")
        fields = (subject.known.fields or {}).get(form) if isinstance(form, str) else None
        for name in names_of(node, "outputs") if fields is not None else ():
            if fields is not None and name not in fields:
                near = nearest(name, fields)
                hint = f"; did you mean {near!r}?" if near else ""
                yield at(node, f"the form {form!r} has no field {name!r}{hint}")
