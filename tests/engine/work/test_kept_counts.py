"""The kept counts agree with counting, whatever happens to work items and however often they are folded."""

from collections import Counter
from typing import Any

import pytest
from approvals import Desk
from sqlalchemy import delete, func, select, update

from engine.work.tables import work_item_counts, work_items
from engine.work.tally import KEY, fold

OPEN = ("ready", "claimed")


def counted(desk: Desk) -> Counter[tuple[Any, ...]]:
    """The open items, counted one by one."""
    columns = [work_items.c[name] for name in KEY]
    with desk.platform.database.read() as db:
        return Counter(tuple(row) for row in db.execute(select(*columns).where(work_items.c.state.in_(OPEN))))


def kept(desk: Desk) -> Counter[tuple[Any, ...]]:
    """The sums of the kept counts; none is ever below zero."""
    columns = [work_item_counts.c[name] for name in KEY]
    with desk.platform.database.read() as db:
        rows = list(db.execute(select(*columns, func.sum(work_item_counts.c.n)).group_by(*columns)))
    assert all(number >= 0 for *_, number in rows)
    return Counter({tuple(key): number for *key, number in rows if number})


def folded(desk: Desk) -> int:
    with desk.platform.database.write() as db:
        return fold(db)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A few cases at work: some items ready, some claimed, some completed."""
    first, *_ = [desk.start() for _ in range(3)]
    desk.work("clerk", "Accept", case=first)
    desk.claim("housing.review", desk.item("housing.review", "Review_Housing"))
    return desk


def test_counts_follow_offers_claims_and_completions(busy: Desk) -> None:
    assert counted(busy)
    assert kept(busy) == counted(busy)


def test_folding_changes_no_sum_and_saves_rows(busy: Desk) -> None:
    before = kept(busy)
    assert folded(busy) > 0
    assert kept(busy) == before == counted(busy)
    assert folded(busy) == 0


def test_counts_stay_right_after_folding(busy: Desk) -> None:
    folded(busy)
    busy.work("fire.review", "Review_Fire", "agree")
    assert kept(busy) == counted(busy)
    folded(busy)
    assert kept(busy) == counted(busy)


def test_moved_dates_and_deleted_rows_are_counted_too(busy: Desk) -> None:
    with busy.platform.database.write() as db:
        db.execute(update(work_items).values(stage="other").where(work_items.c.state == "ready"))
    assert kept(busy) == counted(busy)
    with busy.platform.database.write() as db:
        db.execute(delete(work_items).where(work_items.c.state == "claimed"))
    assert kept(busy) == counted(busy)


def test_a_draft_writes_no_count(busy: Desk) -> None:
    folded(busy)
    with busy.platform.database.write() as db:
        db.execute(update(work_items).values(draft={"a": 1}))
    assert folded(busy) == 0


def test_what_is_rolled_back_is_not_counted(busy: Desk) -> None:
    before = kept(busy)
    with busy.platform.database.engine.connect() as db:
        db.execute(update(work_items).values(state="cancelled"))
        db.rollback()
    assert kept(busy) == before == counted(busy)


def test_the_background_tick_folds(busy: Desk) -> None:
    before = kept(busy)
    busy.platform.tick()
    assert folded(busy) == 0
    assert kept(busy) == before == counted(busy)
