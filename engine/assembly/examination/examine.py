"""All checks in order: the machine, then the database if it can be reached."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from engine.assembly.examination.checks import Check, problem
from engine.assembly.examination.database import database
from engine.assembly.examination.machine import machine
from engine.kernel.clock import SystemClock
from engine.kernel.settings import DATABASE_FILE, Settings
from engine.store import open_database


def examine(settings: Settings) -> Iterator[Check]:
    """Look at everything; changes nothing, but makes the folder of what changes when it is absent."""
    clock = SystemClock()
    yield from machine(settings, clock.now())
    if settings.url.startswith("sqlite") and not settings.database_url:
        file = settings.var / DATABASE_FILE
        if not file.exists():
            # opening it would make it, and an empty database is not what the asker has lost
            yield problem(
                "database", f"{file} does not exist", "Run `jingban db upgrade`, or set JINGBAN_VAR."
            )
            return
    opened = open_database(replace(settings, pool_size=1))
    try:
        yield from database(settings, opened, clock.now)
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0][:200]
        remedy = "See that it runs and that JINGBAN_DATABASE_URL names it."
        yield problem("database", f"does not answer: {reason}", remedy)
    finally:
        opened.close()
