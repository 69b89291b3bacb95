"""One frozen object of settings, read once from the environment at the door of the program.

Each setting is a row of `TABLE` (variable, field, default, meaning), which `docs/operators.md` repeats. Nothing below the
door reads the environment. A value that cannot be read is refused with the name of its variable, never replaced silently.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from engine.kernel.clock import Clock, FrozenClock, SystemClock, as_instant
from engine.kernel.errors import InvalidInput

DATABASE_FILE = "jingban.sqlite3"
SPARE_THREADS = 200


class Source(NamedTuple):
    """Another system that may send us messages: its name, the region it speaks to, the name of the secret it signs with."""

    name: str
    region: str
    credential: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose. `database_url` empty means SQLite under `var`; `clock` None means the machine's."""

    var: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = ""
    secret_key: str = field(default="", repr=False)
    clock: datetime | None = None
    log_level: str = "INFO"
    threads: int = 16
    queue: int = 32
    queue_seconds: int = 5
    drain_seconds: int = 10
    traces_url: str = ""
    pool_size: int = 16
    pool_seconds: int = 5
    statement_seconds: int = 30
    busy_timeout_ms: int = 5000
    conflict_retries: int = 12
    live_states: int = 2048
    programs: int = 256
    session_hours: int = 12
    login_attempts: int = 5
    login_window_minutes: int = 15
    worker_jobs: int = 32
    service_hosts: tuple[str, ...] = ()
    service_seconds: int = 30
    service_kib: int = 1024
    service_attempts: int = 8
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    inbound: tuple[Source, ...] = ()
    keep_message_days: int = 30
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def serving_threads(self) -> int:
        """Threads of a process that serves: those that work, those that wait, and spare ones to receive what
        comes slowly, to refuse, and to be probed with. They are made when needed and end when idle."""
        return self.threads + self.queue + SPARE_THREADS

    @property
    def url(self) -> str:
        """The database URL in the form SQLAlchemy reads, with the driver that we ship."""
        if not self.database_url:
            return f"sqlite:///{(self.var / DATABASE_FILE).absolute()}"
        scheme, separator, rest = self.database_url.partition("://")
        driver = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}.get(scheme, scheme)
        return f"{driver}{separator}{rest}"

    def new_clock(self) -> Clock:
        """The clock these settings ask for."""
        return SystemClock() if self.clock is None else FrozenClock(self.clock)


class Row(NamedTuple):
    """One line of the table of settings."""

    variable: str
    field: str
    read: Callable[[str], Any]
    meaning: str


