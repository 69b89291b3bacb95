"""Which tables a PostgreSQL database has, in the order in which they can be filled: what others refer to comes first.

All schemas are looked at, because the queue of jobs keeps a schema of its own in the same database.
"""

from graphlib import TopologicalSorter
from typing import NamedTuple

from sqlalchemy import Connection, text

_COLUMNS = """
SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname ORDER BY a.attnum) AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_%'
GROUP BY 1, 2 ORDER BY 1, 2
"""
_REFERENCES = """
SELECT n.nspname || '.' || c.relname AS referring, m.nspname || '.' || f.relname AS referred
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace m ON m.oid = f.relnamespace
WHERE k.contype = 'f' AND c.oid <> f.oid
"""


class StoredTable(NamedTuple):
    """A table by its full name (`public.cases`) and its columns."""

    name: str
    columns: tuple[str, ...]

    @property
    def quoted(self) -> str:
        """Its name as SQL writes it."""
        return ".".join(f'"{part}"' for part in self.name.split(".", 1))


def tables_of(db: Connection) -> list[StoredTable]:
    """Every table of ours and of the queue, in loading order."""
    found = {
        f"{row.schema}.{row.name}": StoredTable(f"{row.schema}.{row.name}", tuple(row.columns))
        for row in db.execute(text(_COLUMNS))
    }
    order: TopologicalSorter[str] = TopologicalSorter({name: set() for name in found})
    for referring, referred in db.execute(text(_REFERENCES)):
        if referring in found and referred in found:
            order.add(referring, referred)
    return [found[name] for name in order.static_order()]
