"""What all boxed expressions share when they are compiled: the unit they belong to, the registry, typed results.

A compiled box is a function of the visible names and the tally of the run. It never raises for a fault in the
model: that is null with a warning. Only spent bounds stop it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.decisions.boxes import Box, Place
from engine.decisions.item_types import ItemTypes
from engine.decisions.run import Tally
from engine.decisions.types import ANY, Nonconforming, Type, converted
from engine.decisions.walking import unmistakable
from engine.expressions import Expression, compile_expression, compile_unary_tests
from engine.expressions.types import FeelType
from engine.kernel.errors import Finding

Evaluate = Callable[[dict[str, Any], Tally], Any]
Known = frozenset[str]


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in FEEL text that nothing in its place defines; `known` are those that are."""

    name: str
    place: Place
    known: Known


ANY_NAME = "*"
"""Among known names: any further name may be defined, e.g. the entries of an item that is filtered."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The file being compiled: its types, its faults so far, names that nobody defines, names of context entries."""

    types: ItemTypes
    findings: list[Finding]
    unknown: list[UnknownName] = field(default_factory=list)
    entries: Known = frozenset()

    def expression(self, text: str, known: Known) -> Expression:
        """Compiled FEEL text of this file; raises JingbanError when it cannot be read."""
        return compile_expression(text, names=self._names(known), types=self._types(text))

    def unary_tests(self, text: str, known: Known) -> Expression:
        """Compiled unary tests of this file; raises JingbanError when they cannot be read."""
        return compile_unary_tests(text, names=self._names(known), types=self._types(text))

    def _types(self, text: str) -> Mapping[str, FeelType] | None:
        """The model's types for a text that can name some: after `instance of` or in a function's parameters."""
        return self.types.for_feel() if "instance" in text or "function" in text else None

    def _names(self, known: Known) -> Known:
        return known | unmistakable(self.entries, known) if self.entries else known

    def check_names(self, expression: Expression, known: Known, place: Place) -> None:
        """Keep the names that are used and not known; keys of contexts in the text itself define names too."""
        if expression.names <= known or ANY_NAME in known:
            return
        for name in sorted(expression.names - known):
            if not re.search(rf"(?<!\w){re.escape(name)}\s*:", expression.text):
                self.unknown.append(UnknownName(name, place, known))

    def find(self, rule: str, message: str, place: Place, help_text: str) -> None:
        """Keep a warning about the model."""
        self.findings.append(Finding(rule, "warning", message, place.id, place.line, place.file, help_text))


Compile = Callable[[Unit, Any, Known], Evaluate]
COMPILERS: dict[type[Box], Compile] = {}


def compiles(kind: type[Box]) -> Callable[[Compile], Compile]:
    """Register a function as the compiler of one kind of box."""

    def register(compile_one: Compile) -> Compile:
        COMPILERS[kind] = compile_one
        return compile_one

    return register


def compile_box(unit: Unit, box: Box | None, known: Known) -> Evaluate:
    """The closure of a box; an absent box is null."""
    if box is None:
        return null
    return COMPILERS[type(box)](unit, box, known)


def null(names: dict[str, Any], tally: Tally) -> Any:
    """Always null."""
    return None


def failing(code: str, message: str, place: Place) -> Evaluate:
    """Always null, and says why."""

    def evaluate(names: dict[str, Any], tally: Tally) -> Any:
        tally.warn(code, message, place)
        return None

    return evaluate


def typed(unit: Unit, type_ref: str | None, what: str, place: Place, evaluate: Evaluate) -> Evaluate:
    """`evaluate` with its result converted to a declared type; null and a warning when it does not conform."""
    of = unit.types.resolve(type_ref, place)
    if of is ANY:
        return evaluate

    def convert(names: dict[str, Any], tally: Tally) -> Any:
        return conform(of, evaluate(names, tally), what, place, tally)

    return convert


def conform(of: Type, value: Any, what: str, place: Place, tally: Tally) -> Any:
    """`value` as a value of the type, or null and a warning that names `what`."""
    try:
        return converted(of, value)
    except Nonconforming as error:
        tally.warn("decision-type", f"{what}: {error}", place)
        return None
