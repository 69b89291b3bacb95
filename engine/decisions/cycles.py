"""Finds what depends on itself. Works without recursion, so that a long chain of decisions cannot exhaust the stack."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


def cycles(edges: Mapping[Node, Sequence[Node]]) -> list[list[Node]]:
    """The groups of nodes that reach one another (Tarjan, 1972), single nodes only if they point to themselves.

    Nodes inside a group and the groups come in the order of `edges`; targets that are no keys are ignored.
    """
    search = _Search(edges)
    for node in edges:
        if node not in search.number:
            search.visit(node)
    position = {node: place for place, node in enumerate(edges)}
    groups = [sorted(group, key=position.__getitem__) for group in search.groups]
    circular = [group for group in groups if len(group) > 1 or group[0] in edges[group[0]]]
    return sorted(circular, key=lambda group: position[group[0]])


class _Search(Generic[Node]):
    def __init__(self, edges: Mapping[Node, Sequence[Node]]) -> None:
        self.edges = edges
        self.number: dict[Node, int] = {}
        self.low: dict[Node, int] = {}
        self.waiting: list[Node] = []
        self.inside: set[Node] = set()
        self.groups: list[list[Node]] = []

    def visit(self, start: Node) -> None:
        path: list[tuple[Node, Iterator[Node]]] = [(start, self._enter(start))]
        while path:
            node, targets = path[-1]
            target = next(targets, None)
            if target is None:
                path.pop()
                self._leave(node)
                if path:
                    self.low[path[-1][0]] = min(self.low[path[-1][0]], self.low[node])
            elif target not in self.number:
                path.append((target, self._enter(target)))
            elif target in self.inside:
                self.low[node] = min(self.low[node], self.number[target])

    def _enter(self, node: Node) -> Iterator[Node]:
        self.number[node] = self.low[node] = len(self.number)
        self.waiting.append(node)
        self.inside.add(node)
        return iter([target for target in self.edges[node] if target in self.edges])

    def _leave(self, node: Node) -> None:
        if self.low[node] != self.number[node]:
            return
        group: list[Node] = []
        while not group or group[-1] != node:
            group.append(self.waiting.pop())
        self.inside.difference_update(group)
        self.groups.append(group)
