"""Is the record of a case true: its chain whole, and executing it again the same? Of one case, or of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.dispatch import Query, ReadContext
from engine.history.book import CaseBook, book_of, first_pins
from engine.history.chain import Difference
from engine.history.log import read_events
from engine.history.verify import Verification, check_execution, check_log
from engine.kernel.errors import JingbanError
from engine.store.columns import CorruptValue

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VerifyCase(Query):
    """Chain and re-execution of one case."""

    permission: ClassVar[str] = "case:verify"
    snapshot: ClassVar[bool] = True
    case_id: str


@dataclass(frozen=True, slots=True)
class VerifyAll(Query):
    """Chain and re-execution of every case that the asker may verify."""

    permission: ClassVar[str] = "case:verify"
    snapshot: ClassVar[bool] = True


def verify_case(query: VerifyCase, ctx: ReadContext) -> dict[str, Any]:
    """`{chain: ok|broken, execution: ok|differs, events, first_difference: {seq, field, expected, found} | null}`."""
    return verification(ctx, query.case_id).as_view()


def verify_all(query: VerifyAll, ctx: ReadContext) -> dict[str, Any]:
    """`{cases, events, ok, differing: [{case_id, chain, execution, events, first_difference}]}`."""
    differing, events, cases = [], 0, 0
    for case_id in book_of(ctx).ids(ctx):
        found = verification(ctx, case_id)
        cases += 1
        events += found.events
        if not found.ok:
            differing.append({"case_id": case_id, **found.as_view()})
    return {"cases": cases, "events": events, "ok": not differing, "differing": differing}


def verification(ctx: ReadContext, case_id: str) -> Verification:
    """Check one case."""
    book = book_of(ctx)
    try:
        case = book.row(ctx, case_id)
    except CorruptValue as error:
        return Verification(0, chain=Difference(0, "case", "a row as we write it", error.message))
    rows = read_events(ctx.db, case_id, damaged=True)
    broken = check_log(case, rows)
    if broken is not None:
        return Verification(len(rows), chain=broken)
    try:
        return Verification(len(rows), execution=_execution(ctx, book, case, rows))
    except JingbanError as error:
        return Verification(
            len(rows), execution=Difference(1, "pins", "definitions that compile", error.message)
        )


def _execution(ctx: ReadContext, book: CaseBook, case: Row, rows: list[Row]) -> Difference | None:
    pins = first_pins(rows)
    if pins != case["pins"]:
        return Difference(1, "case.pins", pins, case["pins"])
    changed = book.changed_definition(ctx, pins)
    if changed is not None:
        return Difference(1, f"definition {changed}", "the bytes that were pinned", "other bytes")
    return check_execution(case, rows, book.program(ctx, pins), book.work_items(ctx, case["id"]))
