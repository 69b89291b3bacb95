"""Rows of cases. A case row carries what its next command needs: state, head of its chain, routing and dates.

Form answers stand in the event that brought them and nowhere else, so that `state` stays a few kilobytes. Every table leads with region or case id.
"""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, literal_column

from engine.cases.status import RUNNING
from engine.store import Digest, Instant, Json, PackedJson, PackedText, metadata

cases = Table(
    "cases",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("region", String(40), nullable=False),
    Column("number", String(50), nullable=False, unique=True),
    Column("definition_id", String(64), nullable=False),
    Column("definition_key", String(120), nullable=False),
    Column("definition_version", Integer, nullable=False),
    Column("definition_name", String(200), nullable=False),
    Column("pins", PackedJson, nullable=False),
    Column("status", String(12), nullable=False),
    Column("national_state", Integer, nullable=False),
    Column("state", PackedText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("head_hash", Digest, nullable=False),
    Column("item_code", String(80)),
    Column("bundle", String(80)),
    Column("title", Json, nullable=False),
    Column("members", PackedJson, nullable=False),
    Column("departments", Json, nullable=False),
    Column("rounds", PackedJson, nullable=False),
    Column("form", String(1000)),
    Column("project_code", String(40)),
    Column("stage", String(80)),
    Column("department", String(80)),
    Column("applicant_kind", String(16), nullable=False),
    Column("applicant_name", String(200), nullable=False),
    Column("applicant_id_type", String(16), nullable=False),
    Column("applicant_id_number", String(40), nullable=False),
    Column("contact_name", String(100)),
    Column("contact_phone", String(40)),
    Column("agent", Json),
    Column("applied_by", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("priority", Integer, nullable=False, default=1),
    Column("received_at", Instant, nullable=False),
    Column("accepted_on", Date),
    Column("promise_days", Integer),
    Column("legal_days", Integer),
    Column("due_promise", Date),
    Column("due_legal", Date),
    Column("yellow_on", Date),
    Column("red_on", Date),
    Column("updated_at", Instant, nullable=False),
    Column("stop_reason", String(500)),
    Column("finished_at", Instant),
    Column("result", String(40)),
    Index("ix_cases_region_received", "region", "received_at", "id"),
    Index("ix_cases_region_applicant", "region", "applied_by", "received_at"),
    Index("ix_cases_region_project", "region", "project_code"),
    Index("ix_cases_region_status", "region", "status", "received_at"),
)

IS_RUNNING = cases.c.status.in_([literal_column(f"'{status}'") for status in RUNNING])
Index(
    "ix_cases_running",
    *(cases.c[column] for column in ("region", "red_on", "yellow_on")),
    postgresql_where=IS_RUNNING,
    sqlite_where=IS_RUNNING,
)

case_departments = Table(
    "case_departments",
    metadata,
    Column("department", String(80), primary_key=True),
    Column("case_id", String(26), ForeignKey("cases.id"), primary_key=True),
    sqlite_with_rowid=False,  # all key: its index is the table
)
"""Which departments have had a work item of a case, and may therefore know of it."""

serials = Table(
    "serials",
    metadata,
    Column("series", String(80), primary_key=True),
    Column("last", Integer, nullable=False),
)

regions = Table(
    "regions",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name", Json, nullable=False),
    Column("gb_code", String(12)),
    Column("parent", String(40)),
    Column("number_prefix", String(6), nullable=False),
)
"""Administrative regions. A development zone has no code of GB/T 2260; its case numbers carry its city's prefix."""
