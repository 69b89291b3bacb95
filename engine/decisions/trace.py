"""What an evaluation leaves behind for the event log: enough to say why, in JSON and without opening the model.

The model's hash names the exact version of the tables; inputs and values are encoded losslessly.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.decisions.run import DecisionWarning, Match
from engine.expressions import to_json
from engine.expressions.values import Function


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`value` is a FEEL value; `trace` is JSON-compatible, see `describe`; `warnings` say why parts are null."""

    value: Any
    trace: dict[str, Any]
    warnings: tuple[DecisionWarning, ...]


def describe(
    model: str,
    decision: str,
    inputs: Mapping[str, Any],
    values: Mapping[str, Any],
    matches: Iterable[Match],
    result: Any,
) -> dict[str, Any]:
    """The trace: `model` (hash), `decision`, `inputs` that were used, `decisions` with their values, `tables`
    with the numbers (from 1) and ids of the rules that hit, and the `result`."""
    return {
        "model": model,
        "decision": decision,
        "inputs": {name: encoded(value) for name, value in inputs.items()},
        "decisions": {name: encoded(value) for name, value in values.items()},
        "tables": [
            {
                "decision": match.decision,
                "table": match.table,
                "rules": list(match.rules),
                "ids": list(match.ids),
            }
            for match in matches
        ],
        "result": encoded(result),
    }


def encoded(value: Any) -> Any:
    """The lossless JSON of a FEEL value; functions, which have none, by their name."""
    return to_json(_without_functions(value))


def _without_functions(value: Any) -> Any:
    if isinstance(value, Function):
        return f"function {value.name}"
    if isinstance(value, list):
        return [_without_functions(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _without_functions(item) for name, item in value.items()}
    return value
