"""Reads boxed expressions, one function per kind; decision tables have a module of their own."""

from collections.abc import Callable
from typing import Any, TypeVar

from engine.decisions.boxes import (
    Binding,
    Box,
    BoxedList,
    Conditional,
    Context,
    ContextEntry,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    LiteralExpression,
    Parameter,
    Relation,
    UnaryTests,
)
from engine.decisions.reading.nodes import Reading, clean_name, clean_type, foreign_language

BoxReader = Callable[[Reading, Any], Box]
AnyReader = TypeVar("AnyReader", bound=BoxReader)
READERS: dict[str, BoxReader] = {}


def reads(name: str) -> Callable[[AnyReader], AnyReader]:
    """Register a function as the reader of elements called `name`."""

    def register(reader: AnyReader) -> AnyReader:
        READERS[name] = reader
        return reader

    return register


def read_box(reading: Reading, parent: Any) -> Box | None:
    """The first boxed expression directly inside `parent`; None (not a fault) when there is none."""
    return next(iter(read_boxes(reading, parent)), None)


def read_boxes(reading: Reading, parent: Any) -> list[Box]:
    """Every boxed expression directly inside `parent`, in order."""
    return [
        READERS[name](reading, element)
        for element in parent.iterchildren("*")
        if (name := reading.local(element)) in READERS
    ]


def _inside(reading: Reading, element: Any, name: str) -> Box | None:
    holder = reading.child(element, name)
    return None if holder is None else read_box(reading, holder)


@reads("literalExpression")
def read_literal(reading: Reading, element: Any) -> LiteralExpression:
    """FEEL text; text imported from elsewhere is not followed."""
    if reading.child(element, "importedValues") is not None:
        reading.find(
            "dmn-imported-values",
            "Imported values are not read; the expression is null.",
            element,
            "Write the expression here.",
        )
    language = foreign_language(element.get("expressionLanguage") or reading.language)
    text = reading.text(element, "text") or ""
    return LiteralExpression(reading.place(element), clean_type(element.get("typeRef")), text, language)


def read_unary_tests(reading: Reading, element: Any | None) -> UnaryTests | None:
    """The tests of a cell or of allowed values; None when absent, empty or a dash: anything."""
    if element is None:
        return None
    text = reading.text(element, "text") or ""
    if text.strip() in ("", "-"):
        return None
    language = foreign_language(element.get("expressionLanguage") or reading.language)
    return UnaryTests(reading.place(element), text, language)


@reads("invocation")
def _read_invocation(reading: Reading, element: Any) -> Box:
    bindings = []
    for item in reading.children(element, "binding"):
        parameter = reading.child(item, "parameter")
        if parameter is None:
            continue
        name, type_ref = clean_name(parameter.get("name")), clean_type(parameter.get("typeRef"))
        bindings.append(Binding(name, type_ref, read_box(reading, item)))
    return Invocation(
        reading.place(element),
        clean_type(element.get("typeRef")),
        read_box(reading, element),
        tuple(bindings),
    )


@reads("context")
def _read_context(reading: Reading, element: Any) -> Box:
    entries = []
    for item in reading.children(element, "contextEntry"):
        variable = reading.child(item, "variable")
        name = None if variable is None else clean_name(variable.get("name")) or None
        type_ref = None if variable is None else clean_type(variable.get("typeRef"))
        entries.append(ContextEntry(name, type_ref, read_box(reading, item)))
    return Context(reading.place(element), clean_type(element.get("typeRef")), tuple(entries))


@reads("list")
def _read_list(reading: Reading, element: Any) -> Box:
    return BoxedList(
        reading.place(element), clean_type(element.get("typeRef")), tuple(read_boxes(reading, element))
    )


@reads("relation")
def _read_relation(reading: Reading, element: Any) -> Box:
    columns = tuple(
        (clean_name(column.get("name")), clean_type(column.get("typeRef")))
        for column in reading.children(element, "column")
    )
    rows = []
    for row in reading.children(element, "row"):
        cells: list[Box | None] = list(read_boxes(reading, row))
        if len(cells) != len(columns):
            message = f"The row has {len(cells)} cells for {len(columns)} columns."
            reading.find(
                "dmn-relation-shape", message, row, "Give every column a cell, an empty one if need be."
            )
        padded = cells[: len(columns)] + [None] * (len(columns) - len(cells))
        rows.append(tuple(padded))
    return Relation(reading.place(element), clean_type(element.get("typeRef")), columns, tuple(rows))


def read_function(reading: Reading, element: Any) -> FunctionDefinition:
    """A function definition, also under the name `encapsulatedLogic`."""
    kind = (element.get("kind") or "FEEL").strip()
    parameters = tuple(
        Parameter(clean_name(item.get("name")), clean_type(item.get("typeRef")))
        for item in reading.children(element, "formalParameter")
    )
    known = kind if kind in ("Java", "PMML") else "FEEL"
    return FunctionDefinition(
        reading.place(element),
        clean_type(element.get("typeRef")),
        known,  # type: ignore[arg-type]  # one of the three literals by the line above
        parameters,
        read_box(reading, element),
    )


READERS["functionDefinition"] = read_function


@reads("conditional")
def _read_conditional(reading: Reading, element: Any) -> Box:
    return Conditional(
        reading.place(element),
        clean_type(element.get("typeRef")),
        _inside(reading, element, "if"),
        _inside(reading, element, "then"),
        _inside(reading, element, "else"),
    )


@reads("filter")
def _read_filter(reading: Reading, element: Any) -> Box:
    source, match = _inside(reading, element, "in"), _inside(reading, element, "match")
    return Filter(reading.place(element), clean_type(element.get("typeRef")), source, match)


def _read_iteration(reading: Reading, element: Any) -> Box:
    kind = reading.local(element)
    body = _inside(reading, element, "return" if kind == "for" else "satisfies")
    return Iteration(
        reading.place(element),
        clean_type(element.get("typeRef")),
        kind,  # type: ignore[arg-type]  # registered under exactly the three literals
        clean_name(element.get("iteratorVariable")),
        _inside(reading, element, "in"),
        body,
    )


READERS.update({"for": _read_iteration, "some": _read_iteration, "every": _read_iteration})
