"""Text of one line and of many, and the everyday forms of text that have a shape of their own."""

import re
import unicodedata
from typing import Any, Final

from engine.forms.field_types.field_type import FieldType, field_type, text_of
from engine.forms.messages import refusal
from engine.forms.model import Field
from engine.forms.pattern_reading import compile_pattern

MAX_LINE: Final = 500
MAX_AREA: Final = 20_000

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\Z"
)
_MOBILE = re.compile(r"1[3-9]\d{9}\Z", re.ASCII)
_LANDLINE = re.compile(r"(0\d{2,3})-?([2-9]\d{6,7})(-\d{1,6})?\Z", re.ASCII)
# the Unicode categories Cc (control) and Cs (lone surrogates); an area of many lines keeps its line ends and tabs
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_AN_AREA = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_POSTCODE = re.compile(r"\d{6}\Z", re.ASCII)


def _line(field: Field, value: Any) -> str:
    text = unicodedata.normalize("NFC", text_of(value))
    return _limited(field, text, MAX_LINE, _NOT_IN_A_LINE)


def _area(field: Field, value: Any) -> str:
    text = unicodedata.normalize("NFC", text_of(value)).replace("\r\n", "\n")
    return _limited(field, text, MAX_AREA, _NOT_IN_AN_AREA)


def _limited(field: Field, text: str, most: int, refused: re.Pattern[str]) -> str:
    limit = most if field.max_length is None else field.max_length
    if len(text) > limit:
        raise refusal("too-long", limit=limit)
    if refused.search(text):
        raise refusal("control-character")
    if field.min_length is not None and len(text) < field.min_length:
        raise refusal("too-short", limit=field.min_length)
    if field.pattern is not None and not compile_pattern(field.pattern).matches(text):
        raise refusal("pattern", pattern=field.pattern)
    return text


def _email(field: Field, value: Any) -> str:
    text = text_of(value)
    if len(text) > 254 or _EMAIL.match(text) is None:
        raise refusal("email-format")
    return text


def _phone(field: Field, value: Any) -> str:
    """A mobile number as 11 digits, a landline as `0431-88888888` with its extension; +86 is dropped."""
    text = text_of(value)[:40].replace(" ", "").removeprefix("+86")
    if _MOBILE.match(text.replace("-", "")):
        return text.replace("-", "")
    match = _LANDLINE.match(text)
    if match is None:
        raise refusal("phone-format")
    return f"{match[1]}-{match[2]}{match[3] or ''}"


def _postcode(field: Field, value: Any) -> str:
    text = text_of(value)
    if _POSTCODE.match(text) is None:
        raise refusal("postcode-format")
    return text


TEXTS: Final[tuple[FieldType, ...]] = (
    field_type("text", _line, "min_length", "max_length", "pattern", "unit"),
    field_type("textarea", _area, "min_length", "max_length"),
    field_type("email", _email),
    field_type("phone", _phone),
    field_type("postcode", _postcode),
)
