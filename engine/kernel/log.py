"""Structured logs: one JSON object a line, so that machines can search them and people can read them.

Lines carry ids (`request`, `actor`, `case`, `job`), bound once where they become known and then part of every line of that
request or job (`bound`). Personal data never belongs into a log line. Libraries' own warnings come out in the same form.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, Any, Final

import orjson
import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

Logger = FilteringBoundLogger
_ROOT = "jingban"
_IDS: Final[ContextVar[dict[str, str]]] = ContextVar("jingban_log_ids")
"""What every line of this thread carries: one value, since structlog's own way looks through all variables for each line."""


class _StandardError:
    """Standard error as it is at the moment of writing."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def configure(level: str = "INFO", stream: IO[str] | None = None) -> None:
    """Send everything to a stream (standard error by default) as lines of JSON: at, level, logger, message, then the ids."""
    target: Any = stream or _StandardError()
    _ours(level, target)
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_PROCESSORS],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def _ours(level: str, target: Any) -> None:
    structlog.configure(
        processors=_PROCESSORS,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=False,
    )


def logger(name: str) -> Logger:
    """The logger of one part of the platform. Until `configure` is called it tells warnings alone."""
    found: Logger = structlog.get_logger(part=f"{_ROOT}.{name}")
    return found


def bind(**ids: str | None) -> None:
    """Put ids into every line of this thread from here on; None is left out."""
    _IDS.set({**_IDS.get({}), **_known(ids)})


def begin(**ids: str | None) -> None:
    """Forget the ids of what this thread did before, and bind these."""
    _IDS.set(_known(ids))


@contextmanager
def bound(**ids: str | None) -> Iterator[None]:
    """These ids in every line of the block; those from before are back after it."""
    before = _IDS.set({**_IDS.get({}), **_known(ids)})
    try:
        yield
    finally:
        _IDS.reset(before)


def _known(ids: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in ids.items() if value is not None}


def _with_ids(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    return {**_IDS.get({}), **line}


def _flat(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """What was passed as `extra`, as the standard library has it, becomes part of the line."""
    line.update(line.pop("extra", None) or {})
    return line


def _in_order(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """When, how grave, who and what first; an exception's trace as `error`."""
    first = {"at": line.pop("at"), "level": line.pop("level")}
    first["logger"] = line.pop("part", None) or line.pop("logger", _ROOT)
    first["message"] = line.pop("event", "")
    if "exception" in line:
        line["error"] = line.pop("exception")
    return {**first, **line}


def _render(_: WrappedLogger, __: str, line: EventDict) -> str:
    return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


_PROCESSORS: list[Any] = [
    _with_ids,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    _flat,
    structlog.processors.format_exc_info,
    _in_order,
    _render,
]
_ours("WARNING", _StandardError())
