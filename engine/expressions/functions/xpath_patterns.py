"""XPath regular expressions in the notation of the `regex` package.

XPath has fewer constructs than Python and gives some of them other meanings. What XPath does not have
(look-around, `\\b`, named groups, inline flags, possessive repetition) is refused, not passed on.
"""

import re

import regex

from engine.expressions.errors import NoValue
from engine.kernel.errors import LimitExceeded

_SPACE = r"[ \t\n\r]"
_NAME_START = r"[:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF]"
_NAME_CHAR = _NAME_START[:-1] + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040]"
_CLASSES = {
    "s": _SPACE,
    "S": r"[^ \t\n\r]",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "i": _NAME_START,
    "I": "[^" + _NAME_START[1:],
    "c": _NAME_CHAR,
    "C": "[^" + _NAME_CHAR[1:],
}
MAX_SIZE = 5_000
"""Most pieces of a pattern once its counted repetitions are written out."""

_COUNTS = re.compile(r"\{([0-9]{1,4})(?:,([0-9]{0,4}))?\}", re.ASCII)
_SINGLE = {"n": r"\n", "r": r"\r", "t": r"\t"}
_LITERAL = frozenset("\\|.?*+(){}$-[]^")
_CASED = re.compile(r"\\[pP]\{L[ult]\}")


def translate(pattern: str, flags: str) -> tuple[str, int]:
    """The pattern for `regex.compile` and its option bits; NoValue for unknown flags and foreign constructs."""
    if any(flag not in "smixq" for flag in flags):
        raise NoValue(f"The flags are s, m, i, x and q, not {flags!r:.20}.")
    # -f: one letter for one, so that ß is not ss
    start, options = ("(?-f)", int(regex.IGNORECASE)) if "i" in flags else ("", 0)
    if "q" in flags:
        return start + regex.escape(pattern), options
    if "x" in flags:
        pattern = _without_spaces(pattern)
    return start + _Translator(pattern, flags).all(), options


