"""The calls that are owed. `failed_at` is set when the platform gave up: then the call is an incident."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from engine.store import Instant, Json, metadata

service_calls = Table(
    "service_calls",
    metadata,
    Column("case_id", String(26), ForeignKey("cases.id"), primary_key=True),
    Column("act", String(120), primary_key=True),
    Column("region", String(40), nullable=False),
    Column("element", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("connector", String(80), nullable=False),
    Column("request", Json, nullable=False),
    Column("most_attempts", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("run", Integer, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("next_at", Instant),
    Column("failed_at", Instant),
    Column("code", String(80)),
    Column("error", Text),
    # only what has failed is in it, so it costs a call that succeeds nothing
    Index(
        "ix_service_calls_failed_at",
        "failed_at",
        sqlite_where=text("failed_at IS NOT NULL"),
        postgresql_where=text("failed_at IS NOT NULL"),
    ),
)
"""`run` counts the jobs of a call: a job of an earlier run finds that it is late and does nothing."""
