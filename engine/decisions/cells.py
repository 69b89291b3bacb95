"""Reads condition cells that consist of constants alone: values, comparisons and ranges, perhaps inside `not(…)`.

Such cells can be indexed and reasoned about (gaps, overlaps). A cell with any other FEEL in it is `None` here and
is evaluated as the unary tests it is; nothing is lost but speed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.expressions import compile_expression
from engine.expressions.values import kind
from engine.kernel.errors import JingbanError

MAX_CELL = 4_000

_VALUE = r"""
    (?:-\s*)?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
  | "(?:[^"\\]|\\.)*"
  | (?:date|time|date\ and\ time|duration)\s*\(\s*"[^"\\]*"\s*\)
  | @\s*"[^"\\]*"
  | true\b | false\b | null\b
"""
_TEST = re.compile(
    rf"""\s*(?:
        (?P<op><=|>=|<|>)\s*(?P<bound>{_VALUE})
      | (?P<open>[\[(\]])\s*(?P<low>{_VALUE})\s*\.\.\s*(?P<high>{_VALUE})\s*(?P<close>[\])\[])
      | (?P<value>{_VALUE})
    )\s*(?P<next>,|$)""",
    re.VERBOSE,
)
_NEGATION = re.compile(r"\s*not\s*\((?P<inside>.*)\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """Values between two bounds; a bound of None is open to that side. Equality is a span of one value."""

    low: Any
    low_included: bool
    high: Any
    high_included: bool

    @property
    def single(self) -> bool:
        """Whether it holds exactly one value, written as that value (which may be null)."""
        return self.low_included and self.high_included and self.low is self.high


@dataclass(frozen=True, slots=True)
class Cell:
    """A union of spans, or all values but those. `kinds` are the FEEL kinds of its constants."""

    spans: tuple[Span, ...]
    negated: bool
    kinds: frozenset[str]

    def only(self) -> Any:
        """The one constant that the cell is, None when it is more than that (or null)."""
        first = self.spans[0]
        return first.low if len(self.spans) == 1 and first.single and not self.negated else None


@lru_cache(maxsize=65_536)
def read_cell(text: str) -> Cell | None:
    """The cell's meaning; None when it is more than constants, or no cell at all."""
    if len(text) > MAX_CELL:
        return None
    negation = _NEGATION.fullmatch(text)
    spans = _read_tests(negation["inside"] if negation else text)
    if spans is None:
        return None
    kinds = frozenset(kind(end) for span in spans for end in (span.low, span.high) if end is not None)
    if any(span.single and span.low is None for span in spans):
        kinds |= {"null"}
    return Cell(tuple(spans), negation is not None, kinds)


def _read_tests(text: str) -> list[Span] | None:
    spans: list[Span] = []
    position = 0
    while True:
        found = _TEST.match(text, position)
        if found is None:
            return None
        span = _span(found)
        if span is None:
            return None
        spans.append(span)
        if not found["next"]:
            return spans
        position = found.end()


def _span(found: re.Match[str]) -> Span | None:
    if found["value"] is not None:
        known, value = _constant(found["value"])
        return Span(value, True, value, True) if known else None
    if found["op"] is not None:
        known, bound = _constant(found["bound"])
        if not known or not _ordered(bound):
            return None
        included = "=" in found["op"]
        return (
            Span(bound, included, None, False) if ">" in found["op"] else Span(None, False, bound, included)
        )
    low_known, low = _constant(found["low"])
    high_known, high = _constant(found["high"])
    if not (low_known and high_known and _ordered(low) and kind(low) == kind(high)):
        return None
    return Span(low, found["open"] == "[", high, found["close"] == "]")


def _ordered(value: Any) -> bool:
    return value is not None and not isinstance(value, bool)


@lru_cache(maxsize=65_536)
def _constant(text: str) -> tuple[bool, Any]:
    """Whether the text is a constant, and its value."""
    if text == "null":
        return True, None
    try:
        value = compile_expression(text).evaluate({})
    except JingbanError:
        return False, None
    return value is not None, value
