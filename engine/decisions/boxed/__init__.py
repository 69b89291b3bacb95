"""Boxed expressions become closures: one module a kind, each registered by the type of box it compiles."""

from engine.decisions.boxed import (
    conditional,
    context,
    function,
    invocation,
    iteration,
    lists,
    literal,
    relation,
)
from engine.decisions.boxed import filter as filters
from engine.decisions.boxed.compiling import Evaluate, Unit, compile_box

KINDS = (conditional, context, filters, function, invocation, iteration, lists, literal, relation)
"""The modules whose import registers their compilers; decision tables register themselves in `tables`."""

__all__ = ["KINDS", "Evaluate", "Unit", "compile_box"]
