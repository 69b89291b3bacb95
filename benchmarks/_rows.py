"""Sizes and copies of rows, in plain SQL, whatever tables a release has: every table with a column `case_id`, and `cases`."""

import sqlite3
from typing import Any

import psycopg

from benchmarks._places import Place

_TEXT = {"text", "character varying", "TEXT", "VARCHAR"}


class Rows:
    """A connection of its own to the database of a place."""

    def __init__(self, place: Place) -> None:
        self.is_sqlite = place.server is None
        self._db: Any = (
            sqlite3.connect(place.settings.var / "jingban.sqlite3", isolation_level=None, timeout=60)
            if self.is_sqlite
            else psycopg.connect(place.server.get_uri(), autocommit=True)
        )

    def close(self) -> None:
        """Hang up."""
        self._db.close()

    def one(self, statement: str) -> Any:
        """The only value of a query."""
        return self._db.execute(statement).fetchone()[0]

    def size(self, *, compact: bool = False) -> int:
        """Bytes of all tables with their indexes and their overflow, as they lie; `compact`: once their gaps are closed."""
        if self.is_sqlite:
            if compact:
                self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            used = self.one("PRAGMA page_count") - self.one("PRAGMA freelist_count")
            return int(used * self.one("PRAGMA page_size"))
        self._db.execute("VACUUM FULL" if compact else "VACUUM")
        return int(self.one(f"SELECT sum(pg_total_relation_size(c.oid)) {_TABLES}"))

    def sizes(self) -> dict[str, int]:
        """Bytes by table, indexes included."""
        if self.is_sqlite:
            told = "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name GROUP BY 1"
            try:
                return dict(self._db.execute(told).fetchall())
            except sqlite3.OperationalError:
                return {}  # this SQLite was built without dbstat
        return dict(self._db.execute(f"SELECT c.relname, pg_total_relation_size(c.oid) {_TABLES}").fetchall())

    def copy_case(self, case: str, number: str, first: int, count: int) -> None:
        """Copies of a case and of every row that belongs to it, numbered from `first`. Their chains do not verify."""
        tables = ["cases", *sorted(self._tables_of_cases() - {"cases"})]
        for table in tables:
            columns = self._columns(table)
            given = ", ".join(f'"{name}"' for name in columns)
            made = ", ".join(self._copied(name, kind, case, number) for name, kind in columns.items())
            key = "id" if table == "cases" else "case_id"
            series = (
                f"(WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {first + count - 1}) SELECT n FROM s) AS s"
                if self.is_sqlite
                else f"generate_series({first}, {first + count - 1}) AS s(n)"
            )
            self._db.execute(
                f"INSERT INTO {table} ({given}) SELECT {made} FROM {table} AS t, {series} WHERE t.{key} = '{case}'"
            )
        if not self.is_sqlite:
            self._db.execute("VACUUM ANALYZE")
        else:
            self._db.execute("ANALYZE")

    def _copied(self, name: str, kind: str, case: str, number: str) -> str:
        if kind not in _TEXT and not kind.startswith("VARCHAR"):
            return f't."{name}"'
        # new ids sort before every real one, as older cases do
        own = "printf('%026d', s.n)" if self.is_sqlite else "lpad(s.n::text, 26, '0')"
        short = "printf('%020d', s.n)" if self.is_sqlite else "lpad(s.n::text, 20, '0')"
        return f"replace(replace(t.\"{name}\", '{case}', {own}), '{number}', 'G' || {short})"

    def _tables_of_cases(self) -> set[str]:
        told = (
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'case_id'"
            if self.is_sqlite
            else "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'case_id'"
        )
        return {row[0] for row in self._db.execute(told).fetchall()}

    def _columns(self, table: str) -> dict[str, str]:
        told = (
            f"SELECT name, type FROM pragma_table_info('{table}')"
            if self.is_sqlite
            else f"SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'"
        )
        return dict(self._db.execute(told).fetchall())


_TABLES = "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'"
