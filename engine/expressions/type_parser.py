"""Reads the types after `instance of` and in function signatures."""

from engine.expressions.cursor import Cursor
from engine.expressions.types import (
    ANY,
    SIMPLE_NAMES,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    Named,
    RangeType,
    Simple,
)

_LONGEST_FIRST = sorted((tuple(name.split()) for name in SIMPLE_NAMES), key=len, reverse=True)


def parse_type(cursor: Cursor) -> FeelType:
    """One type: built in, generic or named by the model."""
    cursor.enter()
    try:
        for words in _LONGEST_FIRST:
            if all(
                cursor.ahead(offset).kind == "name" and cursor.ahead(offset).text == word
                for offset, word in enumerate(words)
            ):
                cursor.at += len(words)
                return _generic(cursor, " ".join(words))
        return _named(cursor)
    finally:
        cursor.leave()


def _generic(cursor: Cursor, name: str) -> FeelType:
    if name not in ("list", "range", "context", "function") or not cursor.take_symbol("<"):
        return Simple(SIMPLE_NAMES[name])
    if name in ("list", "range"):
        item = parse_type(cursor)
        cursor.expect_symbol(">")
        return ListType(item) if name == "list" else RangeType(item)
    if name == "context":
        return _context(cursor)
    return _function(cursor)


def _context(cursor: Cursor) -> FeelType:
    entries: list[tuple[str, FeelType]] = []
    while not cursor.take_symbol(">"):
        if entries:
            cursor.expect_symbol(",")
        name = cursor.name_until(":")
        if name is None:
            raise cursor.unexpected("the name of an entry")
        cursor.expect_symbol(":")
        entries.append((name, parse_type(cursor)))
    return ContextType(tuple(entries))


def _function(cursor: Cursor) -> FeelType:
    parameters: list[FeelType] = []
    while not cursor.take_symbol(">"):
        if parameters:
            cursor.expect_symbol(",")
        parameters.append(parse_type(cursor))
    result = parse_type(cursor) if cursor.take_symbol("->") else ANY
    return FunctionType(tuple(parameters), result)


def _named(cursor: Cursor) -> FeelType:
    name = cursor.name(builtins=False)
    while cursor.is_symbol(".") and cursor.ahead().kind == "name":
        cursor.advance()
        name = f"{name}.{cursor.name(builtins=False)}"
    return Named(name)
