"""Dates and instants. They stay ISO 8601 text, which is JSON and sorts as time does."""

from datetime import datetime
from typing import Any, Final

from engine.forms.field_types.field_type import FieldType, field_type, text_of
from engine.forms.messages import refusal
from engine.forms.model import Field
from engine.kernel.errors import InvalidInput
from engine.timing.instants import CHINA_TIME, parse_date, parse_instant


def _date(field: Field, value: Any) -> str:
    try:
        text = parse_date(text_of(value)[:40]).isoformat()
    except InvalidInput:
        raise refusal("date-format")
    if isinstance(field.min, str) and text < field.min:
        raise refusal("too-early", limit=field.min)
    if isinstance(field.max, str) and text > field.max:
        raise refusal("too-late", limit=field.max)
    return text


def _instant(field: Field, value: Any) -> str:
    """An instant in Beijing time, to the second or finer as given; without an offset it is refused."""
    text = text_of(value)
    try:
        found: datetime = parse_instant(text[:80])
        return found.astimezone(CHINA_TIME).isoformat()
    except (InvalidInput, OverflowError):
        raise refusal("datetime-format")


MOMENTS: Final[tuple[FieldType, ...]] = (
    field_type("date", _date, "min", "max"),
    field_type("datetime", _instant),
)
