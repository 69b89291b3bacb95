"""F4, the store: metadata, column types, connections, paging, locks and migrations. It knows no table of its own.

Each domain folder describes its tables in its `tables.py` on the one `metadata` here; no ORM.
"""

from engine.store.columns import Digest, Instant, Json, PackedJson, PackedText
from engine.store.database import Database, open_database
from engine.store.metadata import metadata

__all__ = ["Database", "Digest", "Instant", "Json", "PackedJson", "PackedText", "metadata", "open_database"]
