"""Run a process in memory with a virtual clock: files that are given, or a deployed definition with all it needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from engine.definitions.archive import contents
from engine.definitions.programs import Programs
from engine.dispatch import Query, ReadContext
from engine.expressions import to_plain_json
from engine.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Simulate(Query):
    """`files` (name → source text) or the key of a deployed `definition`; see `engine.simulation` for the rest."""

    permission: ClassVar[str] = "definition:lint"
    files: Mapping[str, str] | None = None
    definition: str | None = None
    process: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    messages: Iterable[Any] = ()
    signals: Iterable[str] = ()
    until: datetime | None = None
    max_steps: int = 10_000


def simulate(query: Simulate, ctx: ReadContext) -> dict[str, Any]:
    """`{events, end}`; `Refused` for files that cannot run, `NotFound` for an unknown definition."""
    if (query.files is None) == (query.definition is None):
        raise InvalidInput("Give either files or the key of a deployed definition", code="simulation-source")
    from engine.simulation import simulate as run  # few ask; the others need not keep it

    trace = run(
        _sources(query, ctx),
        process=query.process or query.definition,
        data=query.data,
        answers=query.answers,
        messages=query.messages,
        signals=query.signals,
        until=query.until,
        max_steps=query.max_steps,
    )
    return {"events": to_plain_json(trace.events), "end": to_plain_json(trace.end)}


def _sources(query: Simulate, ctx: ReadContext) -> dict[str, bytes]:
    if query.files is not None:
        return {name: text.encode() for name, text in query.files.items()}
    pins = ctx.services[Programs].pin(ctx.db, str(query.definition))
    ids = {pin["id"]: f"{pin['key']}.{kind}" for kind in ("bpmn", "dmn") for pin in pins[kind].values()}
    found = contents(ctx.db, ids)
    # one file may have brought several definitions; it is read once
    return {name: content for content, name in {found[i]: name for i, name in sorted(ids.items())}.items()}
