"""Rows of the inbox. A work item carries everything that its list shows, filters and sorts by, so that one page is one
statement without a join and without a row per candidate person.

`yellow_on` and `red_on` are the light inputs: the days from which the light has that colour. They grow with the due
date, so `red_on` also sorts by it. Without a limit both hold the last day of the calendar: always green.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    literal_column,
)

from engine.store import Instant, Json, metadata
from engine.work.model import OPEN

work_items = Table(
    "work_items",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("region", String(40), nullable=False),
    Column("case_id", String(26), ForeignKey("cases.id"), nullable=False),
    Column("act", String(30), nullable=False),
    Column("element", String(120), nullable=False),
    Column("name", String(200), nullable=False),
    Column("department", String(80), nullable=False),
    Column("role", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("assignee", String(64)),
    Column("assignee_name", String(100)),
    Column("substitute_for", String(64)),
    Column("form", String(120)),
    Column("index", Integer),
    Column("round", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", String(100)),
    Column("claimed_at", Instant),
    Column("limit_days", Integer),
    Column("due_promise", Date),
    Column("due_legal", Date),
    Column("yellow_on", Date, nullable=False),
    Column("red_on", Date, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("clock_started", Boolean, nullable=False),
    Column("stop_reason", String(500)),
    Column("stage", String(80)),
    Column("item_code", String(80)),
    Column("item_name", Json),
    Column("case_number", String(50), nullable=False),
    Column("project_code", String(40)),
    Column("applicant_masked", String(200), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("flags", Json, nullable=False),
    Column("excludes", Json, nullable=False),
    Column("draft", Json),
    Column("version", Integer, nullable=False),
    Column("completed_at", Instant),
    Column("completed_by", String(64)),
    Column("completed_by_name", String(100)),
    Column("decision", String(80)),
    Column("opinion", Text),
    Index("ix_work_items_case_id", "case_id"),
)

# Indexes of what is open hold nothing of what is done: they stay as small as the work at hand, and completing an item writes
# into none of them. `yellow_on` is in them so that a light is decided without reading the row. What is done is most of the
# table, so its indexes end with the instant: those few of one instant are sorted by id as they are read.
IS_OPEN = work_items.c.state.in_([literal_column(f"'{state}'") for state in OPEN])
_IS_DONE = work_items.c.state == literal_column("'completed'")
for _name, _only, *_columns in (
    ("ix_work_items_pool", IS_OPEN, "department", "role", "state", "priority", "red_on", "id", "yellow_on"),
    ("ix_work_items_inbox", IS_OPEN, "department", "state", "priority", "red_on", "id", "yellow_on"),
    ("ix_work_items_assignee", IS_OPEN, "assignee", "state", "priority", "red_on", "id"),
    ("ix_work_items_done", _IS_DONE, "department", "completed_at"),
    ("ix_work_items_completed_by", _IS_DONE, "completed_by", "completed_at"),
):
    Index(_name, *(work_items.c[column] for column in _columns), postgresql_where=_only, sqlite_where=_only)

work_item_counts = Table(
    "work_item_counts",
    metadata,
    Column("region", String(40), nullable=False),
    Column("department", String(80), nullable=False),
    Column("role", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("item_code", String(80)),
    Column("stage", String(80)),
    Column("yellow_on", Date, nullable=False),
    Column("red_on", Date, nullable=False),
    Column("n", Integer, nullable=False),
    Column("folded", Boolean, nullable=False),
    Index("ix_work_item_counts_place", "department", "role", "state"),
)
"""How many open items there are, as a sum of rows (`engine.work.tally`). A row is one of many and has no key of its own: every
index here is paid for by each change of a work item.
"""
