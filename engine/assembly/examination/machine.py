"""The machine: the folder of what changes, the disk, the zone data, the key, and the calendar that came with the release."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.assembly.examination.checks import Check, ok, problem, warning
from engine.kernel.clock import office_day
from engine.kernel.secret import KEY_FILE
from engine.kernel.settings import Settings
from engine.timing import WorkCalendar

MIB = 1024 * 1024
LEAST_FREE, LITTLE_FREE = 256 * MIB, 2048 * MIB
SHORTEST_KEY = 32


def machine(settings: Settings, now: datetime) -> Iterator[Check]:
    """Every check that needs no database."""
    yield _folder(settings)
    yield _disk(settings)
    yield _zones()
    yield _key(settings)
    yield _calendar(now)
    yield _clock(settings)
    yield _threads(settings)


def _folder(settings: Settings) -> Check:
    try:
        settings.var.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=settings.var):
            pass
    except OSError as error:
        remedy = f"Let the user that runs jingban write into {settings.var}, or set JINGBAN_VAR to a folder of theirs."
        return problem("folder", f"{settings.var} cannot be written ({error.strerror})", remedy)
    return ok("folder", f"{settings.var} can be written")


def _disk(settings: Settings) -> Check:
    try:
        free = shutil.disk_usage(settings.var).free
    except OSError as error:
        return problem(
            "disk", f"free space is not known ({error.strerror})", "Set JINGBAN_VAR to a folder that exists."
        )
    found = f"{free // MIB:,} MiB free under {settings.var}"
    if free < LEAST_FREE:
        return problem("disk", found, "Make room now: a full disk stops every write.")
    return warning("disk", found, "Make room soon.") if free < LITTLE_FREE else ok("disk", found)


def _zones() -> Check:
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return problem("zones", "there is no time zone data", "Install the Python package tzdata.")
    return ok("zones", "time zone data is there")


def _key(settings: Settings) -> Check:
    if settings.secret_key:
        if len(settings.secret_key) < SHORTEST_KEY:
            remedy = f"Set JINGBAN_SECRET_KEY to at least {SHORTEST_KEY} random characters."
            return problem("secret key", f"only {len(settings.secret_key)} characters long", remedy)
        return ok("secret key", "given by JINGBAN_SECRET_KEY")
    path = settings.var / KEY_FILE
    if not path.exists():
        return ok("secret key", f"will be made at {path}")
    if not os.access(path, os.R_OK):
        return problem("secret key", f"{path} cannot be read", "Give the file to the user that runs jingban.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return problem("secret key", f"{path} can be read by others", f"Run `chmod 600 {path}`.")
    if not settings.url.startswith("sqlite"):
        remedy = "With more than one machine give each the same JINGBAN_SECRET_KEY."
        return warning("secret key", f"{path} is of this machine alone", remedy)
    return ok("secret key", f"kept at {path}")


def _calendar(now: datetime) -> Check:
    today = office_day(now)
    known = {year.year for year in WorkCalendar.china().years}
    found = f"confirmed years: {', '.join(map(str, sorted(known)))}"
    if today.year not in known:
        return problem("calendar", found, f"Install the release that holds the working days of {today.year}.")
    if today.month >= 11 and today.year + 1 not in known:
        remedy = f"Update once the State Council has announced {today.year + 1}; until then later due dates stay open."
        return warning("calendar", found, remedy)
    return ok("calendar", found)


def _clock(settings: Settings) -> Check:
    if settings.clock is not None:
        return problem(
            "clock",
            f"stands still at {settings.clock.isoformat()}",
            "Unset JINGBAN_CLOCK; it is for development.",
        )
    return ok("clock", "runs")


def _threads(settings: Settings) -> Check:
    found = f"{settings.threads} threads, {settings.pool_size} database connections"
    if settings.pool_size < settings.threads:
        remedy = "Raise JINGBAN_POOL_SIZE to JINGBAN_THREADS: threads wait for connections otherwise."
        return warning("threads", found, remedy)
    return ok("threads", found)
