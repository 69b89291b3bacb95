"""Counts of open work items that never have to be counted: each change of an item adds a row of +1 or −1 in its transaction.

Triggers write these rows (migration 0008), so that whoever writes work items keeps the sums right. Only ever adding rows
means that nobody waits for anybody: a counter that is updated in place would make all cases of one item queue for one row.
The number of items of a place is the sum of its rows, at every instant and in every snapshot; `fold` replaces the rows of a
place by their sums from time to time, which changes no sum, so it may run anywhere, any number of times, or not at all.
"""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, and_, delete, false, insert, or_, select

from engine.work.tables import work_item_counts

KEY = ("region", "department", "role", "state", "priority", "item_code", "stage", "yellow_on", "red_on")
PLACES_AT_ONCE = 50
_kept = work_item_counts.c


def unfolded(db: Connection) -> bool:
    """Whether there is anything to fold: a look without a write lock, because most of the time there is not."""
    return db.execute(select(_kept.n).where(_kept.folded.is_(false())).limit(1)).first() is not None


def fold(db: Connection) -> int:
    """Replace the rows of places that changed by their sums, in this transaction; returns how many rows were saved."""
    place = (_kept.department, _kept.role, _kept.state)
    changed = db.execute(
        select(*place).where(_kept.folded.is_(false())).distinct().limit(PLACES_AT_ONCE)
    ).all()
    if not changed:
        return 0
    here = or_(
        *(and_(*(column == value for column, value in zip(place, one, strict=True))) for one in changed)
    )
    sums: Counter[tuple[Any, ...]] = Counter()
    gone = 0
    for *key, number in db.execute(
        delete(work_item_counts).where(here).returning(*(_kept[name] for name in KEY), _kept.n)
    ):
        sums[tuple(key)] += number
        gone += 1
    rows = [
        {**dict(zip(KEY, key, strict=True)), "n": number, "folded": True}
        for key, number in sums.items()
        if number
    ]
    if rows:
        db.execute(insert(work_item_counts), rows)
    return gone - len(rows)