def _without_spaces(pattern: str) -> str:
    """Flag x: white space outside of character classes is dropped (F&O 5.6.2)."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if depth == 0 and character in " \t\n\r":
            continue
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
        kept.append(character)
    return "".join(kept)


class _Translator:
    """Goes through one pattern from left to right."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.dot = r"(?s:.)" if "s" in flags else r"[^\n]"
        self.start = r"(?m:^)" if "m" in flags else r"\A"
        self.end = r"(?m:$)" if "m" in flags else r"\Z"
        self.any_case = "i" in flags
        self.groups = 0
        self.open: list[int] = []
        self.closed: set[int] = set()
        self.sizes = [0]
        self.last = 0

    def all(self) -> str:
        """The whole pattern."""
        parts: list[str] = []
        while self.at < len(self.pattern):
            parts.append(self._piece())
        if self.open:
            raise NoValue("A group of the pattern has no end.")
        return "".join(parts)

    def _next(self) -> str:
        if self.at >= len(self.pattern):
            raise NoValue("The pattern ends too early.")
        self.at += 1
        return self.pattern[self.at - 1]

    def _rest_starts(self, text: str) -> bool:
        return self.pattern.startswith(text, self.at)

    def _piece(self) -> str:
        character = self._next()
        if character in "*+?{":
            return self._repetition(character)
        if character == ")":
            return self._end_of_group()
        self.sizes[-1] += self.last
        self.last = 1
        self._check_size()
        if character == "\\":
            return self._exact(self._escape())
        if character == "[":
            return self._class()
        if character == "(":
            return self._group()
        if character in "]}":
            raise NoValue(f"{character} in a pattern needs a backslash.")
        simple = {".": self.dot, "^": self.start, "$": self.end, "|": "|"}
        return simple.get(character) or regex.escape(character, special_only=True, literal_spaces=True)

    def _check_size(self) -> None:
        """Counted repetitions multiply: `regex` writes them out, and would fill the memory with them."""
        if self.last > MAX_SIZE or sum(self.sizes) > MAX_SIZE:
            raise LimitExceeded(
                f"The pattern repeats more than {MAX_SIZE} pieces; use smaller counts.",
                code="expression-pattern",
            )

    def _end_of_group(self) -> str:
        if not self.open:
            raise NoValue("A bracket of the pattern has no beginning.")
        self.closed.add(self.open.pop())
        self.last += self.sizes.pop()
        return ")"

    def _group(self) -> str:
        self.last = 0
        self.sizes.append(0)
        if self._rest_starts("?"):
            if not self._rest_starts("?:"):
                raise NoValue("Only (?:…) may follow an opening bracket.")
            self.at += 2
            self.open.append(0)
            return "(?:"
        self.groups += 1
        self.open.append(self.groups)
        return "("

    def _repetition(self, character: str) -> str:
        times = 1
        if character == "{":
            found = _COUNTS.match(self.pattern, self.at - 1)
            if found is None:
                raise NoValue("A repetition is written {2}, {2,} or {2,5}.")
            times = max(int(found[1]), int(found[2] or 0), 1)
            character = found.group()
            self.at = found.end()
        self.last *= times
        self._check_size()
        if self._rest_starts("?"):
            self.at += 1
            character += "?"
        if self.at < len(self.pattern) and self.pattern[self.at] in "*+?{":
            raise NoValue("A repetition cannot be repeated.")
        return character

    def _escape(self) -> str:
        character = self._next()
        if character in _CLASSES:
            return _CLASSES[character]
        if character in "123456789":
            return self._back_reference(character)
        return self._common_escape(character)

    def _back_reference(self, digits: str) -> str:
        while self.at < len(self.pattern) and self.pattern[self.at].isdigit():
            longer = digits + self.pattern[self.at]
            if int(longer) > self.groups:
                break
            digits = longer
            self.at += 1
        if int(digits) not in self.closed:
            raise NoValue("A back-reference names a group that is not complete.")
        return f"(?:\\{digits})"

    def _common_escape(self, character: str) -> str:
        if character in _SINGLE:
            return _SINGLE[character]
        if character in _LITERAL:
            return "\\" + character
        if character in "pP" and self._rest_starts("{"):
            end = self.pattern.find("}", self.at)
            name = self.pattern[self.at + 1 : end] if end > 0 else ""
            self.at = end + 1
            return f"\\{character}{{{_property(name)}}}"
        raise NoValue(f"\\{character} has no meaning in a pattern.")

    def _class(self) -> str:
        negated = self._rest_starts("^")
        self.at += negated
        parts: list[str] = []
        exact: list[str] = []
        while True:
            character = self._next()
            if character == "]" and (parts or exact):
                return _one_of(parts, exact, negated)
            if character == "-" and self._rest_starts("["):
                self.at += 1
                inner = self._class()
                if self._next() != "]":
                    raise NoValue("A subtraction is the last part of a character class.")
                return f"(?:(?!{inner}){_one_of(parts, exact, negated)})"
            part = self._class_part(character)
            kept = self._exact(part)
            (parts if kept == part else exact).append(kept)

    def _exact(self, part: str) -> str:
        """Flag i leaves categories alone: `\\p{Lu}` means capitals all the same (F&O 7.6.1.1)."""
        return f"(?-i:{part})" if self.any_case and _CASED.fullmatch(part) else part

    def _class_part(self, character: str) -> str:
        if character == "\\":
            escaped = self._next()
            return _CLASSES[escaped] if escaped in _CLASSES else self._common_escape(escaped)
        if character == "[":
            raise NoValue("[ in a character class needs a backslash.")
        if character == "-":
            return self._hyphen()
        return "\\" + character if character.isascii() and not character.isalnum() else character

    def _hyphen(self) -> str:
        """A hyphen is a character at the ends of a class, and makes a range elsewhere."""
        if self._rest_starts("]") or self.pattern[self.at - 2] in "[^":
            return r"\-"
        if self._rest_starts("-"):
            raise NoValue("Two hyphens in a character class need a backslash.")
        return "-"


def _one_of(parts: list[str], exact: list[str], negated: bool) -> str:
    """One character of a class; parts that `regex` cannot take into brackets stand beside them."""
    inside = "".join(parts)
    if not exact:
        return f"[{'^' if negated else ''}{inside}]"
    choice = "|".join([*exact, f"[{inside}]"] if parts else exact)
    return f"(?:(?!{choice})(?s:.))" if negated else f"(?:{choice})"


def _property(name: str) -> str:
    """A Unicode category (L, Lu) or block (IsBasicLatin)."""
    if name.startswith("Is") and len(name) > 2:
        return f"Block={name[2:]}"
    if not 1 <= len(name) <= 2 or not name.isascii() or not name.isalpha():
        raise NoValue(f"{name!r:.40} is no Unicode category.")
    return name
