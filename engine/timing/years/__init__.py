"""The shipped working-day years, one data file each: what the State Council's yearly notice gives and takes.

A year is shipped only when its notice is out; there are no guesses here. A correction or a new year is a file,
not code.
"""

import json
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from engine.timing.working_year import DayRule, WorkingYear


@cache
def shipped_years() -> tuple[WorkingYear, ...]:
    """Every confirmed year beside this file, in order."""
    names = sorted(entry.name for entry in files(__package__).iterdir() if entry.name.endswith(".json"))
    return tuple(_read(json.loads(files(__package__).joinpath(name).read_text("utf-8"))) for name in names)


def _read(row: dict[str, Any]) -> WorkingYear:
    rules = [
        DayRule(day, False, holiday["name"]["zh-CN"], holiday["name"]["en"])
        for holiday in row["holidays"]
        for day in _days(holiday["from"], holiday["to"])
    ]
    rules += [
        DayRule(date.fromisoformat(swap["date"]), True, swap["for"]["zh-CN"], swap["for"]["en"])
        for swap in row["workdays"]
    ]
    return WorkingYear(row["year"], tuple(rules), row["source"]["zh-CN"])


def _days(first: str, last: str) -> list[date]:
    start, stop = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=offset) for offset in range((stop - start).days + 1)]
