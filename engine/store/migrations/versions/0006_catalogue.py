"""Items and bundles."""

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, Json

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "bundles",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_bundles")),
    )
    op.create_index("ix_bundles_state_key", "bundles", ["state", "key"], unique=False)
    op.create_table(
        "items",
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_items")),
    )
    op.create_index("ix_items_state_code", "items", ["state", "code"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("items")
    op.drop_table("bundles")
