"""Cut FEEL text into tokens. Names are cut into single words here; which words make one name, the parser decides.

Refuses texts that are too long, unfinished strings and comments, and characters that FEEL does not have.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from engine.expressions import numbers
from engine.expressions.budget import MAX_TEXT
from engine.expressions.errors import ExpressionError, NoValue
from engine.expressions.hints import half_width
from engine.kernel.errors import LimitExceeded

TokenKind = Literal["name", "number", "string", "symbol", "end"]

SPACE = "\t\n\v\f\r \x85\xa0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_START = (
    "?A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\xb7\u0300-\u036f\u203f\u2040"

_TOKEN = re.compile(
    rf"""
    (?P<space>[{SPACE}]+ | //[^\n]* | /\*.*?\*/)
  | (?P<name>[{_START}][{_PART}]*)
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)? | \.[0-9]+(?:[eE][+-]?[0-9]+)?)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<symbol>\.\. | \*\* | <= | >= | != | -> | [-+*/=<>()\[\]{{}},:.@'\u2019])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text from `start` to `end`; `value` is the number or the unescaped string."""

    kind: TokenKind
    text: str
    start: int
    end: int
    value: Any = None


def tokenize(text: str) -> list[Token]:
    """All tokens of the text, comments and white space left out, with an `end` token last."""
    if len(text) > MAX_TEXT:
        raise LimitExceeded(
            f"The expression has {len(text)} characters; at most {MAX_TEXT} are allowed.",
            code="expression-length",
        )
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None or (found.group() == "/" and text.startswith("/*", position)):
            raise ExpressionError(_complaint(text, position), text=text, position=position)
        position = found.end()
        if found.lastgroup != "space":
            tokens.append(_token(found, text))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def words(name: str) -> tuple[str, ...] | None:
    """The words of a name as the lexer cuts them, or None when it can never be written in an expression."""
    try:
        tokens = tokenize(name)
    except (ExpressionError, LimitExceeded):
        return None
    if len(tokens) < 2 or tokens[0].kind != "name" or any(token.kind == "string" for token in tokens):
        return None
    return tuple(token.text for token in tokens[:-1])


def _token(found: re.Match[str], text: str) -> Token:
    group, piece, start, end = found.lastgroup, found.group(), found.start(), found.end()
    if group == "number":
        return Token("number", piece, start, end, _number(piece, text, start))
    if group == "string":
        return Token("string", piece, start, end, unescape(piece[1:-1]))
    return Token("name" if group == "name" else "symbol", piece, start, end)


def _number(piece: str, text: str, start: int) -> Decimal:
    try:
        return numbers.number(piece)
    except NoValue:
        raise ExpressionError("This number is too large.", text=text, position=start) from None


def unescape(text: str) -> str:
    """Resolve `\\n`, `\\"`, `\\uXXXX`, `\\UXXXXXX` and surrogate pairs; unknown escapes keep their backslash."""
    if "\\" not in text:
        return text
    return _SURROGATES.sub(_join_surrogates, _ESCAPE.sub(_unescape_one, text))


def _unescape_one(found: re.Match[str]) -> str:
    code = found.group(1) or found.group(2)
    if code:
        point = int(code, 16)
        return chr(point) if point <= 0x10FFFF else found.group()
    return _SIMPLE.get(found.group(3), found.group())


def _join_surrogates(found: re.Match[str]) -> str:
    pair = found.group()
    high, low = pair[0], pair[1]
    return chr(0x10000 + ((ord(high) - 0xD800) << 10) + (ord(low) - 0xDC00))


def _complaint(text: str, position: int) -> str:
    if text[position] == '"':
        return 'This text has no closing quotation mark; add ".'
    if text.startswith("/*", position):
        return "This comment has no end; add */."
    hint = half_width(text[position])
    return f"The character {text[position]!r} has no meaning here." + (hint or " Remove it.")
