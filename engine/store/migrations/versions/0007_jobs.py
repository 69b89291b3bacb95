"""Calls of services, messages that are kept, and since when a timer fails."""

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, Json

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FAILED = sa.text("failed_at IS NOT NULL")


def upgrade() -> None:
    """Create the tables and the column."""
    op.create_table(
        "service_calls",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("act", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("connector", sa.String(length=80), nullable=False),
        sa.Column("request", Json(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("next_at", Instant()),
        sa.Column("failed_at", Instant()),
        sa.Column("code", sa.String(length=80)),
        sa.Column("error", sa.Text()),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_service_calls_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "act", name=op.f("pk_service_calls")),
    )
    op.create_index(
        "ix_service_calls_failed_at",
        "service_calls",
        ["failed_at"],
        sqlite_where=FAILED,
        postgresql_where=FAILED,
    )
    op.create_table(
        "kept_messages",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=26)),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=500)),
        sa.Column("payload", Json(), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_kept_messages_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_messages")),
    )
    op.create_index("ix_kept_messages_region_name_key", "kept_messages", ["region", "name", "key"])
    op.create_index("ix_kept_messages_case_id", "kept_messages", ["case_id"])
    op.create_index("ix_kept_messages_expires_at", "kept_messages", ["expires_at"])
    op.add_column("waits", sa.Column("failed_at", Instant()))
    op.create_index(
        "ix_waits_failed_at", "waits", ["failed_at"], sqlite_where=FAILED, postgresql_where=FAILED
    )
    # what had failed before knows no better time than that of the upgrade
    op.execute("UPDATE waits SET failed_at = due_at WHERE error IS NOT NULL AND due_at IS NOT NULL")


def downgrade() -> None:
    """Drop the column and the tables."""
    op.drop_index("ix_waits_failed_at", "waits")
    op.drop_column("waits", "failed_at")
    op.drop_table("kept_messages")
    op.drop_table("service_calls")
