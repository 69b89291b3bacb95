"""Names with operator characters inside contexts: `case.sub-total` is one path or a subtraction, the data decides.

Only texts that write such a path without spaces are looked at, and only a bounded part of the scope is searched;
larger data passes its names to the compiler.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from engine.expressions.cursor import NAME_SYMBOLS
from engine.expressions.lexer import Token
from engine.expressions.names import is_single_word

MAX_KEYS = 300
MAX_DEPTH = 4


def path_starts(tokens: list[Token]) -> frozenset[str]:
    """The words after a dot that go on, without a space, with an operator and another word: `x` in `a.x-y`."""
    found = set()
    for dot, word, symbol, after in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        close = dot.text == "." and word.end == symbol.start and symbol.end == after.start
        if (
            close
            and word.kind == "name"
            and symbol.text in NAME_SYMBOLS - {"."}
            and after.kind in ("name", "number")
        ):
            found.add(word.text)
    return frozenset(found)


def names_in(scope: Mapping[str, Any], starts: frozenset[str]) -> frozenset[str]:
    """The keys of contexts inside the scope that begin with one of the words and have operator characters."""
    keys = islice(_keys(scope, MAX_DEPTH), MAX_KEYS)
    return frozenset(key for key in keys if not is_single_word(key) and key.startswith(tuple(starts)))


def _keys(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (key for key in value if isinstance(key, str))
        inner = list(islice(value.values(), MAX_KEYS))
    elif isinstance(value, list | tuple):
        inner = list(value[:1])
    else:
        return
    if depth:
        for part in inner:
            yield from _keys(part, depth - 1)
