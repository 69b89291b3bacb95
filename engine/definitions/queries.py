"""Reading the archive: versions, sources, findings of files that are only looked at, evaluation of a deployed decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, exists, func, select

from engine.definitions.archive import COLUMNS, by_id, contents, definition_of
from engine.definitions.check import check_files
from engine.definitions.health import Health
from engine.definitions.known import known_here
from engine.definitions.programs import Programs
from engine.definitions.simulate import Simulate
from engine.definitions.tables import definitions
from engine.dispatch import Query, ReadContext
from engine.expressions import to_plain_json
from engine.kernel.errors import Finding, InvalidInput, NotFound

MAX_LIMIT = 200
__all__ = [
    "DefinitionSource",
    "Definitions",
    "EvaluateDecision",
    "GetDefinition",
    "Health",
    "Lint",
    "Simulate",
    "definition_source",
    "evaluate_decision",
    "get_definition",
    "lint",
    "list_definitions",
]


@dataclass(frozen=True, slots=True)
class Definitions(Query):
    """Versions, newest deployment first; `cursor` is the id of the last one of the page before."""

    permission: ClassVar[str] = "definition:read"
    key: str | None = None
    kind: str | None = None
    latest: bool = False
    limit: int = 50
    cursor: str | None = None
    count: bool = False


@dataclass(frozen=True, slots=True)
class GetDefinition(Query):
    """One version."""

    permission: ClassVar[str] = "definition:read"
    definition_id: str


@dataclass(frozen=True, slots=True)
class DefinitionSource(Query):
    """The bytes of one version, exactly as they were deployed."""

    permission: ClassVar[str] = "definition:read"
    definition_id: str


@dataclass(frozen=True, slots=True)
class Lint(Query):
    """Everything that is wrong with files, seen beside what is deployed; nothing is stored. `prove`: explore them as well."""

    permission: ClassVar[str] = "definition:lint"
    files: Mapping[str, bytes]
    prove: bool = True


@dataclass(frozen=True, slots=True)
class EvaluateDecision(Query):
    """Evaluate a decision of the newest model of that key; the name may be left out when it has only one."""

    permission: ClassVar[str] = "definition:read"
    key: str
    decision: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)


def list_definitions(query: Definitions, ctx: ReadContext) -> dict[str, Any]:
    """`{items: [{id, key, kind, version, name, hash, state, deployed_at, …}], next, total?}`."""
    limit = max(1, min(query.limit, MAX_LIMIT))
    conditions = _conditions(query)
    after = [] if query.cursor is None else [definitions.c.id < str(query.cursor)]
    rows = ctx.db.execute(
        select(*COLUMNS).where(*conditions, *after).order_by(definitions.c.id.desc()).limit(limit + 1)
    )
    found = [definition_of(row) for row in rows]
    page = found[:limit]
    view: dict[str, Any] = {
        "items": [d.as_view() for d in page],
        "next": page[-1].id if len(found) > limit else None,
    }
    if query.count:
        view["total"] = ctx.db.execute(
            select(func.count()).select_from(definitions).where(*conditions)
        ).scalar_one()
    return view


def get_definition(query: GetDefinition, ctx: ReadContext) -> dict[str, Any]:
    """The view of one version; `NotFound`."""
    return by_id(ctx.db, query.definition_id).as_view()


def definition_source(query: DefinitionSource, ctx: ReadContext) -> bytes:
    """The bytes; `NotFound`."""
    return contents(ctx.db, [query.definition_id])[query.definition_id]


def lint(query: Lint, ctx: ReadContext) -> list[Finding]:
    """All findings."""
    return check_files(query.files, known_here(ctx), prove=query.prove)


def evaluate_decision(query: EvaluateDecision, ctx: ReadContext) -> dict[str, Any]:
    """`{value, trace, warnings}`; `NotFound` for an unknown model or decision."""
    model = ctx.services[Programs].newest_model(ctx.db, query.key)
    name = query.decision or _only(query.key, model.decisions)
    evaluation = model.evaluate(name, query.inputs, now=ctx.now)
    return {
        "value": to_plain_json(evaluation.value),
        "trace": evaluation.trace,
        "warnings": [str(warning) for warning in evaluation.warnings],
    }


def _conditions(query: Definitions) -> list[ColumnElement[bool]]:
    conditions = []
    if query.key is not None:
        conditions.append(definitions.c.key == query.key)
    if query.kind is not None:
        conditions.append(definitions.c.kind == query.kind)
    if query.latest:
        newer = definitions.alias("newer")
        same = (newer.c.kind == definitions.c.kind) & (newer.c.key == definitions.c.key)
        conditions.append(~exists().where(same, newer.c.version > definitions.c.version))
    return conditions


def _only(key: str, decisions: tuple[str, ...]) -> str:
    if len(decisions) == 1:
        return decisions[0]
    if not decisions:
        raise NotFound(f"{key} has no decision", code="unknown-decision")
    raise InvalidInput(
        f"Say which decision of {key} is meant: {', '.join(decisions)}", code="decision-ambiguous"
    )
