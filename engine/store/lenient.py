"""Read texts that are no text any more: whoever looks for damage must be able to look at it.

SQLite stores any bytes in a text column and the driver then refuses the whole row; within `lenient_text` broken bytes come
out as lone surrogates instead. PostgreSQL accepts no such bytes in the first place.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection


@contextmanager
def lenient_text(db: Connection) -> Iterator[None]:
    """Within the block, texts of this connection may hold lone surrogates where bytes are broken."""
    driver = db.connection.driver_connection
    if db.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.text_factory = _decode
    try:
        yield
    finally:
        driver.text_factory = str


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
