"""Reads decision tables (clause 8). Orientation changes how a table is drawn, not what its XML says."""

from typing import Any

from engine.decisions.boxes import Box, DecisionTable, InputClause, OutputClause, Rule, UnaryTests
from engine.decisions.reading.boxed import read_literal, read_unary_tests, reads
from engine.decisions.reading.nodes import Reading, clean_name, clean_type

HIT_POLICIES = {
    "UNIQUE": "U",
    "ANY": "A",
    "PRIORITY": "P",
    "FIRST": "F",
    "RULE ORDER": "R",
    "OUTPUT ORDER": "O",
    "COLLECT": "C",
}
AGGREGATIONS = ("SUM", "COUNT", "MIN", "MAX")


@reads("decisionTable")
def read_table(reading: Reading, element: Any) -> DecisionTable:
    """A table with its rules padded to its columns; what does not fit is a finding."""
    inputs = tuple(_read_input(reading, item) for item in reading.children(element, "input"))
    outputs = tuple(_read_output(reading, item) for item in reading.children(element, "output"))
    rules = tuple(
        _read_rule(reading, item, number, len(inputs), len(outputs))
        for number, item in enumerate(reading.children(element, "rule"), start=1)
    )
    policy, aggregation = _read_policy(reading, element)
    orientation = element.get("preferredOrientation") or "Rule-as-Row"
    type_ref = clean_type(element.get("typeRef"))
    place = reading.place(element)
    return DecisionTable(place, type_ref, policy, aggregation, orientation, inputs, outputs, rules)


def _read_policy(reading: Reading, element: Any) -> tuple[str, str | None]:
    written = clean_name(element.get("hitPolicy")) or "UNIQUE"
    policy = HIT_POLICIES.get(written.upper())
    if policy is None:
        help_text = f"Use one of {', '.join(HIT_POLICIES)}."
        reading.find(
            "dmn-hit-policy", f"There is no hit policy {written!r}; read as UNIQUE.", element, help_text
        )
    aggregation = (element.get("aggregation") or "").strip().upper() or None
    if aggregation is not None and aggregation not in AGGREGATIONS:
        help_text = f"Use one of {', '.join(AGGREGATIONS)}."
        reading.find(
            "dmn-hit-policy", f"There is no aggregation {aggregation!r}; ignored.", element, help_text
        )
        aggregation = None
    return policy or "U", aggregation


def _read_input(reading: Reading, element: Any) -> InputClause:
    holder = reading.child(element, "inputExpression")
    expression = None if holder is None else read_literal(reading, holder)
    allowed = read_unary_tests(reading, reading.child(element, "inputValues"))
    written = "" if expression is None else expression.text
    label = clean_name(element.get("label")) or clean_name(written)
    return InputClause(reading.place(element), label, expression, allowed)


def _read_output(reading: Reading, element: Any) -> OutputClause:
    default = reading.child(element, "defaultOutputEntry")
    return OutputClause(
        reading.place(element),
        clean_name(element.get("name")),
        clean_type(element.get("typeRef")),
        read_unary_tests(reading, reading.child(element, "outputValues")),
        None if default is None else read_literal(reading, default),
    )


def _read_rule(reading: Reading, element: Any, number: int, inputs: int, outputs: int) -> Rule:
    cells = reading.children(element, "inputEntry")
    results = reading.children(element, "outputEntry")
    if (len(cells), len(results)) != (inputs, outputs):
        message = f"Rule {number} has {len(cells)} + {len(results)} cells for {inputs} + {outputs} columns."
        reading.find("dmn-rule-shape", message, element, "Give every column one cell, `-` for any value.")
    conditions: list[UnaryTests | None] = [read_unary_tests(reading, cell) for cell in cells[:inputs]]
    values: list[Box | None] = [read_literal(reading, cell) for cell in results[:outputs]]
    notes = tuple(reading.text(item, "text") or "" for item in reading.children(element, "annotationEntry"))
    return Rule(
        reading.place(element),
        number,
        tuple(conditions + [None] * (inputs - len(conditions))),
        tuple(values + [None] * (outputs - len(values))),
        notes,
    )
