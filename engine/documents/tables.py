"""Rows of materials, licences and papers. A file's bytes are stored once, under their SHA-256, however often it is used."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from engine.store import Instant, Json, metadata

material_contents = Table(
    "material_contents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

materials = Table(
    "materials",
    metadata,
    Column("case_id", String(26), ForeignKey("cases.id"), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("source", String(20), nullable=False),
    Column("shared_by", Json, nullable=False),
    Column("file_name", String(255)),
    Column("media_type", String(120)),
    Column("size", Integer),
    Column("sha256", String(64), ForeignKey("material_contents.sha256")),
    Column("promised", Boolean, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("received_from", String(64), nullable=False),
    Index("ix_materials_sha256", "sha256"),
)

licences = Table(
    "licences",
    metadata,
    Column("number", String(100), primary_key=True),
    Column("region", String(40), nullable=False),
    Column("case_id", String(26), ForeignKey("cases.id"), nullable=False),
    Column("item_code", String(80)),
    Column("kind", String(200), nullable=False),
    Column("holder_name", String(200), nullable=False),
    Column("holder_id_number", String(40), nullable=False),
    Column("issuer", String(80), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("valid_until", Date),
    Column("status", String(12), nullable=False),
    Column("verification_code", String(40), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Index("ix_licences_case_id", "case_id"),
)

papers = Table(
    "papers",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("case_id", String(26), ForeignKey("cases.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("number", String(60), nullable=False, unique=True),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("item_code", String(80)),
    Column("round", Integer, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("issued_at", Instant, nullable=False),
    Index("ix_papers_case_id", "case_id"),
)
"""Notices, receipts, refusals and delivery slips: what the applicant is handed, as it read on that day."""
