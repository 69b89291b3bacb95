"""Loads all families of built-in functions, so that the table is complete before anything is parsed."""

from engine.expressions.functions import (
    aggregates,
    booleans,
    contexts,
    conversion,
    dates,
    intervals,
    lists,
    numeric,
    patterns,
    range_texts,
    sorting,
    strings,
)
from engine.expressions.functions.table import BUILTINS
from engine.expressions.names import NameIndex

FAMILIES = (
    conversion,
    booleans,
    strings,
    patterns,
    lists,
    aggregates,
    numeric,
    dates,
    intervals,
    range_texts,
    contexts,
    sorting,
)
"""The modules whose import has filled the table, in the order of the reference page."""

BUILTIN_NAMES = NameIndex(BUILTINS)
"""The function names of several words."""
