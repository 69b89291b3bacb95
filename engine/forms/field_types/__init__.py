"""Every type of field, by name: what a value of it must look like and which limits its definition may carry.

A type is one entry in one file of this folder. A check takes the field and a value that is not empty and returns the
canonical value, or raises InvalidInput with a code of `engine.forms.messages`. Groups and lists have no check here:
their inside is checked field by field.
"""

from collections.abc import Mapping

from engine.forms.field_types.choices import CHOICES
from engine.forms.field_types.codes import CODES
from engine.forms.field_types.field_type import FieldType, structure
from engine.forms.field_types.files import FILES
from engine.forms.field_types.moments import MOMENTS
from engine.forms.field_types.numbers import NUMBERS
from engine.forms.field_types.texts import TEXTS

FIELD_TYPES: Mapping[str, FieldType] = {
    each.name: each
    for each in (
        *TEXTS,
        *NUMBERS,
        *MOMENTS,
        *CHOICES,
        *CODES,
        *FILES,
        structure("group"),
        structure("list", "min_length", "max_length"),
    )
}

__all__ = ["FIELD_TYPES", "FieldType"]
