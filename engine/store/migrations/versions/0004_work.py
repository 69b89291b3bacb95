"""Work items and opinions."""

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "opinions",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("act", sa.String(length=30), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("item_code", sa.String(length=80), nullable=True),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("user_name", sa.String(length=100), nullable=False),
        sa.Column("decision", sa.String(length=80), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_opinions_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "act", name=op.f("pk_opinions")),
    )
    op.create_table(
        "work_items",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("act", sa.String(length=30), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("assignee", sa.String(length=64), nullable=True),
        sa.Column("assignee_name", sa.String(length=100), nullable=True),
        sa.Column("substitute_for", sa.String(length=64), nullable=True),
        sa.Column("form", sa.String(length=120), nullable=True),
        sa.Column("index", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("opened_by", sa.String(length=100), nullable=True),
        sa.Column("claimed_at", Instant(), nullable=True),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("due_promise", sa.Date(), nullable=True),
        sa.Column("due_legal", sa.Date(), nullable=True),
        sa.Column("yellow_on", sa.Date(), nullable=False),
        sa.Column("red_on", sa.Date(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("clock_started", sa.Boolean(), nullable=False),
        sa.Column("stop_reason", sa.String(length=500), nullable=True),
        sa.Column("stage", sa.String(length=80), nullable=True),
        sa.Column("item_code", sa.String(length=80), nullable=True),
        sa.Column("item_name", Json(), nullable=True),
        sa.Column("case_number", sa.String(length=50), nullable=False),
        sa.Column("project_code", sa.String(length=40), nullable=True),
        sa.Column("applicant_masked", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("flags", Json(), nullable=False),
        sa.Column("excludes", Json(), nullable=False),
        sa.Column("draft", Json(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("completed_at", Instant(), nullable=True),
        sa.Column("completed_by", sa.String(length=64), nullable=True),
        sa.Column("completed_by_name", sa.String(length=100), nullable=True),
        sa.Column("decision", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_work_items_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_items")),
    )
    op.create_index(
        "ix_work_items_assignee",
        "work_items",
        ["assignee", "state", "priority", "red_on", "id"],
        unique=False,
    )
    op.create_index("ix_work_items_case_id", "work_items", ["case_id", "element"], unique=False)
    op.create_index(
        "ix_work_items_completed_by", "work_items", ["completed_by", "completed_at"], unique=False
    )
    op.create_index(
        "ix_work_items_inbox", "work_items", ["department", "state", "priority", "red_on", "id"], unique=False
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("work_items")
    op.drop_table("opinions")
