"""The event log. Texts are stored exactly as they were hashed; nothing in this table is ever updated."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from engine.store import metadata

events = Table(
    "events",
    metadata,
    Column("region", String(64), nullable=False),
    # case ids sort by time, so that a month of events is one range of the primary key
    Column("case_id", String(26), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", String(27), nullable=False),  # fixed-width UTC text, part of the hash as it stands
    Column("actor_id", String(64), nullable=False),
    Column("actor_name", String(100), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("capacity", Text),
    Column("action", String(64), nullable=False),
    Column("element", Text),
    Column("act", Text),
    Column("input", Text),
    Column("facts", Text),
    Column("data", Text),
    Column("payload_hash", String(64), nullable=False),
    Column("locator", Text, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_events_region_at", "region", "at"),
)
