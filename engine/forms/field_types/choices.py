"""Yes or no, one of several, some of several, and the opinion of a department."""

from typing import Any, Final

from engine.forms.field_types.field_type import FieldType, field_type, text_of
from engine.forms.messages import refusal
from engine.forms.model import Field, Label, Option

OPINIONS: Final = (
    Option("agree", Label("同意", "Agree")),
    Option("disagree", Label("不同意", "Disagree")),
)
"""What an `opinion` field offers when its form names no options of its own."""


def _boolean(field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise refusal("wrong-type", expected="yes or no", expected_zh="是或否")
    return value


def _select(field: Field, value: Any) -> str:
    text = text_of(value)
    if text not in {option.value for option in field.options}:
        raise refusal("not-an-option")
    return text


def _multiselect(field: Field, value: Any) -> list[str]:
    """The chosen values in the order of the options."""
    if not isinstance(value, list | tuple):
        raise refusal("wrong-type", expected="a list of options", expected_zh="选项列表")
    if len(value) > len(field.options):
        raise refusal("too-many", limit=len(field.options))
    chosen = {text_of(each) for each in value}
    if not chosen <= {option.value for option in field.options}:
        raise refusal("not-an-option")
    if len(chosen) < len(value):
        raise refusal("chosen-twice")
    if field.min_length is not None and len(chosen) < field.min_length:
        raise refusal("too-few", limit=field.min_length)
    if field.max_length is not None and len(chosen) > field.max_length:
        raise refusal("too-many", limit=field.max_length)
    return [option.value for option in field.options if option.value in chosen]


CHOICES: Final[tuple[FieldType, ...]] = (
    field_type("boolean", _boolean),
    field_type("select", _select, "options"),
    field_type("multiselect", _multiselect, "options", "min_length", "max_length"),
    field_type("opinion", _select, "options"),
)
