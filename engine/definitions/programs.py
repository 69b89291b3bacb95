"""Compiled definitions: programs, decision models and forms, made from the archive's bytes and kept while they are used.

They are caches: everything can be made again from the pins of a case. Bounded; safe for threads.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from engine.bpmn import Program, read_program
from engine.decisions import Model, read_model
from engine.definitions.archive import by_id, contents, generation
from engine.definitions.lru import Lru
from engine.definitions.pins import Newest, Pins, pin_closure, read_newest
from engine.forms import Form, read_form
from engine.kernel.errors import NotFound


class Programs:
    """The service through which cases find what they run."""

    def __init__(self, capacity: int) -> None:
        self._programs: Lru[Program] = Lru(capacity)
        self._models: Lru[Model] = Lru(capacity)
        self._forms: Lru[Form] = Lru(capacity)
        self._newest = Newest("", {})

    def newest(self, db: Connection) -> Newest:
        """The newest version of everything: one cheap statement while nothing was deployed."""
        current = generation(db)
        held = self._newest
        if held.generation != current:
            held = self._newest = read_newest(db, current)
        return held

    def pin(self, db: Connection, key: str) -> dict[str, Any]:
        """Pins for a new case of the process `key`; see `engine.definitions.pins`."""
        return pin_closure(self.newest(db), key)

    def program(self, db: Connection, pins: Pins) -> Program:
        """The compiled program of a case's pins; it also reads what its decisions take as input.

        `Refused` if the archive's bytes no longer compile.
        """
        ids = {key: pin["id"] for key, pin in pins["bpmn"].items()}
        rules = (str(pin["id"]) for pin in pins.get("dmn", {}).values())
        root: str = pins["root"]
        key = (root, *sorted(ids.values()), *sorted(rules))
        return self._programs.get(key, lambda: self._with_inputs(db, pins, _compile(db, root, ids)))

    def _with_inputs(self, db: Connection, pins: Pins, program: Program) -> Program:
        asked = [name for name in program.decisions if _pinned(pins, "dmn", name) is not None]
        inputs = (self.model(db, pins, name).inputs for name in asked)
        return replace(program, reads=program.reads.union(*inputs))

    def model(self, db: Connection, pins: Pins, decision: str) -> Model:
        """The decision model that a case uses for a decision. `NotFound` (`unknown-dmn`) when it has none."""

        def find(name: str) -> str:
            return _pinned(pins, "dmn", name) or self._newest_id(db, "dmn", name)

        beside = sorted(str(pin["id"]) for pin in pins.get("dmn", {}).values())
        return self._model(db, find(decision), find, tuple(beside))

    def form(self, db: Connection, pins: Pins, key: str) -> Form:
        """The form of that key in the version of a case's pins, or the newest if the pins have none of it."""
        return self._form(db, _pinned(pins, "form", key) or self._newest_id(db, "form", key))

    def newest_form(self, db: Connection, key: str) -> Form:
        """The newest version of a form. `NotFound` (`unknown-form`)."""
        return self._form(db, self._newest_id(db, "form", key))

    def newest_model(self, db: Connection, key: str) -> Model:
        """The newest decision model of that key, or with a decision of that name. `NotFound` (`unknown-dmn`)."""
        found = self._newest_id(db, "dmn", key)
        return self._model(
            db, found, lambda name: self._newest_id(db, "dmn", name), (self._newest.generation,)
        )

    def _model(
        self, db: Connection, definition_id: str, find: Callable[[str], str], versions: tuple[str, ...]
    ) -> Model:
        """`find` leads to the models it imports; `versions` stand for which versions of them `find` chooses."""
        return self._models.get(
            (definition_id, *versions), lambda: read_model(_files(db, definition_id, find))
        )

    def _form(self, db: Connection, definition_id: str) -> Form:
        return self._forms.get(definition_id, lambda: read_form(contents(db, [definition_id])[definition_id]))

    def _newest_id(self, db: Connection, kind: str, name: str) -> str:
        found = self.newest(db).get(kind, name)
        if found is None:
            raise NotFound(f"There is no deployed {kind} {name!r}; deploy it first", code=f"unknown-{kind}")
        return found.id


def _files(db: Connection, definition_id: str, find: Callable[[str], str]) -> dict[str, bytes]:
    """A model's file first, then those it imports; each under its own file's name, which an import may give."""
    wanted = [definition_id]
    files: dict[str, bytes] = {}
    for current in wanted:
        definition = by_id(db, current)
        files[f"{current}/{definition.file}"] = contents(db, [current])[current]
        needed = (find(key) for key in definition.needs.get("dmn", ()))
        wanted.extend(one for one in dict.fromkeys(needed) if one not in wanted)
    return files


def _pinned(pins: Pins, kind: str, name: str) -> str | None:
    pin = pins.get(kind, {}).get(name)
    return None if pin is None else str(pin["id"])


def _compile(db: Connection, root: str, ids: Mapping[str, str]) -> Program:
    found = contents(db, ids.values())
    # a file with several processes is stored once for each; it must be read once
    files = {content: key for key, content in ((key, found[ids[key]]) for key in sorted(ids))}
    return read_program({f"{key}.bpmn": content for content, key in files.items()}, root)
