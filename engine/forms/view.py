"""A form as the JSON that a screen draws: texts in one language, only what the role may see, empty keys left out."""

from decimal import Decimal
from typing import Any

from engine.forms.model import Field, Form, Material
from engine.forms.project import project


def as_view(form: Form, locale: str = "zh-CN", *, role: str | None = None) -> dict[str, Any]:
    """`{"key", "version", "title", "fields", "materials", "sections", "flow"}`; the shape is in docs/forms.md.

    A field that `role` may see but not fill is `readonly` there. Conditions are FEEL texts. Numbers are decimal text
    where a binary float could not hold them.
    """
    seen = project(form, role=role)
    return {
        "key": seen.key,
        "version": seen.version,
        "title": seen.title.text(locale),
        "fields": [_field(field, locale, role) for field in seen.fields],
        "materials": [_material(material, locale) for material in seen.materials],
        "sections": [
            {"key": section.key, "title": section.title.text(locale), "fields": list(section.fields)}
            for section in seen.sections
        ],
        "flow": {item: {"depends_on": list(before)} for item, before in seen.flow.items()},
    }


def _field(field: Field, locale: str, role: str | None) -> dict[str, Any]:
    view = {
        "key": field.key,
        "type": field.type,
        "title": field.title.text(locale),
        "help": field.help.text(locale) if field.help else None,
        "required": field.required,
        "required_if": field.required_if.text if field.required_if else None,
        "visible_if": field.visible_if.text if field.visible_if else None,
        "readonly": field.readonly or not field.filled_by(role),
        "default": _plain(field.default),
        "options": [{"value": each.value, "title": each.title.text(locale)} for each in field.options],
        "min": _plain(field.min),
        "max": _plain(field.max),
        "min_length": field.min_length,
        "max_length": field.max_length,
        "pattern": field.pattern,
        "unit": field.unit,
        "x-items": list(field.items),
        "source": field.source,
        "personal": field.personal,
        "accept": list(field.accept),
        "max_mb": field.max_mb,
        "fields": [_field(inner, locale, role) for inner in field.fields],
    }
    return _without_empty(view)


def _material(material: Material, locale: str) -> dict[str, Any]:
    return _without_empty(
        {
            "key": material.key,
            "title": material.title.text(locale),
            "kind": material.kind,
            "necessity": material.necessity,
            "source": material.source,
            "shared_by": list(material.shared_by),
            "accept": list(material.accept),
            "max_mb": material.max_mb,
            "copies": material.copies,
            "basis": material.basis,
        }
    )


def _plain(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else f"{value:f}"


def _without_empty(view: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in view.items() if value is not None and value not in ("", [])}
