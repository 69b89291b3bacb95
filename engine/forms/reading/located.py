"""Takes values out of a JSON object and notes, with the path, each one that is not what it must be.

A wrong value is noted and answered with an empty one, so that one reading reports everything that is wrong.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

from engine.forms.model import Label
from engine.forms.spelling import did_you_mean
from engine.kernel.errors import Finding, Findings

MAX_TEXT: Final = 4_000
MAX_FINDINGS: Final = 200

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Place:
    """One object of a form file: its values, its dotted path, and where findings go."""

    values: Mapping[str, Any]
    path: str
    findings: Findings
    file: str | None = None

    @property
    def full(self) -> bool:
        """Whether enough was found; looking for near names on top would only cost time."""
        return len(self.findings.items) >= MAX_FINDINGS

    def note(self, rule: str, message: str, *, key: str = "", help: str = "") -> None:
        """Note that something is wrong here, or at `key` of this object."""
        if not self.full:
            self.findings.add(Finding(rule, "error", message, self.at(key), None, self.file, help))

    def at(self, key: str) -> str:
        """The path of `key` in this object."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def only(self, allowed: Iterable[str]) -> None:
        """Note every key that is not allowed, with the nearest that is."""
        known = list(allowed)
        for key in self.values:
            if key not in known and not self.full:
                self.note(
                    "form-unknown-key",
                    f"“{str(key)[:60]}” is not known here.",
                    key=str(key)[:60],
                    help=did_you_mean(str(key), known),
                )

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text that is not blank; None when it is absent."""
        value = self._typed(key, (str,), "text", required)
        if value is None:
            return None
        if not value.strip() or len(value) > MAX_TEXT:
            self.note("form-bad-value", f"“{key}” must have 1 to {MAX_TEXT} characters.", key=key)
            return None
        return str(value).strip()

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """One of the allowed texts."""
        known = list(allowed)
        value = self._typed(key, (str,), "text", False)
        if value is None or value in known:
            return value or default
        self.note(
            "form-bad-value",
            f"“{value[:60]}” is no {key}.",
            key=key,
            help=did_you_mean(value, known) or f"Write one of: {', '.join(known)}.",
        )
        return default

    def flag(self, key: str) -> bool:
        """true or false; false when absent."""
        return bool(self._typed(key, (bool,), "true or false", False))

    def whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number within bounds."""
        value: int | None = self._typed(key, (int,), "a whole number", False)
        if value is not None and not low <= value <= high:
            self.note("form-bad-value", f"“{key}” must lie between {low} and {high}.", key=key)
            return None
        return value

    def number(self, key: str) -> Decimal | None:
        """A finite number as Decimal."""
        value = self._typed(key, (int, float, Decimal), "a number", False)
        if value is None:
            return None
        number = Decimal(str(value)) if not isinstance(value, int) or abs(value) < 10**30 else Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > 30:
            self.note("form-bad-value", f"“{key}” must be a number of ordinary size.", key=key)
            return None
        return number

    def texts(self, key: str, *, most: int = 100) -> tuple[str, ...]:
        """A list of different texts."""
        value = self._typed(key, (list, tuple), "a list of texts", False) or ()
        if len(value) > most or not all(isinstance(each, str) and 0 < len(each) <= 200 for each in value):
            self.note("form-bad-value", f"“{key}” must be a list of at most {most} short texts.", key=key)
            return ()
        if len(set(value)) < len(value):
            self.note("form-duplicate-key", f"“{key}” names something twice.", key=key)
        return tuple(value)

    def label(self, key: str, *, required: bool = False) -> Label | None:
        """A Chinese text, or `{"zh-CN": …, "en": …}`."""
        value = self._typed(key, (str, Mapping), "a text or {zh-CN, en}", required)
        if isinstance(value, Mapping):
            inside = self.inside(value, key)
            inside.only(("zh-CN", "en"))
            zh, en = inside.text("zh-CN", required=True), inside.text("en")
            return Label(zh, en or "") if zh else None
        text = self.text(key) if value is not None else None
        return Label(text) if text else None

    def objects(self, key: str, read: "Callable[[Place], _Read | None]", *, most: int) -> tuple[_Read, ...]:
        """Read each object of a list; its path carries its own `key` where it has one, else its position."""
        value = self._typed(key, (list, tuple), "a list", False) or ()
        if len(value) > most:
            self.note("form-too-many", f"“{key}” has {len(value)} entries; at most {most}.", key=key)
            return ()
        found = []
        for position, each in enumerate(value):
            if not isinstance(each, Mapping):
                self.note("form-wrong-type", "Each entry must be an object.", key=f"{key}.{position}")
                continue
            name = each.get("key")
            label = name if isinstance(name, str) and 0 < len(name) <= 64 else str(position)
            item = read(self.inside(each, f"{key}.{label}"))
            if item is not None:
                found.append(item)
        return tuple(found)

    def inside(self, values: Mapping[str, Any], key: str) -> "Place":
        """The object at `key` of this one."""
        return Place(values, self.at(key), self.findings, self.file)

    def object_at(self, key: str) -> "Place | None":
        """The object at `key`, or None when it is absent."""
        value = self._typed(key, (Mapping,), "an object", False)
        return None if value is None else self.inside(value, key)

    def _typed(self, key: str, types: tuple[type, ...], expected: str, required: bool) -> Any:
        value = self.values.get(key)
        if value is None:
            if required:
                self.note("form-missing-key", f"“{key}” is missing.", key=key, help=f"Give {expected}.")
            return None
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            self.note("form-wrong-type", f"“{key}” must be {expected}.", key=key)
            return None
        return value
