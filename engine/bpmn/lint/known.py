"""What exists outside the file that is linted: None means "not known, do not ask"."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """Keys of what is deployed or lies beside the file; `fields` maps a form's key to the keys of its fields,
    `connectors` a connector's name to its parameters and whether each is required.
    """

    processes: AbstractSet[str] | None = None
    decisions: AbstractSet[str] | None = None
    forms: AbstractSet[str] | None = None
    operations: AbstractSet[str] | None = None
    departments: AbstractSet[str] | None = None
    roles: AbstractSet[str] | None = None
    connectors: Mapping[str, Mapping[str, bool]] | None = None
    fields: Mapping[str, AbstractSet[str]] | None = None