def _whole(minimum: int, maximum: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not minimum <= number <= maximum:
            raise ValueError(f"must be {minimum} to {maximum}")
        return number

    return read


def _level(text: str) -> str:
    if text.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
    return text.upper()


def _database(text: str) -> str:
    scheme = text.partition("://")[0]
    if scheme not in {"sqlite", "postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError("must start with sqlite:/// or postgresql://")
    return text


def _http(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return text


def _instant(text: str) -> datetime:
    return as_instant(datetime.fromisoformat(text))


def _hosts(text: str) -> tuple[str, ...]:
    entries = tuple(entry.strip().lower() for entry in text.split(",") if entry.strip())
    for entry in entries:
        if not re.fullmatch(r"(\*\.)?[\w.-]+(:\d{1,5})?|\[[0-9a-f:.]+\](:\d{1,5})?", entry):
            raise ValueError(f"{entry!r} is not host, host:port or *.domain")
    return entries


def _smtp(text: str) -> str:
    if text.partition("://")[0] not in {"smtp", "smtps", "smtp+starttls"}:
        raise ValueError("must start with smtp://, smtp+starttls:// or smtps://")
    return text


def _sources(text: str) -> tuple[Source, ...]:
    found = []
    for entry in text.split(","):
        parts = [part.strip() for part in entry.split(":")]
        if len(parts) != 3 or not all(re.fullmatch(r"[\w.-]{1,50}", part) for part in parts):
            raise ValueError(f"{entry.strip()!r} is not name:region:CREDENTIAL")
        found.append(Source(*parts))
    return tuple(found)


TABLE: tuple[Row, ...] = (
    Row("JINGBAN_VAR", "var", Path, "folder of everything that changes: database file, uploads, secret key"),
    Row("JINGBAN_HOST", "host", str, "address to serve on"),
    Row("JINGBAN_PORT", "port", _whole(0, 65535), "port to serve on; 0 takes a free one"),
    Row(
        "JINGBAN_DATABASE_URL",
        "database_url",
        _database,
        "sqlite:///file or postgresql://user:password@host/name",
    ),
    Row(
        "JINGBAN_SECRET_KEY",
        "secret_key",
        str,
        "signs cursors and CSRF tokens; made once under JINGBAN_VAR when absent",
    ),
    Row("JINGBAN_CLOCK", "clock", _instant, "ISO instant at which the clock stands still (development only)"),
    Row("JINGBAN_LOG_LEVEL", "log_level", _level, "DEBUG, INFO, WARNING or ERROR"),
    Row(
        "JINGBAN_TRACES_URL",
        "traces_url",
        _http,
        "where spans are sent by OTLP, e.g. http://collector:4318/v1/traces; needs the extra `otel`",
    ),
    Row("JINGBAN_THREADS", "threads", _whole(1, 200), "requests a process works on at once"),
    Row(
        "JINGBAN_QUEUE",
        "queue",
        _whole(0, 1000),
        "requests of a process that may wait for a thread; beyond it 503",
    ),
    Row(
        "JINGBAN_QUEUE_SECONDS",
        "queue_seconds",
        _whole(1, 60),
        "how long a request waits for a thread before 503",
    ),
    Row(
        "JINGBAN_DRAIN_SECONDS",
        "drain_seconds",
        _whole(1, 600),
        "how long requests in flight may take to finish at the end",
    ),
    Row(
        "JINGBAN_POOL_SIZE",
        "pool_size",
        _whole(1, 200),
        "database connections a process keeps; as many as its threads",
    ),
    Row(
        "JINGBAN_POOL_SECONDS",
        "pool_seconds",
        _whole(1, 60),
        "how long to wait for a database connection before 503",
    ),
    Row(
        "JINGBAN_STATEMENT_SECONDS",
        "statement_seconds",
        _whole(0, 3600),
        "how long one statement may take on PostgreSQL before 503; 0 is without bound",
    ),
    Row(
        "JINGBAN_BUSY_TIMEOUT_MS",
        "busy_timeout_ms",
        _whole(1, 600_000),
        "how long SQLite waits for another writer",
    ),
    Row(
        "JINGBAN_CONFLICT_RETRIES",
        "conflict_retries",
        _whole(1, 100),
        "attempts at a command that others overtake",
    ),
    Row("JINGBAN_LIVE_STATES", "live_states", _whole(1, 1_000_000), "case states a process keeps in memory"),
    Row("JINGBAN_PROGRAMS", "programs", _whole(1, 100_000), "compiled definitions a process keeps in memory"),
    Row("JINGBAN_SESSION_HOURS", "session_hours", _whole(1, 720), "how long a log-in lasts"),
    Row(
        "JINGBAN_LOGIN_ATTEMPTS", "login_attempts", _whole(1, 1000), "wrong passwords before a name must wait"
    ),
    Row(
        "JINGBAN_LOGIN_WINDOW_MINUTES",
        "login_window_minutes",
        _whole(1, 1440),
        "over how long they are counted",
    ),
    Row("JINGBAN_WORKER_JOBS", "worker_jobs", _whole(1, 256), "jobs that a worker does at once"),
    Row(
        "JINGBAN_SERVICE_HOSTS",
        "service_hosts",
        _hosts,
        "hosts that service tasks may reach: host, host:port, *.domain, separated by commas",
    ),
    Row(
        "JINGBAN_SERVICE_SECONDS", "service_seconds", _whole(1, 600), "how long a service may take to answer"
    ),
    Row("JINGBAN_SERVICE_KIB", "service_kib", _whole(1, 65_536), "KiB that a request or an answer may have"),
    Row(
        "JINGBAN_SERVICE_ATTEMPTS",
        "service_attempts",
        _whole(1, 20),
        "attempts at a service before people are asked",
    ),
    Row(
        "JINGBAN_SMTP_URL",
        "smtp_url",
        _smtp,
        "mail server: smtp://, smtp+starttls:// or smtps://user:password@host",
    ),
    Row("JINGBAN_MAIL_FROM", "mail_from", str, "address that letters come from"),
    Row(
        "JINGBAN_INBOUND",
        "inbound",
        _sources,
        "systems that may send signed messages: name:region:CREDENTIAL, separated by commas",
    ),
    Row(
        "JINGBAN_KEEP_MESSAGE_DAYS",
        "keep_message_days",
        _whole(1, 366),
        "longest time that a message nobody awaits yet is kept",
    ),
    Row(
        "JINGBAN_CREDENTIAL_",
        "credentials",
        str,
        "followed by a name: a secret that service tasks and inbound systems refer to by that name",
    ),
)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that an environment asks for; `InvalidInput` (code `bad-setting`) names the variable at fault."""
    chosen: dict[str, Any] = {}
    for row in TABLE:
        if row.variable.endswith("_"):
            prefix = row.variable
            named = {n: text for n, text in environ.items() if n.startswith(prefix) and n != prefix}
            chosen[row.field] = {name.removeprefix(prefix): text for name, text in named.items()}
            continue
        text = environ.get(row.variable, "").strip()
        if not text:
            continue
        try:
            chosen[row.field] = row.read(text)
        except (ValueError, InvalidInput) as reason:
            raise InvalidInput(
                f"{row.variable} cannot be read ({reason}); it means: {row.meaning}", code="bad-setting"
            )
    return Settings(**chosen)
