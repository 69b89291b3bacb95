"""Runs every rule over a model. What reading found is part of the answer, and stricter here than while running.

At run time a broken expression is null so that other decisions can answer; a designer is told that it is an error.
"""

from collections.abc import Mapping
from dataclasses import replace

from engine.decisions.lint import (
    duplicates,
    gaps,
    hit_policy,
    names,
    output_values,
    overlaps,
    types,
    unreachable,
    unused,
    variables,
)
from engine.decisions.lint.rule import RULES
from engine.decisions.reader import read_model
from engine.kernel.errors import Finding, Refused, Severity

MODULES = (
    duplicates,
    gaps,
    hit_policy,
    names,
    output_values,
    overlaps,
    types,
    unreachable,
    unused,
    variables,
)
"""The modules whose import registers their rules."""

READING: dict[str, Severity] = {
    "dmn-expression": "error",
    "dmn-cycle": "error",
    "dmn-reference": "error",
    "dmn-unknown-type": "error",
    "dmn-rule-shape": "error",
    "dmn-relation-shape": "error",
    "dmn-hit-policy": "error",
    "dmn-duplicate-id": "error",
}
"""Findings of reading that are errors to a designer."""


def lint_dmn(data: bytes, *, file: str = "model.dmn") -> list[Finding]:
    """What is wrong with one file, in the order of its lines; unreadable bytes are findings too, never an error."""
    return lint_dmn_files({file: data})


def lint_dmn_files(files: Mapping[str, bytes]) -> list[Finding]:
    """As `lint_dmn` for the files of one model, so that imports are found."""
    try:
        model = read_model(files)
    except Refused as refused:
        return list(refused.findings)
    found = [replace(one, severity=READING.get(one.rule, one.severity)) for one in model.findings]
    for check in RULES.values():
        found.extend(check(model))
    return sorted(dict.fromkeys(found), key=lambda one: (one.file or "", one.line or 0, one.rule))
