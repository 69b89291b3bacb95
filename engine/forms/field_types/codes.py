"""Identifiers as fields: social credit code, identity number, project code, region."""

from typing import Any, Final

from engine.forms.field_types.field_type import FieldType, field_type, text_of
from engine.forms.identifiers import check_citizen_id, check_project_code, check_region, check_uscc
from engine.forms.model import Field


def _uscc(field: Field, value: Any) -> str:
    return check_uscc(text_of(value))


def _citizen_id(field: Field, value: Any) -> str:
    return check_citizen_id(text_of(value))


def _project_code(field: Field, value: Any) -> str:
    return check_project_code(text_of(value))


def _region(field: Field, value: Any) -> str:
    """A code of GB/T 2260, or one of the field's options: development zones have codes of local tables only."""
    text = text_of(value)
    return text if text in {option.value for option in field.options} else check_region(text)


CODES: Final[tuple[FieldType, ...]] = (
    field_type("uscc", _uscc),
    field_type("citizen_id", _citizen_id),
    field_type("project_code", _project_code),
    field_type("region", _region, "options"),
)
