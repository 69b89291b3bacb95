"""A form as values: fields, materials, sections and the order of a bundle's items. Nothing here reads or checks.

Built by `read_form`, `merge` and `project`; all of it is immutable and may be shared between cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from engine.forms.conditions import Condition

Personal = Literal["name", "id", "phone", "address", "bank"]
MaterialKind = Literal["original", "copy", "electronic"]
Necessity = Literal["required", "optional", "later"]


@dataclass(frozen=True, slots=True)
class Label:
    """A text in Chinese and, where there is one, in English."""

    zh: str
    en: str = ""

    def text(self, locale: str) -> str:
        """The text for `locale`; Chinese when there is no English."""
        return self.zh if locale.startswith("zh") or not self.en else self.en


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: `value` is stored, `title` is shown."""

    value: str
    title: Label


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `items` are the consumers (x-items; empty = all), `roles` who may see it (empty = all),
    `edit_roles` who may fill it (empty = who may see it). `min`/`max` bound numbers (Decimal) and dates (ISO text),
    `min_length`/`max_length` characters, choices or rows.
    """

    key: str
    type: str
    title: Label
    help: Label | None = None
    required: bool = False
    required_if: Condition | None = None
    visible_if: Condition | None = None
    readonly: bool = False
    default: Any = None
    options: tuple[Option, ...] = ()
    min: Decimal | str | None = None
    max: Decimal | str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    unit: str | None = None
    items: tuple[str, ...] = ()
    source: str | None = None
    roles: tuple[str, ...] = ()
    edit_roles: tuple[str, ...] = ()
    personal: Personal | None = None
    accept: tuple[str, ...] = ()
    max_mb: int | None = None
    fields: tuple["Field", ...] = ()

    def seen_by(self, role: str | None) -> bool:
        """Whether `role` may see this field; None is the system, which sees all."""
        return role is None or not self.roles or role in self.roles

    def filled_by(self, role: str | None) -> bool:
        """Whether `role` may fill this field."""
        return self.seen_by(role) and (role is None or not self.edit_roles or role in self.edit_roles)


@dataclass(frozen=True, slots=True)
class Material:
    """A paper or file of an application. `shared_by` are the items that use it (empty = all); `source` says who
    brings it: upload, e-licence, data-query, generated (or `generated:<item>`), promise. `copies` is a count,
    `max_mb` megabytes, `accept` media types.
    """

    key: str
    title: Label
    kind: MaterialKind = "electronic"
    necessity: Necessity = "required"
    source: str = "upload"
    shared_by: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    max_mb: int | None = None
    copies: int = 1
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over some top-level fields."""

    key: str
    title: Label
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form. `context` are names, not fields, that conditions may use; `flow` maps an item to those before it.

    `takes_files`: there is a file field at some level. Known once, so that other forms pay nothing for files.
    """

    key: str
    title: Label
    fields: tuple[Field, ...] = ()
    materials: tuple[Material, ...] = ()
    sections: tuple[Section, ...] = ()
    flow: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: str = ""
    context: tuple[str, ...] = ()
    takes_files: bool = field(init=False, compare=False, default=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "takes_files", any(each.type == "file" for each in walk(self.fields)))

    def items(self) -> tuple[str, ...]:
        """Every item that a field, a material or the flow names, in order of first mention."""
        named = [item for each in walk(self.fields) for item in each.items]
        named += [item for material in self.materials for item in material.shared_by]
        named += list(self.flow)
        return tuple(dict.fromkeys(named))


def walk(fields: Sequence[Field]) -> Iterator[Field]:
    """Each field and, after it, the fields inside it."""
    for each in fields:
        yield each
        yield from walk(each.fields)
