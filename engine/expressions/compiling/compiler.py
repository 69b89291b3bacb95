"""Turns syntax into closures, keeping track of which names are bound where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.expressions.budget import Frame
from engine.expressions.syntax import Node
from engine.expressions.types import (
    ANY,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    Named,
    RangeType,
    Simple,
)

Closure = Callable[[Frame], Any]


_NEED_PARTS = frozenset({"list", "context", "function", "range"})


class UnknownType(Exception):
    """A type that cannot be mapped to the lattice of types: `instance of` is null, a call with it too."""


@dataclass(slots=True)
class StaticScope:
    """The names one frame will hold. `certain` names are always there; a scope with `item` may hold any name.

    `own` is the entry of a context that is being computed: functions in it may call themselves by that name.
    """

    certain: frozenset[str] = frozenset()
    own: str | None = None
    item: bool = False
    function: bool = False


@dataclass(slots=True)
class Compiler:
    """One expression being compiled: its options, the scopes around the place, and the free names found so far.

    `doubtful` names occur in filters only, where they may be entries of the items.
    """

    text: str
    strict: bool
    types: Mapping[str, FeelType]
    known: frozenset[str] = frozenset()
    scopes: list[StaticScope] = field(default_factory=list)
    free: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)

    def compile(self, node: Node) -> Closure:
        """The closure of one node in the scopes at hand."""
        return _HANDLERS[type(node)](self, node)

    def inside(self, scope: StaticScope, node: Node) -> Closure:
        """The closure of a node that sees one more scope."""
        self.scopes.append(scope)
        try:
            return self.compile(node)
        finally:
            self.scopes.pop()

    def type(self, wanted: FeelType | None) -> FeelType | None:
        """The type with every name of the model replaced by what it stands for; UnknownType if there is none."""
        if isinstance(wanted, Named):
            if wanted.name in self.types:
                return self.types[wanted.name]
            raise UnknownType(f"There is no type {wanted.name!r:.80}.")
        if isinstance(wanted, Simple) and wanted.name in _NEED_PARTS:
            raise UnknownType(f"The type {wanted.name} needs its parts, e.g. list<number>.")
        if isinstance(wanted, ListType):
            return ListType(self.type(wanted.item) or ANY)
        if isinstance(wanted, RangeType):
            return RangeType(self.type(wanted.item) or ANY)
        if isinstance(wanted, ContextType):
            return ContextType(tuple((name, self.type(part) or ANY) for name, part in wanted.entries))
        if isinstance(wanted, FunctionType):
            parameters = tuple(self.type(part) or ANY for part in wanted.parameters)
            return FunctionType(parameters, self.type(wanted.result) or ANY)
        return wanted


_HANDLERS: dict[type, Callable[[Compiler, Any], Closure]] = {}


def compiles(
    kind: type,
) -> Callable[[Callable[[Compiler, Any], Closure]], Callable[[Compiler, Any], Closure]]:
    """Register the function that compiles one kind of node."""

    def register(handler: Callable[[Compiler, Any], Closure]) -> Callable[[Compiler, Any], Closure]:
        _HANDLERS[kind] = handler
        return handler

    return register
