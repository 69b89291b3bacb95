"""Deploy: all files or none. Each is checked; what is new becomes the next version of its key; the same again is a no-op.

Versions are never changed and never removed, because cases are pinned to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import func, select

from engine.definitions.archive import Definition
from engine.definitions.check import check_sources, read_sources
from engine.definitions.known import known_here
from engine.definitions.pins import Newest
from engine.definitions.programs import Programs
from engine.definitions.source import Part, Source
from engine.definitions.tables import definitions, deployments
from engine.dispatch import Command, Context
from engine.kernel.errors import Finding, InvalidInput, Refused
from engine.kernel.ids import new_id
from engine.store.canonical import canonical_bytes, sha256_hex

MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Deploy(Command):
    """Files by name (.bpmn, .dmn, .json) that shall be in force from now on, for new cases."""

    permission: ClassVar[str] = "definition:deploy"
    files: Mapping[str, bytes]
    name: str = ""


def deploy(command: Deploy, ctx: Context) -> dict[str, Any]:
    """`{id, name, created_at, created, definitions: […], findings: […]}`; `created` is false when nothing was new.

    `Refused` with all findings when any file has an error; nothing is stored then.
    """
    if not command.files:
        raise InvalidInput("Give at least one file", code="no-files")
    newest = ctx.services[Programs].newest(ctx.db)
    sources = read_sources(command.files)
    findings = check_sources(sources, known_here(ctx))
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Refused(
            f"Nothing was deployed: {len(errors)} error(s), the first: {_told(errors[0])}", findings
        )
    parts = [(source, part) for source in sources for part in source.parts]
    if all(_unchanged(newest, source, part) for source, part in parts):
        return _same_again(ctx, newest, parts, findings)
    return _store(command, ctx, newest, parts, findings)


def _told(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line) if part)
    return f"{place}: {finding.message}" if place else finding.message


def _unchanged(newest: Newest, source: Source, part: Part) -> bool:
    known = _same_key(newest, source.kind, part.key)
    # what a model imports is found among the files beside it, so the same bytes may need other models now
    return known is not None and known.hash == source.hash and known.needs == _needs(source)


def _needs(source: Source) -> dict[str, list[str]]:
    return {kind: list(names) for kind, names in source.needs.items()}


def _same_key(newest: Newest, kind: str, key: str) -> Definition | None:
    known = newest.get(kind, key)
    return known if known is not None and known.key == key else None


def _same_again(
    ctx: Context, newest: Newest, parts: list[tuple[Source, Part]], findings: list[Finding]
) -> dict[str, Any]:
    known = [found for source, part in parts if (found := _same_key(newest, source.kind, part.key))]
    latest = max(found.deployment_id for found in known)
    row = ctx.db.execute(select(deployments).where(deployments.c.id == latest)).one()
    return {
        "id": row.id,
        "name": row.name,
        "created_at": row.created_at,
        "created": False,
        "definitions": [found.as_view() for found in known],
        "findings": [finding.as_dict() for finding in findings],
    }


def _store(
    command: Deploy, ctx: Context, newest: Newest, parts: list[tuple[Source, Part]], findings: list[Finding]
) -> dict[str, Any]:
    deployment_id = new_id(ctx.now)
    told = [finding.as_dict() for finding in findings]
    name = (command.name.strip() or ", ".join(sorted(command.files)))[:MAX_NAME]
    ctx.changes.insert(
        deployments,
        {
            "id": deployment_id,
            "name": name,
            "created_at": ctx.now,
            "created_by": ctx.actor.user_id,
            "hash": sha256_hex(canonical_bytes({source.file: source.hash for source, _ in parts})),
            "findings": told,
        },
    )
    versions = _last_versions(ctx)
    stored = [
        _same_key(newest, source.kind, part.key)
        if _unchanged(newest, source, part)
        else _insert(ctx, source, part, deployment_id, versions.get((source.kind, part.key), 0) + 1)
        for source, part in parts
    ]
    return {
        "id": deployment_id,
        "name": name,
        "created_at": ctx.now,
        "created": True,
        "definitions": [definition.as_view() for definition in stored if definition is not None],
        "findings": told,
    }


def _last_versions(ctx: Context) -> dict[tuple[str, str], int]:
    rows = ctx.db.execute(
        select(definitions.c.kind, definitions.c.key, func.max(definitions.c.version)).group_by(
            definitions.c.kind, definitions.c.key
        )
    )
    return {(kind, key): version for kind, key, version in rows}


def _insert(ctx: Context, source: Source, part: Part, deployment_id: str, version: int) -> Definition:
    definition = Definition(
        id=new_id(ctx.now),
        key=part.key,
        version=version,
        kind=source.kind,
        name=part.name,
        file=source.file,
        hash=source.hash,
        deployment_id=deployment_id,
        state="active",
        deployed_at=ctx.now,
        needs=_needs(source),
        provides=part.provides,
    )
    row = {name: getattr(definition, name) for name in Definition.__slots__}
    ctx.changes.insert(definitions, {**row, "provides": list(part.provides), "content": source.content})
    return definition
