"""The journal of acknowledgements: one JSON object a line, on the disk before the client goes on.

A line is written only after a whole answer was read, so whatever a line claims, the server has said. The independent check
(`benchmarks.fire.check`) compares these lines with the database.
"""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson


class Journal:
    """An append-only file that several clients write; with `durable` every line is synced before `write` returns."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self._durable = durable
        self._lock = threading.Lock()
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def write(self, **line: Any) -> None:
        """Keep one line: who asked for what under which key, and what the server answered."""
        # one write of one whole line, so that lines of several threads never mix
        os.write(self._file, orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        if self._durable:
            os.fdatasync(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def read_journal(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a journal; a last line that was cut off is left out."""
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield orjson.loads(line)
