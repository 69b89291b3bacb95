"""The independent check is tried on records that were damaged on purpose: it must find each damage and invent none."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from benchmarks.fire.check import Checked, check
from benchmarks.fire.installation import Installation, sqlite_installation
from benchmarks.fire.serving import Server
from benchmarks.load.crowd import Crowd
from benchmarks.load.journal import read_journal
from benchmarks.load.people import log_in

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def undamaged() -> Iterator[tuple[Installation, Path]]:
    """A record with finished and open cases, and the journal of how it came about."""
    with sqlite_installation() as installation:
        server = Server(installation, workers=1)
        server.start()
        try:
            server.wait_until_ready()
            journal = installation.notes / "journal.jsonl"
            crowd = Crowd(server.address, log_in(*server.address), journal, clients=2, cases=8, durable=False)
            crowd.begin()
            crowd.wait(60)
            open_ones = Crowd(
                server.address,
                log_in(*server.address),
                journal,
                clients=1,
                seed=2,
                cases=4,
                at_once=4,
                durable=False,
            )
            # only starts are sent: the desk is given up when the last case is there
            open_ones.desk.put = lambda _: open_ones.desk.give_up() if open_ones.desk.started == 4 else None  # type: ignore[method-assign]
            open_ones.begin()
            open_ones.wait(60)
        finally:
            server.stop()
        yield installation, journal


@pytest.fixture
def damage(undamaged: tuple[Installation, Path], tmp_path: Path) -> Callable[..., Checked]:
    """Copies the record, runs statements against the copy, and checks it."""
    installation, journal = undamaged

    def run(*statements: str, lines: list[dict[str, object]] | None = None, verify: bool = False) -> Checked:
        copied = tmp_path / "jingban.sqlite3"
        shutil.copyfile(installation.direct, copied)
        with sqlite3.connect(copied) as db:
            for statement in statements:
                assert db.execute(statement).rowcount > 0, statement
        db.close()
        told = tmp_path / "journal.jsonl"
        shutil.copyfile(journal, told)
        if lines:
            with told.open("ab") as file:
                file.writelines(orjson.dumps(line) + b"\n" for line in lines)
        moved = replace(installation, var=tmp_path, url=f"sqlite:///{copied}")
        return check(moved, [told], verify=verify)

    return run


def test_an_undamaged_record_has_no_finding(damage: Callable[..., Checked]) -> None:
    checked = damage(verify=True)
    assert checked.findings == []
    assert checked.cases == 12
    assert checked.acknowledged == 8 * 13 + 4


ENDED = "(SELECT id FROM cases WHERE status = 'completed' ORDER BY id LIMIT 1)"
ACTIVE = "(SELECT id FROM cases WHERE status = 'active' ORDER BY id LIMIT 1)"
LAST = f"case_id = {ENDED} AND seq = (SELECT max(seq) FROM events WHERE case_id = {ENDED})"
BEFORE = f"case_id = {ENDED} AND seq = (SELECT max(seq) - 1 FROM events WHERE case_id = {ENDED})"
COLUMNS = "case_id, {seq}, at, action, element, act, packed, hash"


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        pytest.param(
            [
                f"UPDATE cases SET seq = seq - 1, head_hash = (SELECT hash FROM events WHERE {BEFORE}) WHERE id = {ENDED}",
                f"DELETE FROM events WHERE {LAST}",
            ],
            "lost",
            id="the last event is gone and the case row agrees",
        ),
        pytest.param(
            [
                f"DELETE FROM {table} WHERE {column} = '{{ended}}'"
                for table, column in (("events", "case_id"), ("cases", "id"))
            ],
            "is not there",
            id="a whole case is gone",
        ),
        pytest.param(
            [
                f"INSERT INTO events SELECT {COLUMNS.format(seq='seq + 1')} FROM events WHERE {LAST}",
                f"UPDATE cases SET seq = seq + 1 WHERE id = {ENDED}",
            ],
            "doubled",
            id="a completion is there twice",
        ),
        pytest.param(
            [f"UPDATE cases SET status = 'completed' WHERE id = {ACTIVE}"],
            "orphan",
            id="an item is open in a case that has ended",
        ),
        pytest.param(
            [f"DELETE FROM work_items WHERE case_id = {ACTIVE}"], "stuck", id="an open item is gone"
        ),
        pytest.param(
            [f"UPDATE work_items SET state = 'claimed' WHERE case_id = {ACTIVE}"],
            "half done",
            id="an item is claimed that nobody claimed",
        ),
        pytest.param(
            [f"UPDATE events SET hash = zeroblob(32) WHERE case_id = {ACTIVE} AND seq = 1"],
            "half done",
            id="the case does not end where its log ends",
        ),
        pytest.param(
            [f"UPDATE events SET hash = zeroblob(32) WHERE case_id = {ENDED} AND seq = 2"],
            "chain: event 3",
            id="a link is broken",
        ),
    ],
)
def test_a_planted_damage_is_found(
    damage: Callable[..., Checked],
    undamaged: tuple[Installation, Path],
    statements: list[str],
    expected: str,
) -> None:
    with sqlite3.connect(undamaged[0].direct) as db:
        ended = db.execute(f"SELECT {ENDED}").fetchone()[0]
    db.close()
    checked = damage(*(statement.replace("{ended}", ended) for statement in statements))
    assert any(expected in finding for finding in checked.findings), checked.findings


def test_a_changed_word_is_found_by_the_verification_of_the_product_and_by_the_check(
    damage: Callable[..., Checked],
) -> None:
    changed = f"UPDATE events SET element = element || 'x' WHERE {LAST}"
    checked = damage(changed, verify=True)
    assert [finding.split(" ")[0] for finding in checked.findings] == ["case", "chain:"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"verb": "repeat-complete", "same": False}, "answered differently", id="another answer"),
        pytest.param({"verb": "misuse-complete", "status": 200}, "and not 409", id="a key for another body"),
        pytest.param({"status": 500, "code": "internal"}, "refused", id="an act that was refused for good"),
        pytest.param({"tag": "load:9-9-9;"}, "lost", id="an act that the log does not have"),
    ],
)
def test_a_line_of_the_journal_that_must_not_be_is_found(
    damage: Callable[..., Checked],
    undamaged: tuple[Installation, Path],
    changed: dict[str, object],
    expected: str,
) -> None:
    line = next(line for line in read_journal(undamaged[1]) if line["verb"] == "complete")
    checked = damage(lines=[{**line, **changed}])
    assert any(expected in finding for finding in checked.findings), checked.findings
