"""jb:excludes names tasks of the same file, or it separates nobody from nobody."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import names_of
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.reader.spelling import nearest


@rule("excludes-unknown", "error", "Name the ids of user tasks, separated by commas.", ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Ids in jb:excludes that no user or manual task of the file has."""
    tasks = {node.id for node in subject.nodes("userTask", "manualTask")}
    for node in subject.nodes("userTask", "manualTask"):
        for name in names_of(node, "excludes"):
            if name not in tasks:
                near = nearest(name, tasks)
                hint = f"; did you mean {near!r}?" if near else ""
                yield at(node, f"jb:excludes names {name!r}, which is no task here{hint}")
