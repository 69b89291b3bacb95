"""A limit is a whole number of working days, or an expression for one."""

from collections.abc import Iterator

from engine.bpmn.lint.offices import number
from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule("limit-number", "error", 'Give a whole number of working days, or "=" and an expression.', ours=True)
def check(subject: Subject) -> Iterator[Spot]:
    """Literal limits that are no whole number from 1 to 1000."""
    # the attributes of a sub-process are on its node, those of a process on its graph
    processes = [graph for graph in subject.graphs.values() if graph.parent is None]
    places: list[Node | Graph] = [*subject.nodes(), *processes]
    for place in places:
        value = place.attributes.get("limit")
        if isinstance(value, str) and not 1 <= (number(value) or 0) <= 1000:
            yield at(place, f"jb:limit is {value!r}, no number of working days")
