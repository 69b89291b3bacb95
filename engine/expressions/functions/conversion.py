"""Conversion functions (DMN 1.5, 10.3.4.1): number, string, context, and the temporal ones in `dates`."""

import re
from decimal import Decimal
from typing import Any

from engine.expressions import numbers
from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin
from engine.expressions.text import to_text

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,5})?", re.ASCII)


@builtin(
    "number(from: string, grouping separator?: string|null, decimal separator?: string|null)",
    "The number a text spells, with the given grouping separator (space, comma, point) and decimal separator.",
    "把文本转换为数字，可指定千位分隔符（空格、逗号、句点）和小数点符号。",
)
def _number(run: Run, source: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    if grouping is not None and grouping not in (" ", ",", "."):
        raise NoValue("The grouping separator is a space, a comma or a point.")
    if point is not None and point not in (",", "."):
        raise NoValue("The decimal separator is a comma or a point.")
    if grouping is not None and grouping == point:
        raise NoValue("The two separators must differ.")
    plain = source.replace(grouping, "") if grouping else source
    plain = plain.replace(point, ".") if point else plain
    if len(plain) > 10_000 or not _NUMBER.fullmatch(plain):
        raise NoValue(f"{source!r:.60} is no number.")
    return numbers.number(plain)


@builtin(
    "string(from: any)", "The text of any value; null stays null.", "把任意值转换为文本；null 仍为 null。"
)
def _string(run: Run, source: Any) -> str | None:
    return None if source is None else to_text(source, run)
