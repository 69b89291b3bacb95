"""Cases that a message or signal begins: the newest processes whose start event waits for it (BPMN 2.0.2, 10.5.2).

The new case belongs to the same applicant and project as its sender, because it is their matter that goes on. Which
process a message starts is looked up in the newest versions, and kept until something is deployed.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.bpmn import Fact
from engine.cases.applicant import Applicant
from engine.cases.loaded import LoadedCase
from engine.cases.members import new_member
from engine.cases.moves import Move
from engine.cases.opening import Opening, prepare
from engine.definitions.programs import Programs
from engine.dispatch import Context


class Starter(NamedTuple):
    """A process and its start event."""

    definition: str
    name: str
    trigger: str


class Starters:
    """The start events of the newest processes, by kind and name; a service of the platform."""

    def __init__(self) -> None:
        self._generation: str | None = None
        self._found: dict[tuple[str, str], list[Starter]] = {}

    def of(self, ctx: Context, kind: str, name: str) -> list[Starter]:
        """Who is started by a message or signal of that name, by definition key."""
        newest = ctx.services[Programs].newest(ctx.db)
        if newest.generation != self._generation:
            self._found = _read(ctx)
            self._generation = newest.generation
        return self._found.get((kind, name), [])


def started_by(ctx: Context, sender: LoadedCase, fact: Fact) -> Iterator[tuple[LoadedCase, Move]]:
    """New cases and their first moves: at most one for a message, one for each process for a signal."""
    data = fact.data or {}
    kind = str(data["kind"])
    if data.get("delivered"):
        return
    starters = ctx.services[Starters].of(ctx, kind, str(data.get("name", "")))
    for starter in starters if kind == "signal" else starters[:1]:
        case, move = prepare(ctx, _opening(sender, starter, dict(data.get("payload") or {})))
        yield case, move


def _opening(sender: LoadedCase, starter: Starter, payload: dict[str, object]) -> Opening:
    row = sender.row
    title = {"zh-CN": starter.name, "en": starter.name}
    department = row["department"] or ""
    return Opening(
        definition=starter.definition,
        region=row["region"],
        title=title,
        members={starter.definition: new_member(starter.definition, title, department)},
        applicant=Applicant(
            kind=row["applicant_kind"],
            name=row["applicant_name"],
            id_type=row["applicant_id_type"],
            id_number=row["applicant_id_number"],
            contact_name=row["contact_name"],
            contact_phone=row["contact_phone"],
            agent=row["agent"],
        ),
        channel=row["channel"],
        applied_by=row["applied_by"],
        department=row["department"],
        project_code=row["project_code"],
        priority=row["priority"],
        data=payload,
        trigger=starter.trigger,
    )


def _read(ctx: Context) -> dict[tuple[str, str], list[Starter]]:
    programs = ctx.services[Programs]
    found: dict[tuple[str, str], list[Starter]] = {}
    for (kind, key), definition in sorted(programs.newest(ctx.db).found.items()):
        if kind != "bpmn" or key != definition.key:
            continue
        program = programs.program(ctx.db, programs.pin(ctx.db, key))
        starters = [("message", name, place) for name, place in program.start_messages.items()]
        starters += [
            ("signal", name, place) for name, places in program.start_signals.items() for place in places
        ]
        for event, name, (process, element) in starters:
            # the start events of called processes are theirs, not the caller's
            if process == program.root:
                found.setdefault((event, name), []).append(Starter(key, definition.name, element))
    return found
