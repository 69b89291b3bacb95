"""Cases, their data, their event log, and what they wait for."""

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, Json

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=50), nullable=False),
        sa.Column("definition_id", sa.String(length=64), nullable=False),
        sa.Column("definition_key", sa.String(length=120), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("definition_name", sa.String(length=200), nullable=False),
        sa.Column("pins", Json(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("national_state", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.Column("item_code", sa.String(length=80), nullable=True),
        sa.Column("bundle", sa.String(length=80), nullable=True),
        sa.Column("title", Json(), nullable=False),
        sa.Column("members", Json(), nullable=False),
        sa.Column("departments", Json(), nullable=False),
        sa.Column("rounds", Json(), nullable=False),
        sa.Column("form", sa.String(length=1000), nullable=True),
        sa.Column("project_code", sa.String(length=40), nullable=True),
        sa.Column("stage", sa.String(length=80), nullable=True),
        sa.Column("department", sa.String(length=80), nullable=True),
        sa.Column("applicant_kind", sa.String(length=16), nullable=False),
        sa.Column("applicant_name", sa.String(length=200), nullable=False),
        sa.Column("applicant_id_type", sa.String(length=16), nullable=False),
        sa.Column("applicant_id_number", sa.String(length=40), nullable=False),
        sa.Column("contact_name", sa.String(length=100), nullable=True),
        sa.Column("contact_phone", sa.String(length=40), nullable=True),
        sa.Column("agent", Json(), nullable=True),
        sa.Column("applied_by", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("promise_days", sa.Integer(), nullable=True),
        sa.Column("legal_days", sa.Integer(), nullable=True),
        sa.Column("due_promise", sa.Date(), nullable=True),
        sa.Column("due_legal", sa.Date(), nullable=True),
        sa.Column("yellow_on", sa.Date(), nullable=True),
        sa.Column("red_on", sa.Date(), nullable=True),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.Column("stop_reason", sa.String(length=500), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index(
        "ix_cases_region_applicant", "cases", ["region", "applied_by", "received_at"], unique=False
    )
    op.create_index("ix_cases_region_project", "cases", ["region", "project_code"], unique=False)
    op.create_index("ix_cases_region_received", "cases", ["region", "received_at", "id"], unique=False)
    op.create_index("ix_cases_region_status_due", "cases", ["region", "status", "due_promise"], unique=False)
    op.create_table(
        "events",
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("element", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=True),
        sa.Column("input", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("payload_hash", sa.String(length=64), nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_events")),
    )
    op.create_index("ix_events_region_at", "events", ["region", "at"], unique=False)
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", Json(), nullable=False),
        sa.Column("gb_code", sa.String(length=12), nullable=True),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("number_prefix", sa.String(length=6), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_table(
        "serials",
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_serials")),
    )
    op.create_table(
        "waits",
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("wait", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("key", sa.String(length=500), nullable=True),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("workdays", sa.Integer(), nullable=True),
        sa.Column("after", sa.Date(), nullable=True),
        sa.Column("held_until", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "wait", name=op.f("pk_waits")),
    )
    op.create_index("ix_waits_due_at", "waits", ["due_at"], unique=False)
    op.create_index("ix_waits_kind_name_key", "waits", ["kind", "name", "key"], unique=False)
    op.create_table(
        "case_data",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=1000), nullable=True),
        sa.Column("data", Json(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_data_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "source", name=op.f("pk_case_data")),
    )
    op.create_table(
        "case_departments",
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_departments_case_id_cases")),
        sa.PrimaryKeyConstraint("department", "case_id", name=op.f("pk_case_departments")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("case_departments")
    op.drop_table("case_data")
    op.drop_table("waits")
    op.drop_table("serials")
    op.drop_table("regions")
    op.drop_table("events")
    op.drop_table("cases")
