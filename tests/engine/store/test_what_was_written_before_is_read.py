"""A database of the release before events were packed is converted, and everything in it reads and verifies as it did.

`before_packed.json` was written by that release on SQLite: two cases of one process, one finished, one open.
"""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Date, DateTime, MetaData, text

from engine.assembly import Platform, build
from engine.dispatch import Actor
from engine.history.filled_in import recorded_answers
from engine.history.log import first_event
from engine.history.queries import CaseHistory, ReplayCase, VerifyAll, VerifyCase
from engine.kernel.clock import FrozenClock
from engine.kernel.settings import Settings
from engine.store import open_database
from engine.store.migrations import differences, upgrade
from engine.work.page import GetWorkItem

KEPT = json.loads((Path(__file__).parent / "before_packed.json").read_text(encoding="utf-8"))
FINISHED, OPEN = KEPT["finished"], KEPT["open"]
PARENTS = ("departments", "users", "deployments", "definitions", "cases")
Edit = Callable[[Connection], None]


def value(kind: Any, kept: Any, *, sqlite: bool) -> Any:
    if isinstance(kept, str) and kept.startswith("base64:"):
        return base64.b64decode(kept.removeprefix("base64:"))
    if isinstance(kind, Boolean):
        return bool(kept)
    if isinstance(kind, Date):
        return date.fromisoformat(kept)
    if isinstance(kind, DateTime) and not sqlite:
        return datetime.fromisoformat(kept)
    return kept


@pytest.fixture
def before(database_url: str, tmp_path: Path) -> Settings:
    """A database at the revision before, with what that release wrote."""
    settings = Settings(var=tmp_path / "var", database_url=database_url, pool_size=4)
    database = open_database(settings)
    if database.is_sqlite:
        database.close()
        settings = replace(settings, database_url=f"sqlite:///{tmp_path / 'before.sqlite3'}")
    else:
        with database.write() as db:
            db.execute(text("DROP SCHEMA public CASCADE"))
            db.execute(text("CREATE SCHEMA public"))
        database.close()
    upgrade(settings, "0008")
    database = open_database(settings)
    with database.write() as db:
        meta = MetaData()
        meta.reflect(db)
        names = [*PARENTS, *(name for name in KEPT["tables"] if name not in PARENTS)]
        for name in names:
            table = meta.tables[name]
            for row in KEPT["tables"][name]:
                given = {
                    key: value(table.c[key].type, kept, sqlite=database.is_sqlite)
                    for key, kept in row.items()
                }
                db.execute(table.insert().values(given))
    database.close()
    return settings


@pytest.fixture
def converted(before: Settings, clock: FrozenClock) -> Iterator[Callable[..., Platform]]:
    """Changes the old rows, upgrades, opens."""
    opened: list[Platform] = []

    def convert(*statements: str) -> Platform:
        database = open_database(before)
        with database.write() as db:
            for statement in statements:
                assert db.execute(text(statement)).rowcount == 1, statement
        database.close()
        upgrade(before)
        opened.append(build(before, clock))
        return opened[0]

    yield convert
    for platform in opened:
        platform.close()


def auditor(platform: Platform) -> Actor:
    return platform.actor("auditor")


def test_every_case_verifies_and_replays(converted: Callable[..., Platform]) -> None:
    platform = converted()
    told = platform.ask(VerifyAll(), auditor(platform))
    assert (told["cases"], told["events"], told["ok"], told["differing"]) == (2, 8, True, [])
    then = platform.ask(ReplayCase(FINISHED, 2), auditor(platform))
    assert [item["state"] for item in then["work_items"]] == ["claimed", "ready"]
    assert platform.ask(ReplayCase(FINISHED), auditor(platform))["state"] == "completed"
    assert differences(platform.database) == []


def test_the_hashes_are_those_of_before(converted: Callable[..., Platform]) -> None:
    platform = converted()
    items = platform.ask(CaseHistory(FINISHED), auditor(platform))["items"]
    kept = [row for row in KEPT["tables"]["events"] if row["case_id"] == FINISHED]
    assert [(item["hash"], item["prev_hash"]) for item in items] == [
        (row["hash"], row["prev_hash"]) for row in kept
    ]
    assert [item["actor"]["name"] for item in items] == [row["actor_name"] for row in kept]


def test_answers_and_opinions_are_still_there(converted: Callable[..., Platform]) -> None:
    platform = converted()
    with platform.database.read() as db:
        stated = recorded_answers(first_event(db, FINISHED))
        item = db.execute(
            text("SELECT id FROM work_items WHERE case_id = :id AND element = 'Fire'"), {"id": FINISHED}
        ).scalar_one()
    assert stated == {"address": "洋浦大街 1 号", "area": 1200}
    page = platform.ask(GetWorkItem(item), platform.actor("fire.review"))
    assert page["data"]["opinion"] == "同意"
    assert [(said["department"], said["opinion"]) for said in page["opinions"]] == [
        ("housing", "同意"),
        ("fire", "同意"),
    ]


@pytest.mark.parametrize(
    ("column", "changed"),
    [
        ("region", "'elsewhere'"),
        ("at", "'2026-03-02T02:00:00.000000Z'"),
        ("at", "'tomorrow'"),
        ("actor_id", "'somebody'"),
        ("actor_name", "'别人'"),
        ("channel", "'phone'"),
        ("capacity", "NULL"),
        ("action", "'work:released'"),
        ("element", "'Housing2'"),
        ("act", "NULL"),
        ("input", "input || ' '"),
        ("facts", "replace(facts, 'completed', 'cancelled')"),
        ("data", "'{}'"),
        ("hash", "'0' || substr(hash, 2)"),
    ],
)
def test_what_was_damaged_before_stays_damaged(
    converted: Callable[..., Platform], column: str, changed: str
) -> None:
    platform = converted(f"UPDATE events SET {column} = {changed} WHERE case_id = '{FINISHED}' AND seq = 5")
    found = platform.ask(VerifyCase(FINISHED), auditor(platform))
    assert (found["chain"], found["first_difference"]["seq"]) == ("broken", 5)
    assert found["first_difference"]["field"] == column
    assert platform.ask(VerifyCase(OPEN), auditor(platform))["chain"] == "ok"


def test_bytes_that_were_no_text_before_stay_damaged(converted: Callable[..., Platform]) -> None:
    broken = f"UPDATE events SET data = CAST(x'7bff7d' AS TEXT) WHERE case_id = '{FINISHED}' AND seq = 5"
    try:
        platform = converted(broken)
    except Exception:  # noqa: BLE001  # PostgreSQL stores no such text
        return
    first = platform.ask(VerifyCase(FINISHED), auditor(platform))["first_difference"]
    assert (first["seq"], first["field"]) == (5, "data")
