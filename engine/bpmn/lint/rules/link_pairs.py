"""A link throw event leads to the one catch event of its name in the same container (BPMN 2.0.2, 10.5.4)."""

from collections import defaultdict
from collections.abc import Iterator

from engine.bpmn.lint.rule import Spot, at, rule
from engine.bpmn.lint.subject import Subject
from engine.bpmn.model import Graph, Node


@rule("link-pairs", "error", "Give one catch event and its throw events the same link name.")
def check(subject: Subject) -> Iterator[Spot]:
    """Links without a target, without a source, without a name, or with two targets."""
    for graph in subject.graphs.values():
        yield from _pairs(graph)


def _pairs(graph: Graph) -> Iterator[Spot]:
    targets: dict[str, list[Node]] = defaultdict(list)
    sources: dict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes.values():
        for event in node.events:
            if event.kind != "link" or node.type not in ("intermediateCatchEvent", "intermediateThrowEvent"):
                continue
            if not event.name:
                yield at(node, "the link has no name", help="Name the link event definition.")
            elif node.type == "intermediateCatchEvent":
                targets[event.name].append(node)
            else:
                sources[event.name].append(node)
    for name, throwers in sources.items():
        if name not in targets:
            yield from (at(node, f"there is no link catch event named {name!r} here") for node in throwers)
    for name, catchers in targets.items():
        yield from (at(node, f"a second target for the link {name!r}") for node in catchers[1:])
        if name not in sources:
            yield at(catchers[0], f"no link throw event named {name!r} leads here")
