"""The archive as rows: which versions exist, which is the newest, and their bytes. Reading only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from engine.definitions.tables import definitions
from engine.kernel.errors import NotFound
from engine.store.prepared import Prepared

COLUMNS = tuple(column for column in definitions.c if column.name != "content")
"""Everything of a version but its bytes."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One deployed version, without its bytes."""

    id: str
    key: str
    version: int
    kind: str
    name: str
    file: str
    hash: str
    deployment_id: str
    state: str
    deployed_at: datetime
    needs: Mapping[str, list[str]]
    provides: tuple[str, ...]

    def as_view(self) -> dict[str, Any]:
        """`{id, key, kind, version, name, file, hash, state, deployed_at, deployment_id}`."""
        names = (
            "id",
            "key",
            "kind",
            "version",
            "name",
            "file",
            "hash",
            "state",
            "deployed_at",
            "deployment_id",
        )
        return {name: getattr(self, name) for name in names}


def newest(db: Connection) -> list[Definition]:
    """The newest active version of every key, by kind and key."""
    last = (
        select(definitions.c.kind, definitions.c.key, func.max(definitions.c.version).label("version"))
        .where(definitions.c.state == "active")
        .group_by(definitions.c.kind, definitions.c.key)
        .subquery()
    )
    rows = db.execute(
        select(*COLUMNS)
        .join(
            last,
            (last.c.kind == definitions.c.kind)
            & (last.c.key == definitions.c.key)
            & (last.c.version == definitions.c.version),
        )
        .order_by(definitions.c.kind, definitions.c.key)
    )
    return [definition_of(row) for row in rows]


_GENERATION = Prepared(
    select(func.count().label("count"), func.max(definitions.c.deployment_id).label("last"))
)


def generation(db: Connection) -> str:
    """Changes with every deployment; one cheap statement.

    Versions are never removed, so their count alone would do; identifiers alone would not, because the clocks of two
    machines may disagree by more than lies between two deployments.
    """
    count, last = _GENERATION.rows(db)[0]
    return f"{count}:{last}"


def by_id(db: Connection, definition_id: str) -> Definition:
    """One version; `NotFound` if there is none."""
    row = db.execute(select(*COLUMNS).where(definitions.c.id == definition_id)).first()
    if row is None:
        raise NotFound("There is no such definition", code="unknown-definition")
    return definition_of(row)


def contents(db: Connection, ids: Iterable[str]) -> dict[str, bytes]:
    """The bytes of versions, by id; `NotFound` unless all are there."""
    wanted = sorted(set(ids))
    rows = db.execute(select(definitions.c.id, definitions.c.content).where(definitions.c.id.in_(wanted)))
    found = {row.id: bytes(row.content) for row in rows}
    if len(found) != len(wanted):
        raise NotFound("A pinned version is missing from the archive", code="unknown-definition")
    return found


def definition_of(row: Row[Any]) -> Definition:
    """A row, without its content, as a value."""
    values = dict(row._mapping)
    values["provides"] = tuple(values["provides"])
    return Definition(**values)
