r"""Reads the pattern language of form fields.

The part of regular expressions that every engine reads alike: characters, `.`, `\d \w \s` and their opposites,
classes, groups, `|`, `* + ?` and `{n,m}`. Refuses look-around, back references, lazy quantifiers and anchors (a
pattern always matches the whole text), and patterns whose counts would make them big.
"""

from functools import lru_cache
from typing import Final

from engine.forms.pattern import Pattern, Test
from engine.kernel.errors import InvalidInput

MAX_PATTERN: Final = 200
MAX_STATES: Final = 1_000

_DIGITS: Final = frozenset("0123456789")


@lru_cache(maxsize=512)
def compile_pattern(text: str) -> Pattern:
    """Compile `text`; raises InvalidInput (`pattern-invalid`) with the position of what is not understood."""
    if len(text) > MAX_PATTERN:
        raise _refused(f"is longer than {MAX_PATTERN} characters")
    return _Builder(text).build()


def _refused(reason: str) -> InvalidInput:
    return InvalidInput(f"The pattern {reason}.", code="pattern-invalid")


_Part = list[tuple[Test | None, tuple[int, ...]]]


class _Builder:
    """Recursive descent over the text; emits states behind each other so that a part can be written again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.tests: list[Test | None] = []
        self.moves: list[tuple[int, ...]] = []

    def build(self) -> Pattern:
        self._choice()
        if self.at < len(self.text):
            raise self._unexpected()
        return Pattern(tuple(self.tests), tuple(self.moves))

    def _choice(self) -> None:
        """alternative ('|' alternative)*; a fork before each alternative, a jump to the end behind it."""
        ends: list[int] = []
        while True:
            fork = self._emit(None, ())
            self._sequence()
            if self._peek() != "|":
                self.moves[fork] = (fork + 1,)
                break
            self.at += 1
            ends.append(self._emit(None, ()))
            self.moves[fork] = (fork + 1, len(self.tests))
        for end in ends:
            self.moves[end] = (len(self.tests),)

    def _sequence(self) -> None:
        while self._peek() not in ("", "|", ")"):
            self._repeated()

    def _repeated(self) -> None:
        begin = len(self.tests)
        self._atom()
        bounds = self._quantifier()
        if bounds is None:
            return
        low, high = bounds
        part = self._cut(begin)
        for _ in range(low):
            self._paste(part)
        if high is None:
            loop = self._emit(None, ())
            self._paste(part)
            self._emit(None, (loop,))
            self.moves[loop] = (loop + 1, len(self.tests))
        else:
            self._optional(part, high - low)

    def _cut(self, begin: int) -> _Part:
        """Take the last part out again, its moves relative to its begin."""
        part = [
            (test, tuple(to - begin for to in moves))
            for test, moves in zip(self.tests[begin:], self.moves[begin:], strict=True)
        ]
        del self.tests[begin:], self.moves[begin:]
        return part

    def _paste(self, part: _Part) -> None:
        begin = len(self.tests)
        for test, moves in part:
            self._emit(test, tuple(to + begin for to in moves))

    def _optional(self, part: _Part, count: int) -> None:
        forks = []
        for _ in range(count):
            forks.append(self._emit(None, ()))
            self._paste(part)
        for fork in forks:
            self.moves[fork] = (fork + 1, len(self.tests))

    def _atom(self) -> None:
        char = self._take()
        if char == "(":
            if self.text.startswith("?:", self.at):
                self.at += 2
            self._choice()
            if self._take() != ")":
                raise self._unexpected()
        elif char == "[":
            self._emit(self._class())
        elif char == ".":
            self._emit(lambda one: one != "\n")
        elif char == "\\":
            self._emit(self._escape())
        elif char in "*+?{}])^$|" or not char:
            raise self._unexpected()
        else:
            self._emit(lambda one: one == char)

    def _escape(self) -> Test:
        char = self._take()
        test = _CLASSES.get(char.lower())
        if test is not None:
            return test if char.islower() else _opposite(test)
        if char in _CONTROLS:
            control = _CONTROLS[char]
            return lambda one: one == control
        if not char or char.isalnum():
            raise self._unexpected()
        return lambda one: one == char

    def _class(self) -> Test:
        negated = self._peek() == "^"
        self.at += negated
        parts: list[Test] = []
        while self._peek() != "]":
            parts.append(self._class_part())
        self.at += 1
        if not parts:
            raise self._unexpected()
        found: Test = lambda one: any(part(one) for part in parts)  # noqa: E731 - a closure over the parts
        return _opposite(found) if negated else found

    def _class_part(self) -> Test:
        char = self._take()
        if not char:
            raise self._unexpected()
        if char == "\\" and self._peek().lower() in _CLASSES:
            return self._escape()
        low = self._literal(char)
        if self._peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", ""):
            return lambda one: one == low
        self.at += 1
        high = self._literal(self._take())
        if high < low:
            raise self._unexpected()
        return lambda one: low <= one <= high

    def _literal(self, char: str) -> str:
        if char != "\\":
            return char
        escaped = self._take()
        if escaped in _CONTROLS:
            return _CONTROLS[escaped]
        if not escaped or escaped.isalnum():
            raise self._unexpected()
        return escaped

    def _quantifier(self) -> tuple[int, int | None] | None:
        char = self._peek()
        if char in ("*", "+", "?"):
            self.at += 1
            bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
        elif char == "{":
            bounds = self._braces()
        else:
            return None
        if self._peek() in ("*", "+", "?", "{"):
            raise self._unexpected()
        return bounds

    def _braces(self) -> tuple[int, int | None]:
        close = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : max(close, 0)].partition(",")
        if close < 0 or not _is_count(low) or (high and not _is_count(high)):
            raise self._unexpected()
        self.at = close + 1
        least = int(low)
        most = int(high) if high else (None if comma else least)
        if most is not None and most < least:
            raise self._unexpected()
        return least, most

    def _emit(self, test: Test | None, moves: tuple[int, ...] | None = None) -> int:
        if len(self.tests) >= MAX_STATES:
            raise _refused("repeats too much; use smaller counts")
        state = len(self.tests)
        self.tests.append(test)
        self.moves.append((state + 1,) if moves is None else moves)
        return state

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        char = self._peek()
        self.at += 1
        return char

    def _unexpected(self) -> InvalidInput:
        shown = self.text[self.at - 1 : self.at] if self.at else ""
        return _refused(f"is not understood at position {max(self.at, 1)} (“{shown}”)")


def _is_count(text: str) -> bool:
    return 0 < len(text) <= 3 and text.isascii() and text.isdigit()


def _opposite(test: Test) -> Test:
    return lambda one: not test(one)


_CLASSES: Final[dict[str, Test]] = {
    "d": lambda one: one in _DIGITS,
    "w": lambda one: one == "_" or (one.isascii() and one.isalnum()),
    "s": str.isspace,
}
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r"}
