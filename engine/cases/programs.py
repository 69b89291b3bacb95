"""What a case runs: its pinned versions, compiled. Everything comes through the pins, so nothing changes under a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import Program
from engine.decisions import Model
from engine.definitions.programs import Programs
from engine.dispatch import ReadContext
from engine.forms import Form
from engine.kernel.errors import ExecutionFailed, NotFound

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pinned:
    """The versions a new case gets: those of its process and of all that can be reached from it."""

    definition_id: str
    version: int
    name: str
    pins: Mapping[str, Any]
    program: Program


def pin(ctx: ReadContext, key: str, forms: Iterable[str] = ()) -> Pinned:
    """Pin the newest version of the process `key` and of the application forms.

    Raises NotFound (`unknown-definition`, `unknown-reference`, `unknown-form`).
    """
    programs = ctx.services[Programs]
    pins = programs.pin(ctx.db, key)
    for form in forms:
        found = programs.newest(ctx.db).get("form", form)
        if found is None:
            raise NotFound(f"There is no deployed form {form!r}; deploy it first.", code="unknown-form")
        pins["form"][form] = {part: getattr(found, part) for part in ("id", "key", "version", "hash")}
    root = pins["bpmn"][pins["root"]]
    program = programs.program(ctx.db, pins)
    name = program.processes[program.root].name or key
    return Pinned(root["id"], root["version"], name, pins, program)


def program_of(ctx: ReadContext, row: Row) -> Program:
    """The program of a case."""
    return ctx.services[Programs].program(ctx.db, row["pins"])


def form_of(ctx: ReadContext, row: Row, key: str) -> Form:
    """A form in the version pinned for a case. Raises NotFound (`unknown-form`)."""
    return ctx.services[Programs].form(ctx.db, row["pins"], key)


def decision_of(ctx: ReadContext, row: Row, key: str, element: str) -> Model:
    """The decision model pinned for a case. Raises ExecutionFailed (`decision-unknown`), located at `element`."""
    try:
        return ctx.services[Programs].model(ctx.db, row["pins"], key)
    except NotFound:
        raise ExecutionFailed(
            f"The decision {key!r} of {element!r} is not deployed.", element=element, code="decision-unknown"
        )
