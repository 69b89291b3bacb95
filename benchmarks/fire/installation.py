"""An installation to attack: a database of its own, the sample people, the reference processes, and how to call commands."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks._models import FORM, eng14, instant, joint, timed

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Installation:
    """`url` is how the product reaches the database, `direct` how the check does; `notes` holds journals and logs."""

    var: Path
    notes: Path
    url: str
    server: Any = None
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.server is None

    @property
    def direct(self) -> str:
        """The database without a proxy: a path of a file, or a URL that psycopg reads."""
        return str(self.var / "jingban.sqlite3") if self.is_sqlite else str(self.server.get_uri())

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of every process of this installation."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JINGBAN_")}
        own = {"JINGBAN_VAR": str(self.var), "JINGBAN_DATABASE_URL": self.url, "JINGBAN_LOG_LEVEL": "WARNING"}
        return {**kept, **own, **self.extra, **more}

    def command(self, *arguments: str, expect: int | None = 0, **environment: str) -> str:
        """Run `jingban ARGUMENTS`; its output. Raises RuntimeError for another exit code than `expect`."""
        done = subprocess.run(
            [sys.executable, "-m", "engine.cli", *arguments],
            cwd=PROJECT,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if expect is not None and done.returncode != expect:
            raise RuntimeError(
                f"jingban {' '.join(arguments)} ended with {done.returncode}: {done.stderr[-2000:]}"
            )
        return done.stdout + done.stderr


@contextmanager
def sqlite_installation(var: Path | None = None, **extra: str) -> Iterator[Installation]:
    """A new installation on an SQLite file, below `var` where that is given."""
    with tempfile.TemporaryDirectory(prefix="jingban-fire-") as folder:
        notes = Path(folder)
        own = var or notes
        installation = Installation(own, notes, f"sqlite:///{own / 'jingban.sqlite3'}", None, extra)
        furnish(installation)
        yield installation


@contextmanager
def postgres_installation(**extra: str) -> Iterator[Installation]:
    """A new installation on a PostgreSQL of its own, durable as it comes."""
    # imported late: who needs SQLite alone need not have the package
    from benchmarks._places import postgres_place

    with postgres_place() as place, tempfile.TemporaryDirectory(prefix="jingban-fire-") as folder:
        notes = Path(folder)
        installation = Installation(notes, notes, str(place.server.get_uri()), place.server, extra)
        furnish(installation)
        yield installation


def furnish(installation: Installation) -> None:
    """Schema, sample people, reference processes."""
    installation.command("db", "upgrade")
    installation.command("seed")
    models = installation.notes / "models"
    models.mkdir(exist_ok=True)
    for name, content in {
        "joint4.bpmn": joint(4),
        "joint12.bpmn": joint(12),
        "timed.bpmn": timed(),
        "instant.bpmn": instant(),
        "eng14.bpmn": eng14(),
        "review.json": FORM,
    }.items():
        (models / name).write_bytes(content)
    installation.command("deploy", str(models))
    shutil.rmtree(models)
