"""Rows of the catalogue. An item is a version: later editions never change what a running case was promised."""

from sqlalchemy import Column, Index, Integer, String, Table

from engine.store import Instant, Json, metadata

items = Table(
    "items",
    metadata,
    Column("code", String(80), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("department", String(80), nullable=False),
    Column("state", String(12), nullable=False),
    Column("content", Json, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("published_at", Instant, nullable=False),
    Index("ix_items_state_code", "state", "code"),
)

bundles = Table(
    "bundles",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("state", String(12), nullable=False),
    Column("content", Json, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("published_at", Instant, nullable=False),
    Index("ix_bundles_state_key", "state", "key"),
)
