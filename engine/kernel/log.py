"""Structured logs: one JSON object a line, so that machines can search them and people can read them.

Callers pass ids (`case_id`, `actor_id`, `command`) as `extra`; personal data never belongs into a log line.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import IO

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON: at, level, logger, message, then what was passed as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object without line breaks; values that JSON does not know are written as text."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({key: value for key, value in record.__dict__.items() if key not in _STANDARD})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: str = "INFO", stream: IO[str] | None = None) -> None:
    """Send everything of the logger `jingban` to a stream (standard error by default) as lines of JSON."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger("jingban")
    root.handlers[:] = [handler]
    root.setLevel(level)
    root.propagate = False


def logger(name: str) -> logging.Logger:
    """The logger of one part of the platform, below `jingban`."""
    return logging.getLogger(f"jingban.{name}")
