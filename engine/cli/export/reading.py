"""Reads every case with its events, page by page, for export."""

from collections.abc import Iterator
from typing import Any

from engine.assembly import Platform
from engine.cases.queries import SearchCases
from engine.cli.export.recorded import RecordedCase
from engine.dispatch import SYSTEM
from engine.history.queries import CaseHistory

PAGE = 200


def recorded_cases(platform: Platform) -> Iterator[RecordedCase]:
    """Every case with its events in order."""
    cursor = None
    while True:
        page = platform.ask(SearchCases(limit=PAGE, cursor=cursor), SYSTEM)
        for case in page["items"]:
            yield RecordedCase(case, tuple(_events(platform, case["id"])))
        cursor = page["next"]
        if cursor is None:
            return


def _events(platform: Platform, case_id: str) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        page = platform.ask(CaseHistory(case_id, after=after, limit=PAGE), SYSTEM)
        yield from page["items"]
        if page["next"] is None:
            return
        after = page["items"][-1]["seq"]
