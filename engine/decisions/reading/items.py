"""Reads item definitions (7.3.2): named types, their components, allowed values and function signatures."""

from typing import Any

from engine.decisions.elements import ItemDefinition, Variable
from engine.decisions.reading.boxed import read_unary_tests
from engine.decisions.reading.nodes import Reading, clean_name, clean_type, is_true


def read_item(reading: Reading, element: Any) -> ItemDefinition:
    """One item definition with its components, as deep as the file nests them."""
    function = reading.child(element, "functionItem")
    parameters = [] if function is None else reading.children(function, "parameters")
    return ItemDefinition(
        place=reading.place(element),
        name=clean_name(element.get("name")),
        type_ref=clean_type(reading.text(element, "typeRef")),
        is_collection=is_true(element.get("isCollection")),
        components=tuple(read_item(reading, item) for item in reading.children(element, "itemComponent")),
        allowed_values=read_unary_tests(reading, reading.child(element, "allowedValues")),
        type_constraint=read_unary_tests(reading, reading.child(element, "typeConstraint")),
        is_function=function is not None,
        function_output=None if function is None else clean_type(function.get("outputTypeRef")),
        function_parameters=tuple(
            Variable(clean_name(item.get("name")), clean_type(item.get("typeRef"))) for item in parameters
        ),
    )
