"""The table of answers given to commands that carried an idempotency key."""

from sqlalchemy import Column, String, Table

from engine.store import Instant, Json, metadata

idempotency = Table(
    "idempotency",
    metadata,
    Column("actor_id", String(64), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("body_hash", String(64), nullable=False),
    Column("answer", Json),
    Column("at", Instant, nullable=False, index=True),
)
