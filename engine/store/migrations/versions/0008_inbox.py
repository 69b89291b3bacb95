"""Indexes that hold open work items alone, and their counts, kept by triggers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPEN = "state IN ('ready', 'claimed')"
INDEXES = (
    ("ix_work_items_pool", ["department", "role", "state", "priority", "red_on", "id", "yellow_on"]),
    ("ix_work_items_inbox", ["department", "state", "priority", "red_on", "id", "yellow_on"]),
    ("ix_work_items_assignee", ["assignee", "state", "priority", "red_on", "id"]),
)
KEY = ("region", "department", "role", "state", "priority", "item_code", "stage", "yellow_on", "red_on")
COLUMNS = ", ".join((*KEY, "n", "folded"))


def _counted(row: str, number: int, fresh: str) -> str:
    values = ", ".join(f"{row}.{name}" for name in KEY)
    return f"INSERT INTO work_item_counts ({COLUMNS}) VALUES ({values}, {number}, {fresh});"  # noqa: S608 constants of this file


def _is_open(row: str) -> str:
    return f"{row}.{OPEN}"


def _differs(operator: str) -> str:
    return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in KEY)


def upgrade() -> None:
    """Make the counts, fill them, and let triggers keep them."""
    op.drop_index("ix_work_items_inbox", "work_items")
    op.drop_index("ix_work_items_assignee", "work_items")
    for name, columns in INDEXES:
        op.create_index(
            name, "work_items", columns, postgresql_where=sa.text(OPEN), sqlite_where=sa.text(OPEN)
        )
    done = sa.text("state = 'completed'")
    op.create_index(
        "ix_work_items_done",
        "work_items",
        ["department", "completed_at", "id"],
        postgresql_where=done,
        sqlite_where=done,
    )
    op.create_table(
        "work_item_counts",
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("item_code", sa.String(length=80), nullable=True),
        sa.Column("stage", sa.String(length=80), nullable=True),
        sa.Column("yellow_on", sa.Date(), nullable=False),
        sa.Column("red_on", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_work_item_counts_place", "work_item_counts", ["department", "role", "state"])
    key = ", ".join(KEY)
    op.execute(
        f"INSERT INTO work_item_counts ({COLUMNS}) SELECT {key}, count(*), true FROM work_items WHERE {OPEN} GROUP BY {key}"  # noqa: S608 constants of this file
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgres_triggers()


def _sqlite_triggers() -> None:
    differs = _differs("IS NOT")
    for name, event, row, number, condition in (
        ("work_items_counted_insert", "INSERT", "NEW", 1, _is_open("NEW")),
        ("work_items_counted_delete", "DELETE", "OLD", -1, _is_open("OLD")),
        ("work_items_counted_before", "UPDATE", "OLD", -1, f"{_is_open('OLD')} AND ({differs})"),
        ("work_items_counted_after", "UPDATE", "NEW", 1, f"{_is_open('NEW')} AND ({differs})"),
    ):
        body = _counted(row, number, "0")
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON work_items FOR EACH ROW WHEN {condition} BEGIN {body} END"
        )


def _postgres_triggers() -> None:
    op.execute(f"""
        CREATE FUNCTION count_work_items() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP <> 'INSERT' THEN
            IF {_is_open("OLD")} THEN {_counted("OLD", -1, "false")} END IF;
          END IF;
          IF TG_OP <> 'DELETE' THEN
            IF {_is_open("NEW")} THEN {_counted("NEW", 1, "false")} END IF;
          END IF;
          RETURN NULL;
        END $$
    """)
    differs = _differs("IS DISTINCT FROM")
    for name, event, condition in (
        ("work_items_counted_insert", "INSERT", _is_open("NEW")),
        ("work_items_counted_delete", "DELETE", _is_open("OLD")),
        ("work_items_counted_update", "UPDATE", f"({_is_open('OLD')} OR {_is_open('NEW')}) AND ({differs})"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON work_items FOR EACH ROW WHEN ({condition}) "
            "EXECUTE FUNCTION count_work_items()"
        )


def downgrade() -> None:
    """Back to indexes over all items, without counts."""
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "before", "after"):
            op.execute(f"DROP TRIGGER work_items_counted_{name}")
    else:
        op.execute("DROP FUNCTION count_work_items() CASCADE")
    op.drop_table("work_item_counts")
    for name in ("ix_work_items_done", *(name for name, _ in INDEXES)):
        op.drop_index(name, "work_items")
    op.create_index("ix_work_items_assignee", "work_items", ["assignee", "state", "priority", "red_on", "id"])
    op.create_index("ix_work_items_inbox", "work_items", ["department", "state", "priority", "red_on", "id"])
