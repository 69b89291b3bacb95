"""Checks what somebody filled in against a form, and brings it into canonical shape.

Unknown fields are refused, never stored. What is hidden by its condition is dropped. What the person may not see is
treated as unknown; what they may not change must be unchanged. Nothing is saved here and nothing is looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.forms.dependencies import evaluation_order
from engine.forms.field_types import FIELD_TYPES
from engine.forms.messages import message_for, refusal
from engine.forms.model import Field, Form
from engine.forms.spelling import nearest_word
from engine.kernel.errors import FieldError, InvalidInput

MAX_ERRORS: Final = 100
MAX_ROWS: Final = 500
MAX_ALL_ROWS: Final = 5_000
MAX_KEY: Final = 60


@dataclass(frozen=True, slots=True)
class Validated:
    """The canonical data, and what is wrong with it. Use `data` for good only when `errors` is empty.

    Data is str, bool, int, Decimal (decimal and money), None, list and dict; dates are ISO text.
    """

    data: dict[str, Any]
    errors: tuple[FieldError, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.errors

    def checked(self) -> dict[str, Any]:
        """The data; raises InvalidInput (`form-invalid`) with every located error when there is one."""
        if self.errors:
            raise InvalidInput(
                f"{len(self.errors)} field(s) need attention; the first is {self.errors[0].path}.",
                self.errors,
                code="form-invalid",
            )
        return self.data


def validate(
    form: Form,
    data: Any,
    *,
    role: str | None = None,
    scope: Mapping[str, Any] | None = None,
    partial: bool = False,
    locale: str = "zh-CN",
    path: str = "data",
) -> Validated:
    """Check `data` (plain JSON) against `form`.

    `scope` holds what is known already: earlier values under the fields' keys, and the names conditions may use
    (`items`, `stage`, …). `role` restricts to what that role may see and fill. `partial` is for drafts: nothing is
    required. Errors carry dotted paths beginning with `path` (`data.members.2.name`) and texts in `locale`.
    """
    if not isinstance(data, Mapping):
        wrong = refusal("wrong-type", expected="an object", expected_zh="对象")
        return Validated({}, (FieldError(path, message_for(wrong, locale), wrong.stable_code),))
    run = _Run(role, partial, locale)
    known = scope or {}
    outer: dict[str, Any] = {**dict.fromkeys(form.context), **known}
    clean = run.level(form.fields, data, path, outer, known)
    if not partial:
        run.require(form.fields, clean, path, outer, known)
    return Validated(clean, tuple(run.errors))


@dataclass(slots=True)
class _Run:
    role: str | None
    partial: bool
    locale: str
    errors: list[FieldError] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    rows: int = 0
    orders: dict[int, tuple[Field, ...]] = field(default_factory=dict)

    def level(
        self,
        fields: tuple[Field, ...],
        data: Mapping[str, Any],
        path: str,
        outer: Mapping[str, Any],
        known: Mapping[str, Any],
    ) -> dict[str, Any]:
        """The canonical values of one level; fields in an order in which each condition's values are known.

        `outer` are the names around the level, `known` the earlier values of its own fields.
        """
        self._refuse_unknown(fields, data, path)
        scope = _scope(fields, outer, known)
        found: dict[str, Any] = {}
        for each in self._in_order(fields):
            place = f"{path}.{each.key}"
            if each.visible_if is not None and not each.visible_if.holds(scope):
                self.hidden.add(place)
                scope[each.key] = None
                continue
            if not each.seen_by(self.role):
                continue
            given, value = self._value(each, data, place, scope)
            if given:
                found[each.key] = scope[each.key] = value
        return {each.key: found[each.key] for each in fields if each.key in found}

    def require(
        self,
        fields: tuple[Field, ...],
        clean: Mapping[str, Any],
        path: str,
        outer: Mapping[str, Any],
        known: Mapping[str, Any],
    ) -> None:
        """Note what is missing. After all values are known: a field may be required because a later one is empty."""
        scope = {**_scope(fields, outer, known), **clean}
        scope |= {each.key: None for each in fields if f"{path}.{each.key}" in self.hidden}
        for each in fields:
            place = f"{path}.{each.key}"
            if place in self.hidden or place in self.failed or not each.filled_by(self.role) or each.readonly:
                continue
            needed = each.required or (each.required_if is not None and each.required_if.holds(scope))
            value = scope.get(each.key)
            if each.type == "group":
                inner = clean.get(each.key)
                self.require(each.fields, _inside(inner), place, scope, _inside(known.get(each.key)))
            elif needed and _is_empty(value):
                self._note(place, refusal("required"))
            elif each.type == "list" and isinstance(clean.get(each.key), list):
                for position, row in enumerate(clean[each.key]):
                    if f"{place}.{position}" not in self.failed:
                        self.require(each.fields, row, f"{place}.{position}", scope, {})

    def _in_order(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        """Worked out once a level, not once a row; the form keeps `fields` alive, so its id is a key."""
        if id(fields) not in self.orders:
            self.orders[id(fields)] = evaluation_order(fields)
        return self.orders[id(fields)]

    def _value(
        self, each: Field, data: Mapping[str, Any], place: str, scope: Mapping[str, Any]
    ) -> tuple[bool, Any]:
        """Whether there is a value to keep, and it."""
        if each.key not in data:
            usable = each.default is not None and not self.partial and scope.get(each.key) is None
            return (usable and each.filled_by(self.role)), each.default
        raw = data[each.key]
        if _is_empty(raw) and each.type != "group":
            value = None
        else:
            value = self._checked(each, raw, place, scope)
        if each.readonly or not each.filled_by(self.role):
            known = scope.get(each.key) if scope.get(each.key) is not None else each.default
            if value != known and place not in self.failed:
                self._note(place, refusal("readonly" if each.readonly else "not-editable"))
                return False, None
        return True, value

    def _checked(self, each: Field, raw: Any, place: str, scope: Mapping[str, Any]) -> Any:
        try:
            if each.type == "group":
                return self.level(
                    each.fields,
                    _object({} if raw is None else raw),
                    place,
                    scope,
                    _inside(scope.get(each.key)),
                )
            if each.type == "list":
                return self._rows(each, raw, place, scope)
            return FIELD_TYPES[each.type].check(each, raw)
        except InvalidInput as error:
            self._note(place, error)
            self.failed.add(place)
            return None

    def _rows(self, each: Field, raw: Any, place: str, scope: Mapping[str, Any]) -> list[dict[str, Any]]:
        if not isinstance(raw, list | tuple):
            raise refusal("wrong-type", expected="a list", expected_zh="列表")
        most = MAX_ROWS if each.max_length is None else min(each.max_length, MAX_ROWS)
        if len(raw) > most:
            raise refusal("too-many", limit=most)
        if each.min_length is not None and len(raw) < each.min_length and not self.partial:
            raise refusal("too-few", limit=each.min_length)
        self.rows += len(raw)
        if self.rows > MAX_ALL_ROWS:
            raise refusal("too-many", limit=MAX_ALL_ROWS)
        rows: list[dict[str, Any]] = []
        for position, row in enumerate(raw):
            spot = f"{place}.{position}"
            try:
                rows.append(self.level(each.fields, _object(row), spot, scope, {}))
            except InvalidInput as error:
                self._note(spot, error)
                self.failed.add(spot)
                rows.append({})
        return rows

    def _refuse_unknown(self, fields: tuple[Field, ...], data: Mapping[str, Any], path: str) -> None:
        known = {each.key for each in fields if each.seen_by(self.role)}
        for key in data:
            if len(self.errors) >= MAX_ERRORS:
                return  # looking for near names costs time; what is not reported need not be looked for
            if key not in known:
                shown = str(key)[:MAX_KEY]
                hint = nearest_word(shown, known)
                near = (
                    (f"，是否为“{hint}”" if self.locale.startswith("zh") else f"; did you mean “{hint}”")
                    if hint
                    else ""
                )
                self._note(f"{path}.{shown}", refusal("unknown-field", key=shown, near=near))

    def _note(self, place: str, error: InvalidInput) -> None:
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(FieldError(place, message_for(error, self.locale), error.stable_code))


def _scope(fields: tuple[Field, ...], outer: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The names inside a level: its own fields shadow outer ones and are empty until given."""
    return {**outer, **{each.key: known.get(each.key) for each in fields}}


def _inside(value: Any) -> Mapping[str, Any]:
    """The values inside a group; a group that was never filled has none."""
    return value if isinstance(value, Mapping) else {}


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def _object(raw: Any) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise refusal("wrong-type", expected="an object", expected_zh="对象")
    return raw
