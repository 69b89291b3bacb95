"""Materials, papers, licences."""

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant, Json

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "material_contents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_material_contents")),
    )
    op.create_table(
        "licences",
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("item_code", sa.String(length=80), nullable=True),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("holder_name", sa.String(length=200), nullable=False),
        sa.Column("holder_id_number", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("verification_code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_licences_case_id_cases")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_licences")),
        sa.UniqueConstraint("verification_code", name=op.f("uq_licences_verification_code")),
    )
    op.create_index("ix_licences_case_id", "licences", ["case_id"], unique=False)
    op.create_table(
        "materials",
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("shared_by", Json(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("media_type", sa.String(length=120), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("promised", sa.Boolean(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("received_from", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_materials_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["sha256"], ["material_contents.sha256"], name=op.f("fk_materials_sha256_material_contents")
        ),
        sa.PrimaryKeyConstraint("case_id", "key", name=op.f("pk_materials")),
    )
    op.create_index("ix_materials_sha256", "materials", ["sha256"], unique=False)
    op.create_table(
        "papers",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("case_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("item_code", sa.String(length=80), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_papers_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("number", name=op.f("uq_papers_number")),
    )
    op.create_index("ix_papers_case_id", "papers", ["case_id"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("papers")
    op.drop_table("materials")
    op.drop_table("licences")
    op.drop_table("material_contents")
