"""Regular expressions of FEEL (XPath 3.1, F&O 7.6): matches, replace and split.

Patterns are translated to the `regex` package and run with a time limit of its own; texts and patterns are bounded,
so a pattern that backtracks without end is refused (LimitExceeded) instead of keeping the worker busy.
"""

import re
from functools import lru_cache
from typing import Any

import regex

from engine.expressions.budget import Run
from engine.expressions.errors import NoValue
from engine.expressions.functions.table import builtin
from engine.expressions.functions.xpath_patterns import translate
from engine.kernel.errors import LimitExceeded

MAX_PATTERN = 1_000
MAX_INPUT = 100_000
SECONDS = 0.05
_REPLACEMENT = re.compile(r"\\([\\$])|\$([0-9]+)|([^\\$]+)", re.DOTALL)


@lru_cache(maxsize=64)
def _compiled(pattern: str, flags: str) -> Any:
    if len(pattern) > MAX_PATTERN:
        raise LimitExceeded(f"A pattern has at most {MAX_PATTERN} characters.", code="expression-pattern")
    translated, options = translate(pattern, flags)
    try:
        return regex.compile(translated, options | regex.VERSION1)
    except (regex.error, OverflowError, RecursionError) as error:
        raise NoValue(f"{pattern!r:.60} is no regular expression: {error}.") from error


def _prepared(run: Run, text: str, pattern: str, flags: str | None) -> Any:
    if len(text) > MAX_INPUT:
        raise LimitExceeded(
            f"A text to search has at most {MAX_INPUT} characters.", code="expression-pattern"
        )
    run.spend(1 + (len(text) >> 4))
    return _compiled(pattern, flags or "")


def _too_slow(pattern: str) -> LimitExceeded:
    return LimitExceeded(
        f"The pattern {pattern!r:.60} takes too long on this text; avoid repetitions inside repetitions.",
        code="expression-pattern",
    )


@builtin(
    "matches(input: string, pattern: string, flags?: string|null)",
    "Whether the regular expression matches some part of the text. Flags: s m i x q.",
    "正则表达式是否匹配文本的某一部分；标志 s m i x q。",
)
def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    prepared = _prepared(run, text, pattern, flags)
    try:
        return prepared.search(text, timeout=SECONDS) is not None
    except TimeoutError:
        raise _too_slow(pattern) from None


@builtin(
    "replace(input: string, pattern: string, replacement: string, flags?: string|null)",
    "The text with all matches replaced; $1 … $9 stand for groups, \\$ for a dollar sign.",
    "替换所有匹配；$1…$9 表示分组，\\$ 表示美元符号。",
)
def _replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    prepared = _prepared(run, text, pattern, flags)
    literal = "q" in (flags or "")
    pieces: list[str | int] = [replacement] if literal else _pieces(replacement, prepared.groups)
    if prepared.fullmatch("") is not None:
        raise NoValue("The pattern matches the empty text.")

    def expand(found: Any) -> str:
        result = "".join(piece if isinstance(piece, str) else found.group(piece) or "" for piece in pieces)
        run.spend_text(len(result))
        return result

    try:
        result = prepared.sub(expand, text, timeout=SECONDS)
    except TimeoutError:
        raise _too_slow(pattern) from None
    run.spend_text(len(result))
    return str(result)


def _pieces(replacement: str, groups: int) -> list[str | int]:
    pieces: list[str | int] = []
    position = 0
    while position < len(replacement):
        found = _REPLACEMENT.match(replacement, position)
        if found is None:
            raise NoValue("In a replacement, a backslash comes before \\ or $, and $ before a digit.")
        escaped, group, plain = found.groups()
        if group is not None:
            pieces.extend(_group_reference(group[:9], groups))
        else:
            pieces.append(escaped or plain)
        position = found.end()
    return pieces


def _group_reference(digits: str, groups: int) -> list[str | int]:
    """The longest number that names a group; digits behind it are text. A group that does not exist is empty."""
    length = len(digits)
    while length > 1 and int(digits[:length]) > groups:
        length -= 1
    number = int(digits[:length])
    return [number if number <= groups else "", digits[length:]]


@builtin(
    "split(string: string, delimiter: string)",
    "The parts of a text between the matches of a regular expression.",
    "按正则表达式分隔文本。",
)
def _split(run: Run, text: str, delimiter: str) -> list[str]:
    prepared = _prepared(run, text, delimiter, None)
    if prepared.fullmatch("") is not None:
        raise NoValue("The delimiter matches the empty text.")
    parts: list[str] = []
    start = 0
    try:
        for found in prepared.finditer(text, timeout=SECONDS):
            parts.append(text[start : found.start()])
            start = found.end()
    except TimeoutError:
        raise _too_slow(delimiter) from None
    run.spend_items(len(parts) + 1)
    return [*parts, text[start:]]
