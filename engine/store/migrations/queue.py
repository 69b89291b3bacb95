"""The tables of the job queue (DBOS), made by its own migrations whenever ours have run.

Workers only verify them, so that a database role without the right to create tables can run one. On PostgreSQL they have a schema
of their own; on SQLite they lie among ours and are none of the metadata's business.
"""

import logging
from typing import Final

TABLES: Final = frozenset(
    {
        "application_versions",
        "dbos_migrations",
        "notifications",
        "operation_outputs",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)


def upgrade_queue(url: str) -> None:
    """Bring the queue's tables to the version of the installed release. Waits for others who do the same."""
    from dbos import DBOS  # takes a second to import, and only upgrades and jobs need it

    logging.getLogger("dbos").setLevel(logging.WARNING)
    DBOS.migrate(url)
