"""Finds the type that a `typeRef` text means: FEEL's own, an item definition of the file, or one of an import.

An unknown name is a finding and then any type, so that a misspelt type makes no decision silent.
"""

from functools import partial
from typing import Any

from engine.decisions.boxes import Place, UnaryTests
from engine.decisions.elements import Definitions, ItemDefinition
from engine.decisions.feel_types import as_feel, defined
from engine.decisions.types import (
    ANY,
    Basic,
    Constrained,
    ContextOf,
    FunctionOf,
    ListOf,
    Named,
    RangeOf,
    Type,
)
from engine.decisions.walking import entry_names, unmistakable
from engine.expressions import compile_unary_tests
from engine.expressions.types import ANY as SOMETHING
from engine.expressions.types import Defined, FeelType, FunctionType
from engine.kernel.errors import Finding, JingbanError

_ALIASES = {
    "number": ("integer", "int", "long", "double", "decimal", "float"),
    "string": (),
    "boolean": (),
    "date": (),
    "time": (),
    "date and time": ("dateTime", "datetime"),
    "days and time duration": ("dayTimeDuration", "dayTime duration"),
    "years and months duration": ("yearMonthDuration", "yearMonth duration"),
    "context": (),
    "function": (),
    "range": (),
}
BUILT_IN: dict[str, Type] = {
    **{name: Basic(kind) for kind, others in _ALIASES.items() for name in (kind, *others)},
    "list": ListOf(ANY),
    "Any": ANY,
    "any": ANY,
    "Null": ANY,
}
"""FEEL's types under the names that versions 1.1 to 1.5 and common editors give them."""


class ItemTypes:
    """The types of one file; `imported` gives (alias, types) of each imported file."""

    def __init__(self, definitions: Definitions, findings: list[Finding]) -> None:
        self._definitions = definitions
        self._findings = findings
        self._items = {item.name: item for item in definitions.items}
        self._entries = entry_names(definitions)
        self._known: dict[str, Type] = {}
        self._open: set[str] = set()
        self._unknown: set[str] = set()
        self._feel: dict[str, FeelType] | None = None
        self.imported: list[tuple[str, str, ItemTypes]] = []
        self.missing: list[tuple[str, str]] = []

    def resolve(self, type_ref: str | None, place: Place) -> Type:
        """The type; `ANY` without a reference, and with a finding when the name is unknown."""
        if type_ref is None:
            return ANY
        found = self.find(type_ref)
        if found is None:
            self._report(type_ref, place)
            return ANY
        return found

    def find(self, name: str) -> Type | None:
        """The type called `name` from this file's point of view, None when there is none."""
        if name in self._items:
            return self._item(name)
        return BUILT_IN.get(name) or self._generic(name) or self._prefixed(name) or self._aliased(name)

    def for_feel(self) -> dict[str, FeelType]:
        """Every type that expressions of this file may name in `instance of`, with imported ones under their alias."""
        if self._feel is not None:
            return self._feel
        own = {name: defined(self._item(name)) for name in self._items}
        for alias, _, types in self.imported:
            own.update(
                {f"{alias}.{name}" if alias else name: defined(types._item(name)) for name in types._items}
            )
        self._feel = own
        return own

    def _generic(self, name: str) -> Type | None:
        head, bracket, rest = name.partition("<")
        if not bracket or not rest.endswith(">"):
            return None
        inner = self.find(rest[:-1].strip())
        if inner is None or head.strip() not in ("list", "range"):
            return None
        return ListOf(inner) if head.strip() == "list" else RangeOf(inner)

    def _prefixed(self, name: str) -> Type | None:
        prefix, colon, rest = name.partition(":")
        if not colon:
            return None
        uri = self._definitions.prefixes.get(prefix.strip(), "")
        for _, namespace, types in self.imported:
            if uri == namespace:
                return types.find(rest)
        if any(uri == namespace for _, namespace in self.missing):
            return ANY
        if uri == self._definitions.namespace and rest in self._items:
            return self._item(rest)
        return BUILT_IN.get(rest) or (self._item(rest) if rest in self._items else None)

    def _aliased(self, name: str) -> Type | None:
        for alias, _, types in self.imported:
            if alias and name.startswith(f"{alias}."):
                return types.find(name[len(alias) + 1 :])
        if any(not alias or name.startswith(f"{alias}.") for alias, _ in self.missing):
            return ANY
        for alias, _, types in self.imported:
            if not alias and (found := types.own(name)) is not None:
                return found
        return None

    def own(self, name: str) -> Type | None:
        """The item definition called `name` of this very file, or of a model that it imports without a name."""
        reached: list[ItemTypes] = [self]
        for types in reached:
            if name in types._items:
                return types._item(name)
            reached.extend(other for alias, _, other in types.imported if not alias and other not in reached)
        return None

    def _item(self, name: str) -> Type:
        if name in self._known:
            return self._known[name]
        if name in self._open:
            return Named(name, lambda: self._known.get(name, ANY))
        self._open.add(name)
        built = self._build(self._items[name])
        self._open.discard(name)
        if isinstance(_bare(built), Named):
            self._report(name, self._items[name].place, "is defined by itself")
            built = ANY
        self._known[name] = built
        return built

    def _build(self, item: ItemDefinition, siblings: frozenset[str] = frozenset()) -> Type:
        base = self._base(item)
        if item.allowed_values is not None:
            base = self._constrained(base, item.allowed_values, siblings)
        if item.is_collection:
            base = ListOf(base)
        if item.type_constraint is not None:
            base = self._constrained(base, item.type_constraint, siblings)
        return base

    def _base(self, item: ItemDefinition) -> Type:
        if item.components:
            names = frozenset(part.name for part in item.components)
            fields = tuple((part.name, self._build(part, names)) for part in item.components)
            return ContextOf(item.name, fields)
        if item.is_function:
            parameters = [self.resolve(one.type_ref, item.place) for one in item.function_parameters]
            result = self.resolve(item.function_output, item.place)
            signature = FunctionType(tuple(as_feel(of) for of in parameters), as_feel(result))
            return FunctionOf(item.name, result, signature)
        return self.resolve(item.type_ref, item.place)

    def _constrained(self, base: Type, tests: UnaryTests, siblings: frozenset[str]) -> Type:
        try:
            names = siblings | unmistakable(self._entries, siblings)
            types = self._at_evaluation() if "instance" in tests.text else None
            return Constrained(base, compile_unary_tests(tests.text, names=names, types=types))
        except JingbanError as error:
            message = f"The allowed values {tests.text!r:.80} cannot be read: {error.message}"
            self._add("dmn-expression", message, tests.place, "Correct the expression.")
            return base

    def _at_evaluation(self) -> dict[str, FeelType]:
        """The file's own types for `instance of` in constraints, looked up when they are asked: not all are built yet."""
        return {name: Defined(SOMETHING, partial(self._is, name)) for name in self._items}

    def _is(self, name: str, value: Any) -> bool:
        return self._item(name).admits(value)

    def _report(self, name: str, place: Place, what: str = "is not defined") -> None:
        if name not in self._unknown:
            self._unknown.add(name)
            help_text = "Define the item, correct its name, or import the model that has it."
            self._add(
                "dmn-unknown-type", f"The type {name!r} {what}; any value is accepted.", place, help_text
            )

    def _add(self, rule: str, message: str, place: Place, help_text: str) -> None:
        self._findings.append(Finding(rule, "warning", message, place.id, place.line, place.file, help_text))


def _bare(of: Type) -> Type:
    while isinstance(of, Constrained):
        of = of.base
    return of
