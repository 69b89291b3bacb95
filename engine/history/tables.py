"""The event log. What happened when and where stands in columns; who asked for what, and what followed, is packed.

Nothing in this table is ever updated. `at` is microseconds since 1970 UTC, `hash` 32 bytes, `packed` see
`engine.history.packed`.
"""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table, Text

from engine.store import metadata

events = Table(
    "events",
    metadata,
    # case ids sort by time, so that a month of events is one range of the primary key
    Column("case_id", String(26), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("action", String(64), nullable=False),
    Column("element", Text),
    Column("act", Text),
    Column("packed", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
