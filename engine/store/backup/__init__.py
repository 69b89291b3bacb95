"""Online copies of a whole database: taken while people work, consistent as of one instant, checked before they are used.

Everything lies in the database, uploaded files too, so one archive is the whole installation. PostgreSQL is read by COPY
inside one REPEATABLE READ transaction and needs no client program beside the driver; SQLite by its own backup interface.
"""

from engine.store.backup.archive import BadArchive, Manifest
from engine.store.backup.restore import restore
from engine.store.backup.take import take

__all__ = ["BadArchive", "Manifest", "restore", "take"]
