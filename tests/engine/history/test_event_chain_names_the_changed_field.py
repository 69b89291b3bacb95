"""A changed byte in any column of any event is found, and the first difference names the event and the column."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.chain import GENESIS, LOCATED, PAYLOAD, PLAIN, check_chain, payload_hash, seal

COLUMNS = (*PLAIN, *PAYLOAD, "prev_hash", "locator", "hash")


def told(column: str) -> str:
    """The locator is a part of the column `packed`."""
    return "packed" if column == "locator" else column


def event(seq: int, **values: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "region": "jingkai",
        "case_id": "01hq",
        "seq": seq,
        "at": "2026-03-02T01:00:00.000000Z",
        "actor_id": "u1",
        "actor_name": "周敏",
        "channel": "window",
        "capacity": '{"department":"window","role":"clerk"}',
        "action": "work:completed",
        "element": "Accept",
        "act": "a1",
        "input": '{"kind":"complete"}',
        "facts": '[{"kind":"completed"}]',
        "data": '{"decision":"准予"}',
    }
    return {**row, **values}


def chain(count: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    previous = GENESIS
    for seq in range(1, count + 1):
        rows.append(seal(event(seq), previous))
        previous = rows[-1]["hash"]
    return rows


def check(rows: list[dict[str, Any]], *, seq: int | None = None, head: str | None = None) -> Any:
    return check_chain(rows, seq=len(rows) if seq is None else seq, head_hash=head or rows[-1]["hash"])


def test_a_whole_chain_has_no_difference() -> None:
    assert check(chain(5)) is None


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("where", [0, 2, 4], ids=["first", "middle", "last"])
def test_a_changed_column_is_named(column: str, where: int) -> None:
    rows = chain(5)
    head = rows[-1]["hash"]
    value = rows[where][column]
    rows[where][column] = (
        value + 7 if isinstance(value, int) else value[:-1] + ("0" if value[-1] != "0" else "1")
    )
    found = check(rows, head=head)
    assert (found.seq, found.field) == (where + 1, told(column))


@pytest.mark.parametrize("column", [c for c in COLUMNS if c != "seq"])
def test_an_emptied_column_is_named(column: str) -> None:
    rows = chain(3)
    rows[1][column] = None
    found = check(rows)
    assert (found.seq, found.field) == (2, told(column))


@pytest.mark.parametrize("broken", [b"\xff\xfe", "\udcff"], ids=["bytes", "lone surrogate"])
@pytest.mark.parametrize("column", LOCATED)
def test_a_column_that_is_no_text_any_more_is_named(column: str, broken: Any) -> None:
    rows = chain(3)
    rows[1][column] = broken
    found = check(rows)
    assert (found.seq, found.field) == (2, told(column))


def test_a_removed_event_is_found() -> None:
    rows = chain(5)
    del rows[2]
    found = check(rows, seq=5)
    assert (found.seq, found.field, found.found) == (3, "seq", 4)


def test_events_cut_off_at_the_end_are_found() -> None:
    rows = chain(5)
    found = check(rows[:3], seq=5, head=rows[-1]["hash"])
    assert (found.seq, found.field) == (4, "case.seq")


def test_a_forged_last_event_with_right_hashes_differs_from_the_head_of_the_case() -> None:
    rows = chain(5)
    head = rows[-1]["hash"]
    rows[-1] = seal(event(5, data='{"decision":"不予"}'), rows[-2]["hash"])
    found = check(rows, head=head)
    assert (found.seq, found.field) == (5, "case.head_hash")


def test_a_forged_middle_event_with_right_hashes_breaks_the_link_behind_it() -> None:
    rows = chain(5)
    rows[2] = seal(event(3, actor_name="别人"), rows[1]["hash"])
    found = check(rows)
    assert (found.seq, found.field) == (4, "prev_hash")


def test_an_event_whose_payload_was_erased_holds_the_chain() -> None:
    rows = chain(4)
    empty = dict.fromkeys(PAYLOAD)
    rows[2] = seal({**rows[2], **empty, "payload_hash": payload_hash(rows[2])}, rows[1]["hash"])
    assert check(rows) is None


def test_a_payload_beside_the_hash_of_an_erased_one_is_refused() -> None:
    rows = chain(4)
    rows[2] = seal({**rows[2], "data": "{}", "payload_hash": payload_hash(rows[2])}, rows[1]["hash"])
    found = check(rows)
    assert (found.seq, found.field) == (3, "payload_hash")


def test_of_two_changed_columns_the_event_is_named() -> None:
    rows = chain(4)
    rows[1]["actor_name"], rows[1]["at"] = "别人", "2026-03-02T02:00:00.000000Z"
    found = check(rows)
    assert (found.seq, found.field) == (2, "hash")


def test_two_events_that_changed_places_are_found() -> None:
    rows = chain(4)
    rows[1], rows[2] = rows[2], rows[1]
    assert check(rows).field == "seq"


@given(
    where=st.integers(0, 3),
    column=st.sampled_from([c for c in COLUMNS if c != "seq"]),
    position=st.integers(0, 200),
    bit=st.integers(0, 6),
)
def test_any_flipped_bit_of_any_text_is_named(where: int, column: str, position: int, bit: int) -> None:
    rows = chain(4)
    head = rows[-1]["hash"]
    text = rows[where][column].encode()
    at = position % len(text)
    flipped = bytearray(text)
    flipped[at] ^= 1 << bit
    rows[where][column] = bytes(flipped).decode("utf-8", "surrogateescape")
    found = check(rows, head=head)
    assert (found.seq, found.field) == (where + 1, told(column))
