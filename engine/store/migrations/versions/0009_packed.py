"""Events and the long texts of a case packed; answers only in the event that brought them, opinions only at the work item.

Every event is rewritten, two thousand at a time. Releases before cannot read what this leaves, so the platform is stopped for
it (`docs/operators.md`); a backup taken before can be restored and is converted then.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from engine.store.lenient import lenient_text
from engine.store.migrations.packed_events import hash_bytes, packed_event
from engine.store.packing import pack

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AT_ONCE: Final = 2_000
CASE_COLUMNS: Final = ("state", "pins", "members", "rounds", "head_hash")
Row = Mapping[str, Any]


def upgrade() -> None:
    """Rewrite the log and the cases, and drop the second copy of the answers."""
    db = op.get_bind()
    postgres = db.dialect.name == "postgresql"
    _pack_events(db, postgres)
    _pack_cases(db)
    op.drop_table("case_data")
    _move_opinions()
    if not postgres:
        _narrow_departments()


def _pack_events(db: sa.Connection, postgres: bool) -> None:
    made = op.create_table(
        "events_packed",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("element", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_events_packed" if postgres else "pk_events"),
    )
    if postgres:
        # the server must not look for what is not there any more
        op.execute("ALTER TABLE events_packed ALTER COLUMN packed SET STORAGE EXTERNAL")
        op.execute("ALTER TABLE events_packed SET (toast_tuple_target = 4080)")
    case_id, prev_hash = "", ""
    for rows in _batches(db, "events", ("case_id", "seq")):
        converted = []
        for row in rows:
            if row["case_id"] != case_id:
                case_id, prev_hash = row["case_id"], "0" * 64
            converted.append(packed_event(row, prev_hash))
            prev_hash = hash_bytes(row["hash"]).hex()
        db.execute(sa.insert(made), converted)
    op.drop_table("events")
    op.rename_table("events_packed", "events")
    if postgres:
        op.execute("ALTER TABLE events RENAME CONSTRAINT pk_events_packed TO pk_events")


def _pack_cases(db: sa.Connection) -> None:
    # a new column in the place of each: a table that others point to cannot be made anew on SQLite
    for name in CASE_COLUMNS:
        op.add_column(
            "cases",
            sa.Column(f"packed_{name}", sa.LargeBinary(), nullable=False, server_default=sa.text("''")),
        )
    values = ", ".join(f"packed_{name} = :{name}" for name in CASE_COLUMNS)
    update = sa.text(f"UPDATE cases SET {values} WHERE id = :id")  # noqa: S608 constants of this file
    for rows in _batches(db, "cases", ("id",)):
        db.execute(
            update,
            [{"id": row["id"], **{name: _stored(name, row[name]) for name in CASE_COLUMNS}} for row in rows],
        )
    for name in CASE_COLUMNS:
        op.execute(f"ALTER TABLE cases DROP COLUMN {name}")
        op.execute(f"ALTER TABLE cases RENAME COLUMN packed_{name} TO {name}")


def _move_opinions() -> None:
    op.add_column("work_items", sa.Column("opinion", sa.Text(), nullable=True))
    op.execute(
        "UPDATE work_items SET opinion = o.opinion FROM opinions AS o "
        "WHERE o.case_id = work_items.case_id AND o.act = work_items.act AND o.opinion IS NOT NULL"
    )
    op.drop_table("opinions")
    # all items of a case are few; the same id again and again costs an index nearly nothing, id with element a row each
    op.drop_index("ix_work_items_case_id", "work_items")
    op.create_index("ix_work_items_case_id", "work_items", ["case_id"])


def _narrow_departments() -> None:
    # SQLite keeps a table beside the index of its key, unless told that the key is all there is
    op.create_table(
        "departments_of_cases",
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_departments_case_id_cases")),
        sa.PrimaryKeyConstraint("department", "case_id", name=op.f("pk_case_departments")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO departments_of_cases SELECT department, case_id FROM case_departments")
    op.drop_table("case_departments")
    op.rename_table("departments_of_cases", "case_departments")


def _stored(name: str, value: Any) -> bytes:
    if name == "head_hash":
        return hash_bytes(value)
    return pack(value if isinstance(value, bytes) else str(value).encode("utf-8", "replace"))


def _batches(db: sa.Connection, name: str, key: tuple[str, ...]) -> Iterator[list[Row]]:
    """All rows in the order of the key, some at a time, read while others are written."""
    table = sa.Table(name, sa.MetaData(), autoload_with=db)
    columns = [table.c[part] for part in key]
    last: tuple[Any, ...] | None = None
    while True:
        wanted = sa.select(table).order_by(*columns).limit(AT_ONCE)
        if last is not None:
            wanted = wanted.where(sa.tuple_(*columns) > sa.tuple_(*last))
        with lenient_text(db):
            rows: list[Row] = [dict(row) for row in db.execute(wanted).mappings()]
        if not rows:
            return
        yield rows
        last = tuple(rows[-1][part] for part in key)


def downgrade() -> None:
    """There is no way back but the backup that was taken before."""
    raise NotImplementedError("Restore the backup that was taken before this upgrade")
