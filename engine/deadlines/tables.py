"""What cases wait for: timers with their due instant, messages and signals with name and key."""

from sqlalchemy import Column, Date, Index, Integer, String, Table, Text, text

from engine.store import Instant, metadata

waits = Table(
    "waits",
    metadata,
    Column("region", String(64), nullable=False),
    Column("case_id", String(26), primary_key=True),
    Column("wait", String(120), primary_key=True),
    Column("kind", String(16), nullable=False),  # timer | message | signal | conditional
    Column("due_at", Instant),  # timers only
    Column("name", String(200)),
    Column("key", String(500)),  # canonical JSON of the correlation key
    Column("element", String(200), nullable=False),
    Column("workdays", Integer),
    Column("after", Date),
    Column("held_until", Instant),  # a worker has taken it until then
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("failed_at", Instant),  # since when `error` stands
    Index("ix_waits_due_at", "due_at"),
    Index(
        "ix_waits_failed_at",
        "failed_at",
        sqlite_where=text("failed_at IS NOT NULL"),
        postgresql_where=text("failed_at IS NOT NULL"),
    ),
    Index("ix_waits_kind_name_key", "kind", "name", "key"),
)
