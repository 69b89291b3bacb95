"""Two definitions of a field become the one that satisfies both, or a located conflict."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from engine.forms.conditions import Condition, any_of
from engine.forms.model import Field
from engine.kernel.errors import Finding, Findings


def merge_fields(
    into: dict[str, Field], fields: Sequence[Field], findings: Findings, path: str = "fields"
) -> None:
    """Add `fields` to those in `into` by key, noting conflicts under `path`."""
    for field in fields:
        known = into.get(field.key)
        into[field.key] = (
            field if known is None else _Pair(known, field, f"{path}.{field.key}", findings).merged()
        )


class _Pair:
    """One field as two items define it."""

    def __init__(self, first: Field, second: Field, path: str, findings: Findings) -> None:
        self.first, self.second = first, second
        self.path, self.findings = path, findings

    def merged(self) -> Field:
        """The one field; what conflicts is noted and taken from the first."""
        one, two = self.first, self.second
        if one.type != two.type:
            self._conflict(f"is {one.type} for one and {two.type} for the other")
            return one
        merged = replace(
            one,
            help=one.help or two.help,
            required=one.required or two.required,
            required_if=_either(one.required_if, two.required_if),
            visible_if=_visible_if(one, two),
            readonly=one.readonly and two.readonly,
            default=self._same("default", one.default, two.default),
            options=tuple(
                option for option in one.options if option.value in {each.value for each in two.options}
            ),
            min=_higher(one.min, two.min),
            max=_lower(one.max, two.max),
            min_length=_higher(one.min_length, two.min_length),
            max_length=_lower(one.max_length, two.max_length),
            pattern=self._same("pattern", one.pattern, two.pattern),
            unit=self._same("unit", one.unit, two.unit),
            items=tuple(dict.fromkeys(one.items + two.items)),
            source=one.source or two.source,
            roles=_everyone_or_both(one.roles, two.roles),
            edit_roles=_everyone_or_both(one.edit_roles, two.edit_roles),
            personal=self._same("personal", one.personal, two.personal),
            accept=_common(one.accept, two.accept),
            max_mb=_lower(one.max_mb, two.max_mb),
            fields=self._inner(),
        )
        self._refuse_the_impossible(merged)
        return merged

    def _inner(self) -> tuple[Field, ...]:
        inner: dict[str, Field] = {}
        merge_fields(inner, self.first.fields, self.findings, f"{self.path}.fields")
        merge_fields(inner, self.second.fields, self.findings, f"{self.path}.fields")
        return tuple(inner.values())

    def _same(self, name: str, one: Any, two: Any) -> Any:
        """The one value there is; two different ones conflict."""
        if one is not None and two is not None and one != two:
            self._conflict(f"has {name} “{one}” for one and “{two}” for the other")
        return one if one is not None else two

    def _refuse_the_impossible(self, merged: Field) -> None:
        one, two = self.first, self.second
        if merged.min is not None and merged.max is not None and merged.min > merged.max:  # type: ignore[operator]
            self._conflict(f"must be at least {merged.min} and at most {merged.max}")
        if (
            merged.min_length is not None
            and merged.max_length is not None
            and merged.min_length > merged.max_length
        ):
            self._conflict(f"must have at least {merged.min_length} and at most {merged.max_length} entries")
        if not merged.options and (one.options or two.options):
            self._conflict("has no option that both know")
        if not merged.accept and (one.accept or two.accept):
            self._conflict("has no file type that both accept")
        if merged.default is not None and merged.options and not _offered(merged):
            self._conflict("has a default that is not offered by both")

    def _conflict(self, what: str) -> None:
        who = " and ".join("/".join(field.items) or "every item" for field in (self.first, self.second))
        self.findings.add(
            Finding(
                "form-merge-conflict",
                "error",
                f"“{self.first.key}” {what} ({who}).",
                element=self.path,
                help="Make both the same, or give one of the two another key.",
            )
        )


def _visible_if(one: Field, two: Field) -> Condition | None:
    """Shown when either item shows it; an item without a condition always does."""
    if one.visible_if is None or two.visible_if is None:
        return None
    return any_of(one.visible_if, two.visible_if)


def _either(one: Condition | None, two: Condition | None) -> Condition | None:
    if one is None or two is None:
        return one or two
    return any_of(one, two)


def _offered(field: Field) -> bool:
    chosen = field.default if isinstance(field.default, list) else [field.default]
    return {*chosen} <= {option.value for option in field.options}


def _higher(one: Any, two: Any) -> Any:
    return max((each for each in (one, two) if each is not None), default=None)


def _lower(one: Any, two: Any) -> Any:
    return min((each for each in (one, two) if each is not None), default=None)


def _everyone_or_both(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    """No roles means everyone, which is more than any list."""
    return tuple(dict.fromkeys(one + two)) if one and two else ()


def _common(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[str, ...]:
    """What both accept; no list means anything."""
    if not one or not two:
        return one or two
    return tuple(each for each in one if each in two)
