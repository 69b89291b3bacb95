"""Pins: the exact versions with which a case will run all its life, whatever is deployed later.

At its start a case is pinned to the newest version of its process and of everything that process can reach: called
processes, decisions with the models they import, forms. The pins go into the first event, so that re-execution needs nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.definitions.archive import Definition, newest
from engine.definitions.source import KINDS
from engine.kernel.errors import NotFound

Pins = Mapping[str, Any]
"""`{"root": key, "bpmn": {key: pin}, "dmn": {name: pin}, "form": {key: pin}}`, a pin being `{"id", "key", "version", "hash"}`."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest version of everything, found by kind and any name it is referred to by."""

    generation: str
    found: Mapping[tuple[str, str], Definition]

    def get(self, kind: str, name: str) -> Definition | None:
        """The newest version of that kind which provides the name, or None."""
        return self.found.get((kind, name))


def read_newest(db: Connection, generation: str) -> Newest:
    """Read the newest versions; of two models that provide one decision, the one deployed later answers."""
    ordered = sorted(newest(db), key=lambda definition: (definition.deployed_at, definition.id))
    found = {(d.kind, name): d for d in ordered for name in d.provides}
    # its own key always leads to a definition, whatever others provide
    found.update({(d.kind, d.key): d for d in ordered})
    return Newest(generation, found)


def pin_closure(known: Newest, key: str) -> dict[str, Any]:
    """Pins of the process `key` and all it can reach. `NotFound` (`unknown-definition`, `unknown-reference`)."""
    root = known.get("bpmn", key)
    if root is None:
        raise NotFound(f"There is no deployed process {key!r}; deploy it first", code="unknown-definition")
    pins: dict[str, Any] = {"root": root.key, **{kind: {} for kind in KINDS}}
    pins["bpmn"][root.key] = _pin(root)
    pending = [root]
    while pending:
        current = pending.pop()
        for kind, name in _references(current.needs):
            if name in pins[kind]:
                continue
            found = known.get(kind, name)
            if found is None:
                raise NotFound(
                    f"{current.key} needs the {kind} {name!r}, which is not deployed",
                    code="unknown-reference",
                )
            pins[kind][name] = _pin(found)
            if kind != "form":
                pending.append(found)
    return pins


def _references(needs: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    return [(kind, name) for kind in KINDS for name in needs.get(kind, ())]


def _pin(definition: Definition) -> dict[str, Any]:
    return {
        "id": definition.id,
        "key": definition.key,
        "version": definition.version,
        "hash": definition.hash,
    }
