"""A backup taken while people work comes back whole, on both databases: chains verify, and work goes on."""

import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rest import Office
from sample_installation import (  # noqa: F401 fixtures are found by their names
    administer,
    postgres_url,
    sample_postgres,
    sqlite_url,
    url_of,
)
from sqlalchemy import func, select
from told import Jingban

from api.app import create_app
from engine.assembly import Platform, build
from engine.dispatch import SYSTEM
from engine.history.queries import VerifyAll
from engine.kernel.ids import new_id
from engine.kernel.settings import Settings
from engine.store.backup import take
from engine.work.tables import work_item_counts, work_items

CHECKED = {"identity_checked": True, "project_code_checked": True, "materials_counted": 9}


@pytest.fixture
def installed(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """The installation that `jingban` uses here, on each database."""
    monkeypatch.setenv("JINGBAN_DATABASE_URL", database_url)
    platform = build(Settings(var=tmp_path / "var", database_url=database_url))
    yield platform
    platform.close()


@pytest.fixture
def elsewhere(installed: Platform, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of another database of the same kind, with nothing in it."""
    if installed.database.is_sqlite:
        yield f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"empty_{new_id(datetime.now(UTC))}"
    administer(server, f"CREATE DATABASE {name}")
    yield url_of(server, name)
    administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def test_a_backup_under_load_is_whole_and_work_goes_on(
    jingban: Jingban,
    installed: Platform,
    elsewhere: str,
    application: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office = Office(create_app(installed), installed)
    clerk = office("clerk")
    first = clerk.post("/cases", application, expect=201)
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            clerk.work(clerk.post("/cases", application, expect=201), "Intake_Stage", **CHECKED)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        told = jingban("backup", tmp_path / "one.backup")
    finally:
        done.set()
        worker.join()
    assert told.code == 0, told.err

    monkeypatch.setenv("JINGBAN_DATABASE_URL", elsewhere)
    told = jingban("restore", tmp_path / "one.backup")
    assert told.code == 0, told.err
    told = jingban("verify", "--all")
    assert told.code == 0, told.err

    restored = build(Settings(var=tmp_path / "other", database_url=elsewhere))
    try:
        people = Office(create_app(restored), restored)
        people("clerk").work(people("clerk").get(f"/cases/{first['id']}"), "Intake_Stage", **CHECKED)
        assert restored.ask(VerifyAll(), SYSTEM)["ok"]
        with restored.database.read() as db:
            counted = select(func.count()).where(work_items.c.state.in_(("ready", "claimed")))
            kept = select(func.sum(work_item_counts.c.n))
            assert db.execute(counted).scalar() == db.execute(kept).scalar()
    finally:
        restored.close()


def test_data_is_replaced_only_when_asked(
    jingban: Jingban, installed: Platform, application: dict[str, Any], tmp_path: Path
) -> None:
    assert jingban("backup", tmp_path / "empty.backup").code == 0
    office = Office(create_app(installed), installed)
    office("clerk").post("/cases", application, expect=201)
    told = jingban("restore", tmp_path / "empty.backup")
    assert told.code == 1
    assert "--replace" in told.err
    assert len(office("clerk").get("/cases")["items"]) == 1
    told = jingban("restore", tmp_path / "empty.backup", "--replace")
    assert told.code == 0, told.err
    assert Office(office.app, installed)("clerk").get("/cases")["items"] == []


def test_a_changed_backup_is_refused_and_nothing_touched(
    jingban: Jingban, installed: Platform, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.backup", tmp_path / "bad.backup"
    assert jingban("backup", good).code == 0
    with zipfile.ZipFile(good) as one, zipfile.ZipFile(bad, "w") as other:
        for name in one.namelist():
            content = one.read(name)
            if name == "manifest.json":
                told = json.loads(content)
                told["parts"][-1]["sha256"] = "0" * 64
                content = json.dumps(told).encode()
            other.writestr(name, content)
    told = jingban("restore", bad, "--replace")
    assert told.code == 1
    assert "changed after the backup" in told.err
    assert Office(create_app(installed), installed)("clerk").get("/me")["username"] == "clerk"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x05\x06" + bytes(18), b"nothing"], ids=["empty", "zip", "text"]
)
def test_what_is_no_backup_is_refused(jingban: Jingban, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "no.backup").write_bytes(content)
    told = jingban("restore", tmp_path / "no.backup")
    assert told.code == 1
    assert "bad-archive" in told.err


def test_a_backup_never_overwrites(jingban: Jingban, sample_sqlite: Path, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    shutil.copyfile(sample_sqlite, tmp_path / "var" / "jingban.sqlite3")
    (tmp_path / "kept").write_text("precious")
    told = jingban("backup", tmp_path / "kept")
    assert told.code == 1
    assert (tmp_path / "kept").read_text() == "precious"
    assert list(tmp_path.glob("*.part")) == []


def test_an_interrupted_backup_leaves_nothing_behind(installed: Platform, tmp_path: Path) -> None:
    def stop(line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(installed.settings, tmp_path / "some.backup", installed.clock.now(), stop)
    assert not list(tmp_path.glob("*.backup*"))
    assert not list(tmp_path.glob(".jingban*"))
