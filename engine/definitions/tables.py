"""Deployments and the versions they brought. Content is kept byte for byte; nothing here is ever changed but `state`."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from engine.store import Instant, Json, metadata

deployments = Table(
    "deployments",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("findings", Json, nullable=False),
)

definitions = Table(
    "definitions",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("key", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(8), nullable=False),  # bpmn | dmn | form
    Column("name", String(200), nullable=False),
    Column("file", String(500), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("deployment_id", String(26), ForeignKey("deployments.id"), nullable=False),
    Column("state", String(12), nullable=False),  # active | retired
    Column("deployed_at", Instant, nullable=False),
    Column(
        "needs", Json, nullable=False
    ),  # {"bpmn": […], "dmn": […], "form": […]}: keys it refers to directly
    # what others may refer to it by: its key and, for a decision model, the ids and names of its decisions
    Column("provides", Json, nullable=False),
    UniqueConstraint("kind", "key", "version"),
    Index("ix_definitions_deployed", "deployed_at", "id"),
)
