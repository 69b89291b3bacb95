"""Loads the compilers of all constructs, so that every kind of node has its handler."""

from engine.expressions.compiling import (
    arithmetic,
    calls,
    comparison,
    filters,
    literals,
    logic,
    loops,
    names,
    paths,
    unary_tests,
)
from engine.expressions.compiling.compiler import Compiler

CONSTRUCTS = (literals, names, paths, filters, calls, arithmetic, comparison, logic, loops, unary_tests)
"""The modules whose import has registered their handlers."""

__all__ = ["CONSTRUCTS", "Compiler"]
