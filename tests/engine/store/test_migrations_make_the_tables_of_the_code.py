"""One line of migrations, one head; what it makes is what the code says, on both databases."""

import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from engine.assembly import parts
from engine.kernel.settings import Settings
from engine.store import metadata, open_database
from engine.store.migrations import FOLDER, current, differences, head, upgrade
from engine.store.revision import needed, standing


def test_there_is_one_head_and_one_line() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    script = ScriptDirectory.from_config(config)
    assert len(script.get_heads()) == 1
    assert [revision.revision for revision in script.walk_revisions()][-1] == "0001"


def test_the_migrated_schema_is_that_of_the_code(settings: Settings) -> None:
    assert parts.PARTS  # every folder's tables are known
    database = open_database(settings)
    assert current(database) == head()
    assert differences(database) == []
    database.close()


def test_the_revision_is_known_without_the_machinery_of_migrations(
    settings: Settings, tmp_path: Path
) -> None:
    assert needed() == head()
    database = open_database(settings)
    with database.read() as db:
        assert standing(db) == head()
    database.close()
    empty = open_database(Settings(var=tmp_path / "empty"))
    with empty.read() as db:
        assert standing(db) is None
    empty.close()


def test_upgrading_again_changes_nothing(settings: Settings) -> None:
    assert upgrade(settings) == head()
    assert upgrade(settings) == head()


def test_a_new_folder_and_file_are_made(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path / "deep" / "var")
    upgrade(settings)
    database = open_database(settings)
    assert "events" in inspect(database.engine).get_table_names()
    database.close()


def test_two_processes_may_upgrade_at_the_same_time(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    failures: list[Exception] = []

    def run() -> None:
        try:
            upgrade(settings)
        except Exception as error:  # noqa: BLE001  # whatever it was, the test must say so
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_constraint_has_a_name(table: str) -> None:
    unnamed: list[Any] = [c for c in metadata.tables[table].constraints if not c.name]
    assert unnamed == []
