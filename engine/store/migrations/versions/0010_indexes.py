"""Smaller indexes of done work items; lists of cases by status in their own order, and by light."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

DONE = "state = 'completed'"
RUNNING = "status IN ('active', 'suspended')"


def upgrade() -> None:
    """Make them anew."""
    _replace("ix_work_items_done", "work_items", ["department", "completed_at"], DONE)
    _replace("ix_work_items_completed_by", "work_items", ["completed_by", "completed_at"], DONE)
    op.drop_index("ix_cases_region_status_due", "cases")
    _create("ix_cases_region_status", "cases", ["region", "status", "received_at"], None)
    _create("ix_cases_running", "cases", ["region", "red_on", "yellow_on"], RUNNING)


def downgrade() -> None:
    """Make them as they were."""
    op.drop_index("ix_cases_running", "cases")
    op.drop_index("ix_cases_region_status", "cases")
    _create("ix_cases_region_status_due", "cases", ["region", "status", "due_promise"], None)
    _replace("ix_work_items_done", "work_items", ["department", "completed_at", "id"], DONE)
    _replace("ix_work_items_completed_by", "work_items", ["completed_by", "completed_at"], None)


def _replace(name: str, table: str, columns: list[str], where: str | None) -> None:
    op.drop_index(name, table)
    _create(name, table, columns, where)


def _create(name: str, table: str, columns: list[str], where: str | None) -> None:
    only = None if where is None else sa.text(where)
    op.create_index(name, table, columns, postgresql_where=only, sqlite_where=only)
