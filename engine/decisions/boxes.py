"""Boxed expressions as the file has them (DMN 1.5, 7.3 and 10.2): frozen values, not yet compiled.

Every box knows its place, so that a fault in one cell can be shown in the editor. FEEL stays text here.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the file, the nearest element id and the 1-based line (None if unknown)."""

    file: str
    id: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Box:
    """Any boxed expression; `type_ref` is the text of its declared type."""

    place: Place
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class LiteralExpression(Box):
    """10.2.1.1: FEEL text; `language` is set only when it is some other language, which we do not run."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class UnaryTests:
    """7.3.13: the tests of an input cell or of a list of allowed values."""

    place: Place
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """7.3.6: one argument of an invocation."""

    name: str
    type_ref: str | None
    value: Box | None


@dataclass(frozen=True, slots=True)
class Invocation(Box):
    """10.2.1.4: a function called with named arguments."""

    function: Box | None
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """One row of a context; without a name it is the result cell."""

    name: str | None
    type_ref: str | None
    value: Box | None


@dataclass(frozen=True, slots=True)
class Context(Box):
    """10.2.1.5: named entries, each seeing those above it."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class BoxedList(Box):
    """10.2.1.6: a list of boxes."""

    items: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Relation(Box):
    """10.2.1.7: a list of contexts written as rows under named columns."""

    columns: tuple[tuple[str, str | None], ...]
    rows: tuple[tuple[Box | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal parameter."""

    name: str
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Box):
    """10.2.1.8: a function. Only kind FEEL is run; Java and PMML would leave this machine's safe ground."""

    kind: Literal["FEEL", "Java", "PMML"]
    parameters: tuple[Parameter, ...]
    body: Box | None


@dataclass(frozen=True, slots=True)
class Conditional(Box):
    """10.2.1.9: if, then, else."""

    test: Box | None
    then: Box | None
    otherwise: Box | None


@dataclass(frozen=True, slots=True)
class Filter(Box):
    """10.2.1.10: the items of a list that match."""

    source: Box | None
    match: Box | None


@dataclass(frozen=True, slots=True)
class Iteration(Box):
    """10.2.1.11: for, some or every."""

    kind: Literal["for", "some", "every"]
    variable: str
    source: Box | None
    body: Box | None


@dataclass(frozen=True, slots=True)
class InputClause:
    """8.3.2: a column of conditions: what is tested and which values it may have."""

    place: Place
    label: str
    expression: LiteralExpression | None
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class OutputClause:
    """8.3.3: a column of results; the order of `allowed` is the priority for P and O."""

    place: Place
    name: str
    type_ref: str | None
    allowed: UnaryTests | None
    default: Box | None


@dataclass(frozen=True, slots=True)
class Rule:
    """8.3.4: one rule; `number` counts from 1 in document order."""

    place: Place
    number: int
    conditions: tuple[UnaryTests | None, ...]
    results: tuple[Box | None, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable(Box):
    """8.3.1: `hit_policy` is a single letter of U A P F R O C, `aggregation` one of SUM COUNT MIN MAX or None."""

    hit_policy: str
    aggregation: str | None
    orientation: str
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
