"""Messages that nobody awaited when they came. With `case_id` a message is for that case only."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from engine.store import Instant, Json, metadata

kept_messages = Table(
    "kept_messages",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("region", String(40), nullable=False),
    Column("case_id", String(26), ForeignKey("cases.id")),
    Column("name", String(200), nullable=False),
    Column("key", String(500)),
    Column("payload", Json, nullable=False),
    Column("sender", String(200), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index("ix_kept_messages_region_name_key", "region", "name", "key"),
    Index("ix_kept_messages_case_id", "case_id"),
    Index("ix_kept_messages_expires_at", "expires_at"),
)
