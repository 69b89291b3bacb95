"""Decision tables: conditions become an index of rules, hits become a result by the table's hit policy."""

from engine.decisions.tables.table import compile_table

__all__ = ["compile_table"]
